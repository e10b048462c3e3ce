using System.Collections.Immutable;
using OrderToCash.Application;
using OrderToCash.Domain.Flows;
using OrderToCash.Domain.Inventory;
using OrderToCash.Domain.Numbering;
using OrderToCash.Domain.Orders;
using OrderToCash.Domain.Payments;
using OrderToCash.Domain.Receivables;
using OrderToCash.Domain.Values;
using OrderToCash.Engine.Shards;
using Xunit;

namespace OrderToCash.Tests.Codecs;

public sealed class EntityKindsTests
{
    private static readonly DateTimeOffset At = new(2026, 3, 1, 9, 30, 0, TimeSpan.Zero);

    private static readonly StockCommand.Move Receipt =
        new(MovementKind.Receipt, "BER", 9, null, "GR-1", At, null, new Actor("user:ada"));

    [Fact]
    public void Knows_all_kinds_by_their_names()
    {
        string[] names =
        [
            Kinds.Order, Kinds.Sku, Kinds.Account, Kinds.Payment, Kinds.Bank, Kinds.Series, Kinds.Settlement,
            Kinds.Policy, Kinds.Checks,
        ];
        Assert.Equal(names.Order(), EntityKinds.ByName.Keys.Order());
        Assert.All(EntityKinds.All, kind => Assert.Same(kind, EntityKinds.ByName[kind.Name]));
    }

    [Fact]
    public void Hands_over_the_deciders_own_events()
    {
        var kind = EntityKinds.Stock;
        var decided = kind.Decide(kind.Initial("SKU-1"), Receipt, At);
        Assert.Equal(new StockReply(StockReplyCode.Accepted), decided.Reply);
        Assert.IsType<StockEvent.Moved>(Assert.Single(decided.Events));
    }

    [Fact]
    public void Answers_without_a_detail_are_the_same_object_each_time()
    {
        var kind = EntityKinds.Stock;
        var state = kind.Initial("SKU-1");
        Assert.Same(kind.Decide(state, Receipt, At).Reply, kind.Decide(kind.Initial("SKU-2"), Receipt, At).Reply);
        state = kind.Evolve(state, kind.Decide(state, Receipt, At).Events[0]);
        Assert.Equal(new StockReply(StockReplyCode.Duplicate), kind.Decide(state, Receipt, At).Reply);
    }

    [Fact]
    public void Reply_numbers_count_from_zero_without_gaps()
    {
        Assert.All(Numbers<OrderReplyCode>(), (number, index) => Assert.Equal(index, number));
        Assert.All(Numbers<StockReplyCode>(), (number, index) => Assert.Equal(index, number));
        Assert.All(Numbers<AccountReply>(), (number, index) => Assert.Equal(index, number));
        Assert.All(Numbers<PaymentReply>(), (number, index) => Assert.Equal(index, number));
        Assert.All(Numbers<BankReplyCode>(), (number, index) => Assert.Equal(index, number));
        Assert.All(Numbers<SettlementReplyCode>(), (number, index) => Assert.Equal(index, number));
    }

    [Fact]
    public void Addresses_reactions_by_kind_and_id()
    {
        var reactions = new List<Reaction>();
        EntityKinds.Series.React(
            "invoice-2026",
            new SeriesEvent.NumberAssigned(1, "RE-2026-0000001", new OrderId("shopify:1001"), "S-1"),
            reactions);
        var reaction = Assert.Single(reactions);
        Assert.Equal(new EntityId("order", "shopify:1001"), reaction.To);
        Assert.Equal(new OrderCommand.NoteInvoiceNumber("S-1", "RE-2026-0000001"), reaction.Command);
    }

    [Fact]
    public void Reminders_of_orders_come_back_as_commands()
    {
        var changes = new List<ReminderChange>();
        EntityKinds.Order.Remind(new OrderEvent.Held(HoldReason.Review, "total-differs", [], At.AddDays(14)), changes);
        var change = Assert.Single(changes);
        Assert.Equal(At.AddDays(14), change.Due);
        Assert.Equal(new OrderCommand.Expire(), EntityKinds.Order.ReminderCommand(change.Name));
    }

    [Fact]
    public void Kinds_without_reminders_say_so()
    {
        Assert.Throws<InvalidOperationException>(() => EntityKinds.Series.ReminderCommand("expire"));
        Assert.Throws<InvalidOperationException>(() => EntityKinds.Payment.DecodeSnapshot("x", "{}"u8));
    }

    [Fact]
    public void A_payment_that_is_applied_or_went_out_is_finished()
    {
        var kind = EntityKinds.Payment;
        Assert.False(kind.IsFinished(kind.Initial("p")));
        Assert.False(kind.IsFinished(kind.Evolve(kind.Initial("p"), Received(100))));
        Assert.True(kind.IsFinished(kind.Evolve(kind.Initial("p"), Received(-100))));
        var applied = new PaymentEvent.Applied(new AccountId("a"), [], 100);
        Assert.True(kind.IsFinished(kind.Evolve(kind.Evolve(kind.Initial("p"), Received(100)), applied)));
    }

    [Fact]
    public void A_SKU_weighs_what_it_keeps_and_not_what_it_went_through()
    {
        var kind = EntityKinds.Stock;
        var state = kind.Initial("A");
        Assert.Equal(0, kind.StateBytes(state));
        state = kind.Evolve(state, OnePiece("first"));
        var idle = kind.StateBytes(state);
        for (var i = 0; i < 1_000; i++)
            state = kind.Evolve(state, OnePiece("r" + i));
        Assert.Equal(idle, kind.StateBytes(state));
    }

    private static StockEvent.Moved OnePiece(string reference) => new(
        MovementKind.Receipt, "BER", 1, 1, null, reference, At, At, null, ServeNext: false, new Actor("feed:test"));

    private static PaymentEvent.Received Received(long amountMinor) => new(
        new Iban("DE89370400440532013000"),
        new BankTransaction(
            "1", amountMinor, Currency.Eur, new DateOnly(2026, 3, 3), new DateOnly(2026, 3, 3), null, null, null, null,
            null, null));

    private static ImmutableArray<int> Numbers<T>()
        where T : struct, Enum => [.. Enum.GetValues<T>().Select(value => Convert.ToInt32(value))];
}
