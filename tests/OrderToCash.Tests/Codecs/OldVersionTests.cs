using System.Text;
using System.Text.Json;
using OrderToCash.Application.Codecs;
using OrderToCash.Domain.CashApplication;
using OrderToCash.Domain.Payments;
using OrderToCash.Domain.Receivables;
using OrderToCash.Domain.Values;
using Xunit;

namespace OrderToCash.Tests.Codecs;

/// <summary>Versions that are no longer written are read for good, as what they mean today.</summary>
public sealed class OldVersionTests
{
    [Fact]
    public void A_match_of_version_1_names_one_account_and_its_documents()
    {
        var matched = Assert.IsType<PaymentEvent.Matched>(Payment("payment.matched", 0));

        Assert.Equal((1, "invoice-number", 4180), (matched.Attempt, matched.Reason, matched.AmountMinor));
        var share = Assert.Single(matched.Shares);
        Assert.Equal(("shopify:c-77", 4180), (share.Account.Value, share.AmountMinor));
        Assert.Null(share.Allocations);
        Assert.Equal("RE-2026-0000001 shopify:1002", string.Join(" ", share.Documents));
        Assert.Equal("rule:invoice-number", matched.Actor.Value);
        var (total, line) = (matched.Explanation.Evidence[0], matched.Explanation.Evidence[1]);
        Assert.Equal(
            new(EvidenceKind.Reference, "total stated: 39.80 EUR", 0, TransactionField.None, 0, 0, "41.80 EUR"), total);
        Assert.Equal(("line: 1", null), (line.Rule, line.Target));
        Assert.Empty(Assert.IsType<PaymentEvent.Matched>(Payment("payment.matched", 1)).Shares[0].Documents);
    }

    [Fact]
    public void A_payer_that_was_learned_in_an_event_of_its_own_is_learned()
    {
        var learned = Assert.IsType<AccountEvent.PayerLearned>(Account("account.payer-learned", 0));
        var payer = new LearnedPayer(learned.Iban, learned.Name, learned.Count, learned.LastSeen);
        var applied = Assert.IsType<AccountEvent.PaymentApplied>(Account("account.payment-applied", 0, 2));

        var before = Evolved(applied, learned);
        var now = Evolved(applied with { Learned = payer });

        Assert.Null(applied.Learned);
        Assert.Equal([payer], before.Customer.Learned);
        Assert.Equal(Text(before), Text(now));
    }

    [Fact]
    public void A_parked_payment_of_version_1_waits_for_a_person()
    {
        var parked = Assert.IsType<PaymentEvent.Parked>(Payment("payment.parked", 0));

        Assert.Equal(("two customers fit", false), (parked.Reason, parked.Waits));
        Assert.Equal(2, parked.Explanation.Evidence.Length);
    }

    [Fact]
    public void What_was_applied_in_version_1_was_the_first_attempt()
    {
        var told = Assert.IsType<PaymentEvent.Applied>(Payment("payment.applied", 0));
        var applied = Assert.IsType<AccountEvent.PaymentApplied>(Account("account.payment-applied", 0));

        Assert.Equal((1, 80, 2, 0), (told.Attempt, told.OnAccountMinor, told.Allocations.Length, told.RefundMinor));
        Assert.Equal((1, 80, 2, 0), (
            applied.Attempt, applied.OnAccountMinor, applied.Allocations.Length, applied.RefundMinor));
        Assert.Equal(4000, applied.Allocations[0].SettledMinor);
    }

    private static PaymentEvent Payment(string name, int example) =>
        PaymentEventCodec.Decode(Encoding.UTF8.GetBytes(name), 1, Stored(name, example));

    private static AccountEvent Account(string name, int example, int version = 1) =>
        AccountEventCodec.Decode(Encoding.UTF8.GetBytes(name), version, Stored(name, example, version));

    private static byte[] Stored(string name, int example, int version = 1) => Encoding.UTF8.GetBytes(
        File.ReadAllLines(GoldenFile.PathOf($"journal/v1/{name}.v{version}.json"))[1 + example].TrimEnd(','));

    private static CustomerAccountState Evolved(params AccountEvent[] events)
    {
        var state = CustomerAccount.Initial("shopify:c-77");
        foreach (var one in events)
            state = CustomerAccount.Evolve(state, one);
        return state;
    }

    private static string Text(CustomerAccountState state)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
            AccountSnapshotCodec.Encode(AccountSnapshot.ToSnapshot(state), writer);
        return Encoding.UTF8.GetString(buffer.ToArray());
    }
}
