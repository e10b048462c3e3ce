using OrderToCash.Domain.CashApplication;
using OrderToCash.Domain.Payments;
using OrderToCash.Domain.Values;
using Xunit;

namespace OrderToCash.Tests.CashApplication;

public sealed class ExactReferenceTests
{
    private static readonly Dictionary<string, ReferenceTarget[]> Invoices = new(StringComparer.OrdinalIgnoreCase)
    {
        ["RE-2026-0000001"] = [Target("ada", "RE-2026-0000001")],
        ["RE-2026-0000002"] = [Target("ada", "RE-2026-0000002")],
        ["RE-2026-0000009"] = [Target("bob", "RE-2026-0000009")],
    };

    private static readonly Dictionary<string, ReferenceTarget[]> Orders = new(StringComparer.OrdinalIgnoreCase)
    {
        ["shopify:1001"] = [Target("ada", "shopify:1001")],
        ["1001"] = [Target("ada", "shopify:1001")],
        ["SO77"] = [Target("ada", "erp:SO77")],
        ["450123"] = [Target("ada", "shopify:450123")],
        ["020326"] = [Target("ada", "shopify:020326")],
        ["450999"] = [Target("bob", "ebay:450999")],
        ["777777"] = [Target("ada", "shopify:777777"), Target("bob", "ebay:777777")],
        ["302-1234567-7654321"] = [Target("bob", "amazon:302-1234567-7654321")],
    };

    [Theory]
    [InlineData("RE-2026-0000001", "ada: RE-2026-0000001")]
    [InlineData("Rechnungen re-2026-0000002 u. RE-2026-0000001", "ada: RE-2026-0000002 RE-2026-0000001")]
    [InlineData("RE-2026-0000001 RE-2026-0000001", "ada: RE-2026-0000001")]
    [InlineData("RE-2026-00 00001", "ada: RE-2026-0000001")]
    [InlineData("RE-2026-0000001 RE-2026-0000555", "ada: RE-2026-0000001")]
    [InlineData("RE-2026-0000001 shopify:1001", "ada: RE-2026-0000001 shopify:1001")]
    [InlineData("shopify:1001", "ada: shopify:1001")]
    [InlineData("Best.Nr.:SHOPIFY:1001", "ada: shopify:1001")]
    [InlineData("so77", "ada: erp:SO77")]
    [InlineData("302-1234567-7654321", "bob: amazon:302-1234567-7654321")]
    [InlineData("Auftrag 450123 vom 02.03.2026", "ada: shopify:450123")]
    [InlineData("RE-2026-0000001 Tel 450999", "ada: RE-2026-0000001")]
    [InlineData("", "no reference found")]
    [InlineData("Bestellung 1001", "no reference found")]
    [InlineData("020326", "no reference found")]
    [InlineData("Kunde 999999", "no reference found")]
    [InlineData("RE-2026-0000555", "no reference found")]
    [InlineData("RE-2026-0000001/002", "no reference found")]
    [InlineData("12RE-2026-0000001", "no reference found")]
    [InlineData("9450123", "no reference found")]
    [InlineData("RE-2026-0000001 RE-2026-0000009", "references of several customers")]
    [InlineData("RE-2026-0000009 so77", "references of several customers")]
    [InlineData("450123 450999", "references of several customers")]
    [InlineData("777777", "references of several customers")]
    public void Exact_references_decide_and_everything_else_waits_for_a_person(string text, string expected) =>
        Assert.Equal(expected, Outcome(Decide(Transaction(text))));

    [Theory]
    [InlineData(0)]
    [InlineData(-100)]
    public void Money_that_went_out_is_parked_whatever_it_names(long signed) => Assert.Equal(
        "outgoing money", Outcome(Decide(Transaction("RE-2026-0000001") with { SignedMinor = signed })));

    [Fact]
    public void Structured_reference_and_end_to_end_id_are_searched_too()
    {
        Assert.Equal(
            "ada: RE-2026-0000002",
            Outcome(Decide(Transaction(null) with { StructuredReference = "RE-2026-0000002" })));
        Assert.Equal(
            "ada: shopify:1001", Outcome(Decide(Transaction("danke") with { EndToEndId = "shopify:1001" })));
        Assert.Equal(
            "references of several customers",
            Outcome(Decide(Transaction("RE-2026-0000009") with { EndToEndId = "shopify:1001" })));
        Assert.Equal("no reference found", Outcome(Decide(Transaction("danke") with { EndToEndId = "NOTPROVIDED" })));
    }

    [Fact]
    public void The_evidence_says_what_was_found_where()
    {
        var match = Assert.IsType<PaymentCommand.Match>(Decide(Transaction("Zu RE-2026-0000001, 1001")));
        Assert.Equal(ExactReference.Rule, match.Rule);
        var expected = new[]
        {
            new Evidence("invoice number in text, characters 4 to 18", "RE-2026-0000001", "RE-2026-0000001 of ada"),
            new Evidence(
                "number too short, or a date, to decide in text, characters 21 to 24", "1001", "shopify:1001 of ada"),
        };
        Assert.Equal(expected, match.Evidence.ToArray());
        var park = Assert.IsType<PaymentCommand.Park>(Decide(Transaction("RE-2026-0000555")));
        Assert.Equal(
            new Evidence("invoice number that is not known in text, characters 1 to 15", "RE-2026-0000555"),
            Assert.Single(park.Evidence));
    }

    private static ReferenceTarget Target(string account, string document) => new(new AccountId(account), document);

    private static BankTransaction Transaction(string? text)
    {
        var day = new DateOnly(2026, 3, 5);
        return new BankTransaction("r", 1_000, Currency.Eur, day, day, null, null, text, null, null, null);
    }

    private static PaymentCommand Decide(BankTransaction transaction) => ExactReference.Decide(
        transaction,
        static (kind, text) =>
        {
            var index = kind == ReferenceKind.InvoiceNumber ? Invoices : Orders;
            return index.TryGetValue(text, out var found) ? [.. found] : [];
        });

    private static string Outcome(PaymentCommand command) => command switch
    {
        PaymentCommand.Match match => $"{match.Account}: {string.Join(' ', match.Documents)}",
        PaymentCommand.Park park => park.Reason,
        _ => throw new InvalidOperationException(),
    };
}
