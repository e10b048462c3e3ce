using OrderToCash.Domain.CashApplication;
using OrderToCash.Domain.Flows;
using OrderToCash.Domain.Orders;
using OrderToCash.Domain.Payments;
using OrderToCash.Domain.Receivables;
using OrderToCash.Domain.Values;
using Xunit;

namespace OrderToCash.Tests.Payments;

public sealed class PaymentTests
{
    private const string Id = "DE02120300000000202051/REF-1";
    private static readonly Iban Own = new("DE02120300000000202051");
    private static readonly AccountId Account = new("shopify:c-17");
    private static readonly DateOnly Day = new(2026, 3, 2);

    private PaymentState _state = Payment.Initial(Id);

    private static readonly Actor Rule = Actor.Rule("default@1");

    private static PaymentCommand.Decide MatchIt => Match(Account, "RE-1");

    private static PaymentCommand.Decide ParkIt => Park("no reference found");

    private static PaymentCommand.NoteApplied NoteIt =>
        new(Account, [new Allocation("RE-1", new OrderId("shopify:1"), ItemKind.Invoice, 900, 0)], 100);

    [Fact]
    public void A_transaction_is_recorded_once()
    {
        Reply(PaymentReply.Unknown, MatchIt);
        Reply(PaymentReply.Unknown, ParkIt);
        Reply(PaymentReply.Unknown, NoteIt);
        Assert.Equal(new PaymentEvent.Received(Own, Transaction(1_000)), Send(Record(1_000)));
        Reply(PaymentReply.Duplicate, Record(1_000));
        Assert.Equal((PaymentStatus.Received, "the matcher"), (_state.Status, _state.WaitsFor));
        Assert.Equal(Id, Payment.IdOf(Own, Transaction(1_000)).Value);
    }

    [Fact]
    public void Only_the_first_match_counts_and_the_account_is_asked_to_apply_it()
    {
        Send(Record(1_000));
        var matched = Assert.IsType<PaymentEvent.Matched>(Send(MatchIt));
        Assert.Equal("account shopify:c-17 to apply it", _state.WaitsFor);
        var message = Assert.Single(PaymentReactions.React(Id, matched));
        Assert.Equal(new EntityAddress(Kinds.Account, Account.Value), message.To);
        Assert.Equal(
            new AccountCommand.ApplyPayment(
                new PaymentId(Id), 1_000, Currency.Eur, Day, matched.Shares[0].Documents,
                matched.Shares[0].Allocations, StaysOnAccount: false),
            message.Command);
        Reply(PaymentReply.Duplicate, MatchIt);
        Reply(PaymentReply.NotOpen, Match(Account, "RE-2"));
        Reply(PaymentReply.NotOpen, Match(new AccountId("other"), "RE-1"));
        Reply(PaymentReply.NotOpen, ParkIt);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1_000)]
    public void Money_that_went_out_is_recorded_and_never_matched(long signed)
    {
        Send(Record(signed));
        Assert.Equal((PaymentStatus.Outgoing, null), (_state.Status, _state.WaitsFor));
        Reply(PaymentReply.SumDiffers, MatchIt);
        Send(ParkIt);
        Assert.Equal("a person: no reference found", _state.WaitsFor);
        Reply(PaymentReply.SumDiffers, MatchIt);
    }

    [Fact]
    public void A_parked_payment_can_be_matched_later()
    {
        Send(Record(1_000));
        Assert.Empty(PaymentReactions.React(Id, Send(ParkIt)));
        Reply(PaymentReply.Duplicate, ParkIt);
        Send(Park("references of several customers"));
        Assert.Equal("a person: references of several customers", _state.WaitsFor);
        Send(MatchIt);
        Assert.Equal(PaymentStatus.Matched, _state.Status);
    }

    [Fact]
    public void What_the_account_did_with_it_is_noted_once()
    {
        Send(Record(1_000));
        Reply(PaymentReply.NotOpen, NoteIt);
        Send(MatchIt);
        Reply(PaymentReply.NotOpen, NoteIt with { Account = new AccountId("other") });
        Send(NoteIt);
        Assert.Equal((PaymentStatus.Applied, 100, null), (_state.Status, _state.OnAccountMinor, _state.WaitsFor));
        Reply(PaymentReply.Duplicate, NoteIt);
        Reply(PaymentReply.Duplicate, MatchIt);
        Reply(PaymentReply.NotOpen, ParkIt);
    }

    private static PaymentCommand.Decide Match(AccountId account, string document) => new(
        new MatchDecision(MatchOutcome.Book, "by its number", MatchFacts.OfPerson)
        {
            Account = account, Allocations = [new MatchAllocation(account, document, 1_000)],
        },
        Rule);

    private static PaymentCommand.Decide Park(string reason) =>
        new(new MatchDecision(MatchOutcome.Review, reason, MatchFacts.OfPerson), Rule);

    private static BankTransaction Transaction(long signed) =>
        new("REF-1", signed, Currency.Eur, Day, Day, "Ada", null, "RE-1", null, null, "REF-1");

    private static PaymentCommand.Record Record(long signed) => new(Own, Transaction(signed));

    private PaymentEvent Send(PaymentCommand command)
    {
        var decision = Payment.Decide(_state, command, default);
        Assert.Equal(PaymentReply.Accepted, decision.Reply);
        var paymentEvent = Assert.Single(decision.Events);
        _state = Payment.Evolve(_state, paymentEvent);
        return paymentEvent;
    }

    private void Reply(PaymentReply reply, PaymentCommand command)
    {
        var decision = Payment.Decide(_state, command, default);
        Assert.Equal(reply, decision.Reply);
        Assert.Empty(decision.Events);
    }
}
