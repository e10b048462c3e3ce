using System.Collections.Immutable;
using System.Text.Json.Nodes;
using OrderToCash.Application.Queries;
using OrderToCash.Domain.CashApplication;
using OrderToCash.Domain.Payments;
using OrderToCash.Domain.Values;
using OrderToCash.Engine.Journal;
using OrderToCash.Server.Views;
using OrderToCash.Tests.CashApplication;
using static OrderToCash.Tests.CashApplication.Scene;

namespace OrderToCash.Tests.Views;

/// <summary>
/// What <c>o2c show payment ID --why</c> says of a decision that the matcher made: the evidence with the hit marked in
/// what the bank delivered, what lost, and what was missing.
/// </summary>
public sealed class ExplanationTests
{
    private const string Anna = "DE11500105170000000001";

    [Fact]
    public void Of_a_booked_payment_the_hit_is_marked_in_the_text_and_points_to_the_document()
    {
        var why = Explain(Shop(), Payment(
            120m, "Rechnung vom 3. Maerz 2026 fuer Blumen RE26-1000102 besten Dank fuer die Lieferung", "Anna Sommer",
            Anna));

        Assert.Equal("matched with RE26-1000102 120.00 EUR of shop:1", TextOf(why, "decision").Split(": ")[0]);
        Assert.Equal("rule:matcher", TextOf(why, "by"));
        Assert.Contains(
            ("reference number-exact +50", "… Maerz 2026 fuer Blumen »RE26-1000102« besten Dank fuer die Li…",
                "RE26-1000102"),
            EvidenceOf(why));
        Assert.Contains(("payer iban-on-file +30", $"»{Anna}«", "shop:1"), EvidenceOf(why));
        var points = EvidenceOf(why).ConvertAll(static one => int.Parse(one.Fact.Split(' ')[^1]));
        Assert.Equal(points.OrderByDescending(Math.Abs), points);
        Assert.Equal(("default@1", "one-reference", null), PolicyRungMissing(why));
        Assert.Equal(points.Sum(), (int?)why["why"]!["score"]);
    }

    [Fact]
    public void A_hit_at_the_beginning_and_the_end_has_no_dots()
    {
        var why = Explain(Shop(), Payment(120m, "RE26-1000102", "Anna Sommer", Anna));

        Assert.Contains(("reference number-exact +50", "»RE26-1000102«", "RE26-1000102"), EvidenceOf(why));
    }

    [Fact]
    public void Of_a_parked_payment_the_runners_up_are_there_with_their_scores_and_what_was_missing()
    {
        var scene = new Scene().Customer("shop:1", "Anna Sommer", Anna)
            .Item("shop:1", "RE26-1000101", 77m).Item("shop:1", "RE26-1000102", 77m);
        var payment = Payment(77m, "with thanks", "Anna Sommer", Anna);
        var why = Explain(scene, payment);

        Assert.StartsWith("parked: ", TextOf(why, "decision"), StringComparison.Ordinal);
        var decided = scene.Decide(payment).Explanation;
        Assert.Equal(2, decided.Rivals.Length);
        var rivals = why["why"]!["rivals"]!.AsArray();
        Assert.Equal(decided.Rivals.Select(static rival => rival.Score), rivals.Select(static x => (int)x!["score"]!));
        Assert.Equal(
            ["RE26-1000101 77.00 EUR", "RE26-1000102 77.00 EUR"],
            rivals.Select(static rival => (string?)Assert.Single(rival!["settles"]!.AsArray())).Order());
        Assert.All(rivals, static rival => Assert.Contains(
            ("payer iban-on-file +30", $"»{Anna}«", "shop:1"), Evidence(rival!["evidence"])));
        Assert.False(string.IsNullOrEmpty(decided.Missing));
        Assert.Equal(decided.Missing, (string?)why["why"]!["missing"]);
    }

    [Fact]
    public void Of_a_reversal_the_payment_that_it_takes_back_is_named_with_what_led_there()
    {
        var scene = new Scene().Customer("a", "Anna Berg", Anna).Item("a", "R-200001", 10m)
            .Paid(Payment(10m, "R-200001", "Anna Berg", Anna, identity: "C1"));
        var why = Explain(scene, Payment(-10m, "STORNO FEHLBUCHUNG R-200001", "Anna Berg", Anna) with
        {
            IsReversal = true,
        });

        Assert.StartsWith("takes back 10.00 EUR of C1: ", TextOf(why, "decision"), StringComparison.Ordinal);
        Assert.Equal("return", (string?)why["why"]!["rung"]);
        Assert.Contains(EvidenceOf(why), static one => one.Found == "STORNO FEHLBUCHUNG »R-200001«");
    }

    [Fact]
    public void Of_a_payout_the_report_is_named_and_its_id_marked()
    {
        var sale = new SettlementRow("t1", SettlementRowKind.Sale, "1001", 10_000, 300, 9_700);
        var scene = new Scene().Payout(new SettlementReport(
            "paypal", "1000000007919", Currency.Eur, 9_700, Today.AddDays(-1), [sale]));
        var why = Explain(scene, Payment(97m, "PAYPAL 1000000007919 AUSZAHLUNG", "PayPal Europe"));

        Assert.StartsWith("payout paypal/1000000007919: ", TextOf(why, "decision"), StringComparison.Ordinal);
        Assert.Equal("settlement", (string?)why["why"]!["rung"]);
        Assert.Contains(EvidenceOf(why), static one => one.Found == "PAYPAL »1000000007919« AUSZAHLUNG");
    }

    [Fact]
    public void What_an_entry_is_made_of_is_shown_with_the_payment()
    {
        var (own, total) = (new Iban("DE02120300000000202051"), Payment(30m, "SAMMLER"));
        var state = Domain.Payments.Payment.Initial("DE02120300000000202051/P1");
        state = Domain.Payments.Payment.Evolve(state, new PaymentEvent.Received(own, total));
        Assert.Null(EntityViews.Of(state)["madeOf"]);
        state = Domain.Payments.Payment.Evolve(state, new PaymentEvent.Detailed(
            0, [Payment(10m, "RE-1", "Anna", Anna), Payment(20m, "RE-2", "Ben")]));

        var madeOf = EntityViews.Of(state)["madeOf"]!.AsArray();

        Assert.Equal(
            [("10.00 EUR", "Anna", "RE-1"), ("20.00 EUR", "Ben", "RE-2")],
            madeOf.Select(static one => (
                (string?)one!["amount"], (string?)one["name"], (string?)one["text"])));
    }

    private static Scene Shop() => new Scene().Customer("shop:1", "Anna Sommer", Anna)
        .Item("shop:1", "RE26-1000101", 39.90m).Item("shop:1", "RE26-1000102", 120m);

    /// <summary>The decision as it is shown, after the payment's events were made of it.</summary>
    private static JsonNode Explain(Scene scene, BankTransaction transaction)
    {
        var received = new PaymentEvent.Received(new Iban("DE02120300000000202051"), transaction);
        var state = Domain.Payments.Payment.Evolve(
            Domain.Payments.Payment.Initial("DE02120300000000202051/" + transaction.Identity), received);
        var decided = Domain.Payments.Payment.Decide(
            state, new PaymentCommand.Decide(scene.Decide(transaction), Actor.Rule("matcher")), default);
        Assert.Equal(PaymentReply.Accepted, decided.Reply);
        ImmutableArray<RecordedEvent> events =
        [
            .. decided.Events.Prepend(received).Select(static (one, index) => new RecordedEvent(
                index + 1, DateTimeOffset.UnixEpoch, "", 1, one, default, new EventMetadata(null, null, null, null))),
        ];
        return Assert.Single(Decisions.Of(events))!;
    }

    private static List<(string Fact, string Found, string? Expected)> EvidenceOf(JsonNode why) =>
        Evidence(why["evidence"]);

    private static List<(string Fact, string Found, string? Expected)> Evidence(JsonNode? evidence) =>
        [.. evidence!.AsArray().Select(static one => (
            (string)one!["fact"]!, (string)one["found"]!, (string?)one["expected"]))];

    private static string TextOf(JsonNode why, string name) => (string)why[name]!;

    private static (string?, string?, string?) PolicyRungMissing(JsonNode why) => (
        (string?)why["why"]!["policy"], (string?)why["why"]!["rung"], (string?)why["why"]!["missing"]);
}
