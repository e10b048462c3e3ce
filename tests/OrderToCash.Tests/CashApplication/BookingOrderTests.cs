using OrderToCash.Application.CashApplication;
using OrderToCash.Domain.CashApplication;
using OrderToCash.Domain.Payments;
using OrderToCash.Domain.Values;
using OrderToCash.Engine.Shards;
using OrderToCash.Tests.Payments;
using Xunit;

namespace OrderToCash.Tests.CashApplication;

/// <summary>
/// Of two payments for one document the one that the bank booked first gets it, whichever is told first: they lie in
/// different shards.
/// </summary>
public sealed class BookingOrderTests
{
    private const int BankShard = 3;
    private static readonly Iban Own = new(MoneyWorld.Own);
    private readonly MoneyWorld _world = new();
    private readonly MatchFeed _feed = new(MatchPolicy.Default);

    public BookingOrderTests()
    {
        _world.Invoice("c-1", "RE-2026-0000001", 3_998);
        foreach (var (entity, happened) in _world.Committed)
            _feed.Apply(entity, happened, default);
    }

    [Fact]
    public void A_payment_waits_for_those_that_were_booked_with_it()
    {
        _feed.OnBooked(BankShard, 7, Booked("first", "second"));
        Receive("second");
        Assert.Empty(_feed.Decide());
        Receive("first");
        Assert.Empty(_feed.Decide());

        _feed.OnDelivered(BankShard, 7);

        Assert.Equal(["first: book RE-2026-0000001 39.98", "second: review"], Decide());
        Assert.Equal(0, _feed.HeldBackCount);
    }

    [Fact]
    public void A_payment_waits_for_those_that_were_booked_before_it_and_not_for_later_ones()
    {
        _feed.OnBooked(BankShard, 7, Booked("first"));
        _feed.OnBooked(BankShard, 8, Booked("second"));
        Receive("second");
        _feed.OnBooked(BankShard, 9, Booked("third"));
        Receive("first");

        _feed.OnDelivered(BankShard, 8);

        Assert.Equal(["first: book RE-2026-0000001 39.98", "second: review"], Decide());
        Assert.Equal(1, _feed.HeldBackCount);
    }

    [Fact]
    public void What_another_shard_delivers_says_nothing_of_this_one()
    {
        _feed.OnBooked(BankShard, 7, Booked("first"));
        Receive("first");

        _feed.OnDelivered(BankShard + 1, 100);
        _feed.OnDelivered(BankShard, 6);
        Assert.Empty(_feed.Decide());

        _feed.OnDelivered(BankShard, 7);
        Assert.Single(_feed.Decide());
    }

    [Fact]
    public void A_payment_that_could_not_be_recorded_holds_nobody_back()
    {
        _feed.OnBooked(BankShard, 7, Booked("first", "second"));
        Receive("second");

        _feed.OnDelivered(BankShard, 7);

        Assert.Equal(["second: book RE-2026-0000001 39.98"], Decide());
    }

    [Fact]
    public void What_is_delivered_when_it_is_told_is_not_waited_for()
    {
        _feed.OnDelivered(BankShard, 7);
        // The shard was activated again, and knows less for a while.
        _feed.OnDelivered(BankShard, 5);
        _feed.OnBooked(BankShard, 7, Booked("second"));

        Receive("second");

        Assert.Equal(["second: book RE-2026-0000001 39.98"], Decide());
    }

    [Fact]
    public void After_a_rebuild_too()
    {
        _feed.BeginRebuild();
        _feed.OnDelivered(BankShard, 6);
        _feed.OnBooked(BankShard, 7, Booked("first", "second"));
        Receive("second");
        _feed.EndRebuild();
        Assert.Empty(_feed.Decide());
        Receive("first");

        _feed.OnDelivered(BankShard, 7);

        Assert.Equal(["first: book RE-2026-0000001 39.98", "second: review"], Decide());
    }

    private static BankTransaction Transaction(string id) =>
        new(id, 3_998, Currency.Eur, DayOf(id), DayOf(id), null, null, "RE-2026-0000001", null, null, id);

    private static DateOnly DayOf(string id) => MoneyWorld.Day.AddDays(id switch
    {
        "first" => 0,
        "second" => 3,
        _ => 5,
    });

    private static BankEvent.EntriesBooked Booked(params string[] ids) =>
        new("1", 0, Own, [.. ids.Select(Transaction)], 0, Actor.Rule("bank"));

    private void Receive(string id) => _feed.Apply(
        new EntityId("payment", Payment.IdOf(Own, Transaction(id)).Value),
        new PaymentEvent.Received(Own, Transaction(id)), default);

    private string[] Decide() => [.. _feed.Decide().Select(
        one => $"{one.Payment.Value[(MoneyWorld.Own.Length + 1)..]}: {Scene.Line(one.Decision)}")];
}
