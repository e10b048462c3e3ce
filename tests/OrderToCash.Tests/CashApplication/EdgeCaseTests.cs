using OrderToCash.Domain.CashApplication;
using OrderToCash.Domain.Payments;
using OrderToCash.Domain.Values;
using static OrderToCash.Tests.CashApplication.Scene;

namespace OrderToCash.Tests.CashApplication;

/// <summary>What payers and banks do to references and amounts, case by case.</summary>
public sealed class EdgeCaseTests
{
    private const string Anna = "DE11500105170000000001";
    private const string Metall = "DE11500105170000000002";
    private const string Other = "DE11500105170000000099";

    private static readonly Dictionary<string, EdgeCase> Cases = All().ToDictionary(static of => of.Name);

    public static TheoryData<string> Names => [.. Cases.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Is_decided_as_a_careful_person_would(string name)
    {
        var of = Cases[name];
        var scene = new Scene(of.Policy);
        of.Given(scene);

        var decision = scene.Decide(of.Payment);

        Assert.Equal(of.Expected, Line(decision));
        Assert.Equal((of.Policy ?? MatchPolicy.Default).Id, decision.Explanation.Policy);
        if (decision.Outcome == MatchOutcome.Book)
        {
            Assert.Equal(
                of.Payment.SignedMinor, decision.Allocations.Sum(static one => one.PaidMinor)
                    + decision.OnAccountMinor);
        }
    }

    private static IEnumerable<EdgeCase> All() =>
        [.. References(), .. Traps(), .. Amounts(), .. OtherAmounts(), .. Payers(), .. Back(), .. Providers()];

    private static void Shop(Scene scene) => scene
        .Customer("shop:1", "Anna Sommer", Anna, "100007")
        .Item("shop:1", "RE26-1000101", 39.90m, "SO3000101", "RF31RE261000101")
        .Item("shop:1", "RE26-1000102", 120.00m, "SO3000102")
        .Customer("shop:2", "Meyer Metallbau GmbH", Metall, "K119544")
        .Item("shop:2", "RE26-1000201", 1000.00m, "SO3000201", skonto: 20.00m)
        .Item("shop:2", "RE26-1000202", 500.00m, "SO3000202", skonto: 10.00m, skontoDaysLeft: -2)
        .Item("shop:2", "RE26-1000203", 2500.00m, "SO3000203", skonto: 50.00m, skontoDaysLeft: -12)
        .Item("shop:2", "GS26-1000009", -70.00m)
        .Customer("shop:3", "Ben Müller")
        .Item("shop:3", "RE26-1000301", 64.00m)
        .Closed("shop:1", "RE26-1000001", 55.00m);

    private static EdgeCase Of(string name, BankTransaction payment, string expected) => new(name, Shop, payment,
        expected);

    private static IEnumerable<EdgeCase> References() =>
    [
        Of("prefix dropped", Payment(39.90m, "Rechnung 1000101", "Anna Sommer", Anna), "book RE26-1000101 39.90"),
        Of("other prefix", Payment(39.90m, "RG26-1000101", "Anna Sommer", Anna), "book RE26-1000101 39.90"),
        Of("lower case", Payment(39.90m, "re26-1000101", "X", Other), "book RE26-1000101 39.90"),
        Of("other marks", Payment(39.90m, "RE26/1000.101", "X", Other), "book RE26-1000101 39.90"),
        Of("blank inside", Payment(39.90m, "RE2 6-1000 101", "X", Other), "book RE26-1000101 39.90"),
        Of("cut by the bank", Payment(39.90m, "Rechnung RE26-1000101 danke", "X", Other, breaks: [17]),
            "book RE26-1000101 39.90"),
        Of("letters for digits", Payment(39.90m, "RE26-1OO01O1", "X", Other), "book RE26-1000101 39.90"),
        Of("four letters for digits are no slip of the eye",
            Payment(39.90m, "RE26-IOOOIO1", "X", Other), "review"),
        Of("a slip that gives no number", Payment(39.90m, "RE26-10001O01", "Anna Sommer", Anna),
            "book RE26-1000101 39.90"),
        Of("a slip that gives a neighbour's number", Payment(39.90m, "RE26-1000301", "Anna Sommer", Anna),
            "book RE26-1000101 39.90"),
        new("a slip that gives a neighbour's number of the same amount",
            scene => scene.Customer("a", "Anna Sommer", Anna).Item("a", "R-200001", 10m)
                .Customer("b", "Ben Berg").Item("b", "R-200002", 10m),
            Payment(10m, "R-200002", "Anna Sommer", Anna), "review"),
        new("a slip that gives a neighbour's number, of a payer with a common name",
            scene =>
            {
                for (var i = 0; i < 6; i++)
                    scene.Customer($"m{i}", "Anna Müller").Item($"m{i}", $"R-20000{i}", 10m + i);
                scene.Customer("b", "Ben Berg").Item("b", "R-200009", 12m);
            },
            Payment(12m, "R-200009", "Anna Müller", Other), "review"),
        Of("order number", Payment(39.90m, "Bestellung SO3000101", "X", Other), "book RE26-1000101 39.90"),
        Of("customer number", Payment(39.90m, "KdNr 100007", "A. S.", Other), "book RE26-1000101 39.90"),
        Of("customer number with a letter", Payment(500.00m, "Kunde K119544", "A. S.", Other),
            "book RE26-1000202 500.00"),
        Of("RF reference in groups", Payment(39.90m, "rf31 RE26 1000 101", "X", Other), "book RE26-1000101 39.90"),
        Of("RF reference as structured reference", Payment(39.90m, null, "X", Other, structured: "RF31RE261000101"),
            "book RE26-1000101 39.90"),
        Of("several documents", Payment(159.90m, "RE26-1000101, RE26-1000102", "X", Other),
            "book RE26-1000101 39.90 RE26-1000102 120.00"),
        Of("several documents, ends only", Payment(159.90m, "RE26-1000101, -102", "X", Other),
            "book RE26-1000101 39.90 RE26-1000102 120.00"),
        Of("from one document to another", Payment(4000.00m, "RE26-1000201 bis RE26-1000203", "Meyer Metallbau",
            Metall),
            "book RE26-1000201 1000.00 RE26-1000202 500.00 RE26-1000203 2500.00"),
        Of("two named and one paid", Payment(120.00m, "RE26-1000102 (RE26-1000101 folgt)", "Anna Sommer", Anna),
            "book RE26-1000102 120.00"),
        Of("the list is cut and the rest is the only one that fits",
            Payment(4000.00m, "RE26-1000201 RE26-1000202 RE26-10002", "Meyer Metallbau", Metall),
            "book RE26-1000201 1000.00 RE26-1000202 500.00 RE26-1000203 2500.00"),
    ];

    private static IEnumerable<EdgeCase> Traps() =>
    [
        Of("a year alone is nothing", Payment(64.00m, "Rechnung 2026", "X", Other), "review"),
        Of("a number inside a longer one is nothing", Payment(64.00m, "4910003019", "X", Other), "review"),
        Of("a short number is nothing", Payment(64.00m, "Nr. 301", "X", Other), "review"),
        Of("digits of a telephone are nothing", Payment(64.00m, "Tel. 1000301", "X", Other), "review"),
        Of("digits of a contract are nothing", Payment(64.00m, "Vertrag 1000301", "X", Other), "review"),
        Of("digits around the reference", Payment(64.00m, "12 34 RE26-1000301 5678/90", "X", Other),
            "book RE26-1000301 64.00"),
        new("a date is no number", scene => scene.Customer("a", "Anna Sommer").Item("a", "160326", 10m),
            Payment(10m, "vom 16.03.26", "X", Other), "review"),
        new("the same number in two shops needs an amount",
            scene => scene.Customer("a", "Anna Sommer").Item("a", "A-1000001", 10m)
                .Customer("b", "Ben Berg").Item("b", "B-1000001", 20m),
            Payment(20m, "1000001", "X", Other), "book B-1000001 20.00"),
        new("the same number and amount in two shops needs a payer",
            scene => scene.Customer("a", "Anna Sommer").Item("a", "A-1000001", 10m)
                .Customer("b", "Ben Berg").Item("b", "B-1000001", 10m),
            Payment(10m, "1000001", "X", Other), "review"),
        new("the same number and amount in two shops, and a payer",
            scene => scene.Customer("a", "Anna Sommer").Item("a", "A-1000001", 10m)
                .Customer("b", "Ben Berg").Item("b", "B-1000001", 10m),
            Payment(10m, "1000001", "Ben Berg", Other), "book B-1000001 10.00"),
        new("a number of another series is not this one's",
            scene => scene.Customer("a", "Anna Sommer").Item("a", "A-1000001", 10m)
                .Customer("b", "Ben Berg").Item("b", "B-1000002", 20m),
            Payment(10m, "B-1000001", "X", Other), "review"),
        new("a number with a wrong check character is another",
            scene => scene.Customer("a", "Anna Sommer").Item("a", "INV-200011-U", 10m),
            Payment(500m, "INV-200011-V", "Anna Sommer", Other), "review"),
        new("a reference with wrong check digits is plain text",
            scene => scene.Customer("a", "Anna Sommer").Item("a", "R1", 10m, reference: "RF18539007547034"),
            Payment(10m, "RF19539007547034", "X", Other), "review"),
        Of("an office is no customer", Payment(64.00m, "Erstattung 2025", "Finanzamt Mitte", Other), "other"),
        Of("from ourselves", Payment(64.00m, "RE26-1000301", "Muster Handel GmbH", "DE02120300000000202051"),
            "transfer"),
        Of("nothing is settled by zero", Payment(0m, "RE26-1000101", "Anna Sommer", Anna), "other"),
        Of("a cent tests an account", Payment(0.01m, "RE26-1000101", "Anna Sommer", Anna), "review"),
        new("only a credit note is open", scene => scene.Customer("a", "Anna Sommer", Anna).Item("a", "GS-100001",
            -50m),
            Payment(50m, "GS-100001", "Anna Sommer", Anna), "review"),
    ];

    private static IEnumerable<EdgeCase> Amounts() =>
    [
        Of("discount in time", Payment(980.00m, "RE26-1000201", "Meyer Metallbau", Metall),
            "book RE26-1000201 980.00/20.00"),
        Of("discount in the days of grace", Payment(490.00m, "RE26-1000202", "Meyer Metallbau", Metall),
            "book RE26-1000202 490.00/10.00"),
        Of("discount too late", Payment(2450.00m, "RE26-1000203", "Meyer Metallbau", Metall),
            "book RE26-1000203 2450.00"),
        Of("a wrong percentage leaves a rest", Payment(970.00m, "RE26-1000201", "Meyer Metallbau", Metall),
            "book RE26-1000201 970.00"),
        Of("discount computed with other cents", Payment(979.98m, "RE26-1000201", "Meyer Metallbau", Metall),
            "book RE26-1000201 979.98/20.02"),
        new("no discount on a rest",
            scene => scene.Customer("a", "Anna Sommer", Anna).Item("a", "R-200001", 1000m, skonto: 20m, open: 500m),
            Payment(480m, "R-200001", "Anna Sommer", Anna), "book R-200001 480.00"),
        Of("several, each less discount", Payment(1470.00m, "RE26-1000201 RE26-1000202", "Meyer Metallbau", Metall),
            "book RE26-1000201 980.00/20.00 RE26-1000202 490.00/10.00"),
        Of("several, discount on one", Payment(1490.00m, "RE26-1000201 RE26-1000202", "Meyer Metallbau", Metall),
            "book RE26-1000201 1000.00 RE26-1000202 490.00/10.00"),
        Of("less a credit note that is named", Payment(430.00m, "RE26-1000202 ./. GS26-1000009", "Meyer", Other),
            "book GS26-1000009 -70.00 RE26-1000202 500.00"),
    ];

    private static IEnumerable<EdgeCase> OtherAmounts() =>
    [
        Of("part of a document", Payment(400.00m, "RE26-1000201 Anzahlung", "Meyer Metallbau", Metall),
            "book RE26-1000201 400.00"),
        Of("part of a document by nobody we know", Payment(400.00m, "RE26-1000201", "X", Other), "review"),
        new("a part that is another document's amount",
            scene => scene.Customer("a", "Anna Sommer", Anna).Item("a", "R-200001", 300m).Item("a", "R-200002", 100m),
            Payment(100m, "R-200001", "Anna Sommer", Anna), "review"),
        Of("too much", Payment(50.00m, "RE26-1000101", "Anna Sommer", Anna), "book RE26-1000101 39.90 +10.10"),
        Of("too much, and a list goes on behind the number",
            Payment(50.00m, "RE26-1000101, -0777", "Anna Sommer", Anna), "review"),
        Of("a part, and a list goes on behind the number",
            Payment(20.00m, "RE26-1000101 und 0777", "Anna Sommer", Anna), "review"),
        Of("too much, and a date stands behind the number",
            Payment(50.00m, "RE26-1000101 16.03.2026", "Anna Sommer", Anna), "book RE26-1000101 39.90 +10.10"),
        Of("paid again", Payment(55.00m, "RE26-1000001", "Anna Sommer", Anna), "onaccount +55.00"),
        Of("paid again by nobody we know", Payment(55.00m, "RE26-1000001", "X", Other), "review"),
        new("last month's reference, and this month's invoice of the same amount",
            scene => scene.Customer("a", "Anna Sommer", Anna).Closed("a", "R-200001", 10m).Item("a", "R-200002", 10m),
            Payment(10m, "R-200001", "Anna Sommer", Anna), "review"),
        new("a paid document's reference, and one open document of the amount",
            scene => scene.Customer("a", "Anna Sommer", Anna).Closed("a", "R-200001", 10m).Item("a", "R-200002", 30m),
            Payment(30m, "R-200001", "Anna Sommer", Anna), "book R-200002 30.00"),
        Of("cents less", Payment(119.98m, "RE26-1000102", "Anna Sommer", Anna), "book RE26-1000102 119.98 off 0.02"),
        Of("charges that the bank states",
            Payment(112.50m, "RE26-1000102", "Anna Sommer", Anna) with
            {
                ChargesMinor = 750, InstructedMinor = 12000, InstructedCurrency = Currency.Eur,
            }, "book RE26-1000102 112.50 charges 7.50"),
        Of("exchanged", Payment(121.10m, "RE26-1000102", "Anna Sommer", Anna) with
            {
                InstructedMinor = 11500, InstructedCurrency = Chf(),
            }, "book RE26-1000102 121.10 off -1.10"),
        Of("another currency of the same figure", Payment(120.00m, "RE26-1000102", "Anna Sommer", Anna,
            currency: "CHF"),
            "review"),
        Of("the discount of one is the amount of none", Payment(490.00m, null, "Meyer Metallbau", Metall),
            "book RE26-1000202 490.00/10.00"),
        new("the discount of one is the amount of another",
            scene => scene.Customer("a", "Anna Sommer", Anna).Item("a", "R-200001", 100m, skonto: 2m)
                .Item("a", "R-200002", 98m),
            Payment(98m, "siehe Avis", "Anna Sommer", Anna), "review"),
        new("the only sum of what the payer has open",
            scene => scene.Customer("a", "Bau Sommer GmbH", Anna).Item("a", "R-200001", 1234.56m)
                .Item("a", "R-200002", 7777.01m).Item("a", "R-200003", 312.77m),
            Payment(1547.33m, "Sammelzahlung", "Bau Sommer", Anna), "book R-200001 1234.56 R-200003 312.77"),
        new("one document of the amount is likelier than two that make it",
            scene => scene.Customer("a", "Bau Sommer GmbH", Anna).Item("a", "R-200001", 1000m)
                .Item("a", "R-200002", 2000m).Item("a", "R-200003", 3000m),
            Payment(3000m, "Sammelzahlung", "Bau Sommer", Anna), "book R-200003 3000.00"),
        new("equal items of one customer",
            scene => scene.Customer("a", "Anna Sommer", Anna).Item("a", "R-200001", 10m, ageDays: 20)
                .Item("a", "R-200002", 10m),
            Payment(10m, "danke", "Anna Sommer", Anna), "review"),
        new("equal items of one customer, oldest first",
            scene => scene.Customer("a", "Anna Sommer", Anna).Item("a", "R-200002", 10m)
                .Item("a", "R-200001", 10m, ageDays: 20),
            Payment(10m, "danke", "Anna Sommer", Anna), "book R-200001 10.00")
        { Policy = MatchPolicy.Default with { Name = "oldest", OldestFirst = true } },
        new("a late discount that the policy grants",
            scene => scene.Customer("a", "Anna Sommer", Anna)
                .Item("a", "R-200001", 100m, skonto: 2m, skontoDaysLeft: -8),
            Payment(98m, "R-200001", "Anna Sommer", Anna), "book R-200001 98.00/2.00")
        { Policy = MatchPolicy.Default with { Name = "late", LateSkontoDays = 10, MaxLateSkontoMinor = 500 } },
    ];

    private static IEnumerable<EdgeCase> Payers() =>
    [
        Of("the same amount of several customers",
            Payment(999.99m, "Rechnung", "X", Other), "review"),
        Of("somebody else pays and names the document", Payment(39.90m, "RE26-1000101", "Opa Heinz", Other),
            "book RE26-1000101 39.90"),
        Of("a customer pays for another and says so", Payment(64.00m, "1000301 fuer Ben Müller", "Anna Sommer", Anna),
            "book RE26-1000301 64.00"),
        Of("the ultimate debtor is the customer",
            Payment(64.00m, "Rechnung", "Steuerbüro Klein", Other) with { UltimateName = "Ben Müller" },
            "book RE26-1000301 64.00"),
        new("a family with one account: the amount tells",
            scene => scene.Customer("a", "Anna Berg", Anna).Item("a", "R-200001", 10m)
                .Customer("b", "Ben Berg", Anna).Item("b", "R-200002", 20m),
            Payment(20m, "danke", "Anna Berg", Anna), "book R-200002 20.00"),
        new("a family with one account and one amount",
            scene => scene.Customer("a", "Anna Berg", Anna).Item("a", "R-200001", 10m)
                .Customer("b", "Ben Berg", Anna).Item("b", "R-200002", 10m),
            Payment(10m, "danke", "Familie Berg", Anna), "review"),
        new("an account that now has another customer's name",
            scene => scene.Customer("a", "Anna Berg", Anna).Item("a", "R-200001", 10m)
                .Customer("b", "Zoe Nowak").Item("b", "R-200002", 20m),
            Payment(10m, "danke", "Zoe Nowak", Anna), "review"),
        new("a name that two customers have",
            scene => scene.Customer("a", "Anna Berg").Item("a", "R-200001", 10m)
                .Customer("b", "Anna Berg").Item("b", "R-200002", 20m),
            Payment(10m, "danke", "Anna Berg", Other), "review"),
        new("a name in another order, with a title and without umlauts",
            scene => scene.Customer("a", "Jürgen Groß").Item("a", "R-200001", 10m),
            Payment(10m, "danke", "Dr. GROSS, JUERGEN u. Eva", Other), "book R-200001 10.00"),
        new("a name alone that names another's document",
            scene => scene.Customer("a", "Anna Berg").Item("a", "R-200001", 10m)
                .Customer("b", "Ben Otto").Item("b", "R-200002", 20m),
            Payment(10m, "R-200002", "Anna Berg", Other), "review"),
        new("a new account of a customer who names the document",
            scene => scene.Customer("a", "Anna Berg", Anna).Item("a", "R-200001", 10m),
            Payment(10m, "R-200001", "Anna Berg", Other), "book R-200001 10.00"),
        new("an account learned from two payments that named documents",
            scene => scene.Customer("a", "Anna Berg").Item("a", "R-200001", 10m).Item("a", "R-200002", 11m)
                .Item("a", "R-200003", 12m)
                .Paid(Payment(10m, "R-200001", "X Y", Other, identity: "P8"))
                .Paid(Payment(11m, "R-200002", "X Y", Other, identity: "P9")),
            Payment(12m, "danke", "X Y", Other), "book R-200003 12.00"),
        new("an account that paid for several customers is nobody's",
            scene => scene.Customer("a", "Anna Berg").Item("a", "R-200001", 10m).Item("a", "R-200002", 11m)
                .Item("a", "R-200003", 12m).Customer("b", "Ben Otto").Item("b", "R-200004", 13m)
                .Paid(Payment(10m, "R-200001", "X Y", Other, identity: "P7"))
                .Paid(Payment(11m, "R-200002", "X Y", Other, identity: "P8"))
                .Paid(Payment(13m, "R-200004", "X Y", Other, identity: "P9")),
            Payment(12m, "danke", "X Y", Other), "review"),
        new("money before the invoice, by the order's number",
            scene => scene.Customer("a", "Anna Berg").Item("a", "shopify:4711001", 10m, order: "4711001"),
            Payment(10m, "Bestellung 4711001", "X", Other), "book shopify:4711001 10.00"),
        new("a cancelled document is paid nonetheless",
            scene => scene.Customer("a", "Anna Berg", Anna).Closed("a", "R-200001", 10m),
            Payment(10m, "R-200001", "Anna Berg", Anna), "onaccount +10.00"),
    ];

    private static IEnumerable<EdgeCase> Back() =>
    [
        Of("a refund of ours comes back, and names an invoice",
            Payment(39.90m, "RETOURE Erstattung RE26-1000101", "Muster Handel GmbH") with
            {
                IsReturn = true, ReturnReason = "AC04",
            }, "refundreturned"),
        new("a debit is returned, with the bank's fee in it", Debited,
            Payment(-43.40m, "RETOURE R-200001", "Anna Berg", Anna, "E2E-1") with
            {
                IsReturn = true, ReturnReason = "MS03", ChargesMinor = 350, InstructedMinor = 3990,
                InstructedCurrency = Currency.Eur,
            }, "reverse D1 fee 3.50"),
        new("a debit is returned twice, as it was drawn twice",
            scene =>
            {
                Debited(scene);
                scene.Paid(Payment(-39.90m, "RETOURE", "Anna Berg", Anna, "E2E-1",
                    identity: "R1") with { IsReturn = true })
                    .Item("b:1", "R-200001", 39.90m)
                    .Paid(Payment(39.90m, "Rechnung R-200001", "Anna Berg", Anna, "E2E-1", identity: "D2"));
            },
            Payment(-39.90m, "RETOURE", "Anna Berg", Anna, "E2E-1", identity: "R2") with { IsReturn = true },
                "reverse D2"),
        new("a return of nothing we know", Debited,
            Payment(-12.00m, "RETOURE", "X", Other, "E2E-9") with { IsReturn = true }, "review"),
        new("a fee that the bank doesn't state is no fee", Debited,
            Payment(-45.00m, "RETOURE", "Anna Berg", Anna, "E2E-1") with { IsReturn = true }, "review"),
        new("the bank takes a credit back",
            scene => scene.Customer("a", "Anna Berg", Anna).Item("a", "R-200001", 10m)
                .Paid(Payment(10m, "R-200001", "Anna Berg", Anna, identity: "C1")),
            Payment(-10m, "STORNO FEHLBUCHUNG R-200001", "Anna Berg", Anna) with { IsReversal = true }, "reverse C1"),
        new("our own refund is no reversal, whatever its text says",
            scene => scene.Customer("a", "Anna Berg", Anna).Item("a", "R-200001", 10m)
                .Paid(Payment(10m, "R-200001", "Anna Berg", Anna, identity: "C1")),
            Payment(-10m, "Retoure R-200001 Erstattung", "Anna Berg", Anna), "review"),
        new("a batch of debits in one sum", Batched, Payment(30m, "SAMMLER PMT-2603-01"),
            "book R-200001 10.00 R-200002 20.00"),
        new("one of a batch comes back",
            scene =>
            {
                Batched(scene);
                scene.Paid(Payment(30m, "SAMMLER PMT-2603-01", identity: "B1"));
            },
            Payment(-20m, "RETOURE", "Ben Otto", Other, "E2E-2") with { IsReturn = true },
                "reverse R-200002 -20.00 B1"),
        new("a batch with another sum", Batched, Payment(31m, "SAMMLER PMT-2603-01"), "review"),
        new("one debit by its own id", Batched, Payment(20m, "Rechnung", "Ben Otto", Other, "E2E-2"),
            "book R-200002 20.00"),
    ];

    private static IEnumerable<EdgeCase> Providers() =>
    [
        new("a payout by its id", Reported, Payment(97.00m, "PP.1000000007919.PP Auszahlung", "PayPal Europe"),
            "settle R-200001 100.00 paypal/1000000007919"),
        new("a payout by provider, amount and day", Reported, Payment(97.00m, "Auszahlung", "PayPal Europe"),
            "settle R-200001 100.00 paypal/1000000007919"),
        new("a payout with another amount", Reported, Payment(96.00m, "PP.1000000007919.PP", "PayPal Europe"),
            "review"),
        new("a payout whose report isn't there", static _ => { },
            Payment(97.00m, "PP.1000000007919.PP", "PayPal Europe"), "wait"),
    ];

    private static void Debited(Scene scene) => scene
        .Customer("b:1", "Anna Berg", Anna).Item("b:1", "R-200001", 39.90m)
        .Paid(Payment(39.90m, "Rechnung R-200001", "Anna Berg", Anna, "E2E-1", identity: "D1"));

    private static void Batched(Scene scene) => scene
        .Customer("a", "Anna Berg").Item("a", "R-200001", 10m)
        .Customer("b", "Ben Otto").Item("b", "R-200002", 20m)
        .Debit("PMT-2603-01", "E2E-1", "R-200001", 10m).Debit("PMT-2603-01", "E2E-2", "R-200002", 20m);

    private static void Reported(Scene scene) => scene
        .Customer("a", "Anna Berg").Item("a", "R-200001", 100m, order: "SO-300001")
        .Payout(new SettlementReport(
            "paypal", "1000000007919", Currency.Eur, 9700, Today.AddDays(-1),
            [new SettlementRow("T1", SettlementRowKind.Sale, "SO-300001", 10000, 300, 9700)]));

    private static Currency Chf() => Currency.TryParse("CHF", out var chf) ? chf : default;
}
