using OrderToCash.Application;
using OrderToCash.Application.CashApplication;
using OrderToCash.Application.Hosting;
using OrderToCash.Domain.Flows;
using OrderToCash.Domain.Orders;
using OrderToCash.Domain.Payments;
using OrderToCash.Domain.Receivables;
using OrderToCash.Domain.Values;
using OrderToCash.Engine.Journal;
using OrderToCash.Engine.Shards;
using OrderToCash.Tests.Pipelines;

namespace OrderToCash.Tests.CashApplication;

/// <summary>The publisher that tells payments whose money they are.</summary>
public sealed class PaymentMatcherTests
{
    private static readonly DateOnly Day = new(2026, 11, 27);
    private static readonly Iban Own = new("DE02120300000000202051");

    [Fact]
    public async Task Matches_what_came_in_before_it_started_although_the_journal_goes_away_while_it_reads()
    {
        await using var journal = new VolatileJournal(4);
        using var matcher = new PaymentMatcher(new HastyTime());
        var matched = new Watch(matcher);
        await using var host = new EngineHost(
            journal, EntityKinds.All, TimeProvider.System,
            new ShardOptions { ReactionsVersion = EntityKinds.ReactionsVersion }, matched);
        await host.StartAsync(CancellationToken.None);
        await OpenAndPayAsync(host);

        using var stop = new CancellationTokenSource();
        var away = new FaultyJournal(journal, _ => ValueTask.FromResult(CommitFault.None)) { FailingReads = 6 };
        var running = matcher.RunAsync(away, EntityKinds.ByName, host, stop.Token);
        var first = await Task.WhenAny(matched.Account, running);

        Assert.Same(matched.Account, first);
        Assert.Equal("shopify:c-17", (await matched.Account).Value);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
    }

    [Fact]
    public async Task A_start_waits_for_payments_that_were_booked_and_not_recorded_before_it()
    {
        await using var journal = new VolatileJournal(4);
        var (first, second) = InTwoShards();
        await BookAsync(journal, first, second);
        using var matcher = new PaymentMatcher(TimeProvider.System);
        var matched = new Watch(matcher);
        await using var host = new EngineHost(journal, EntityKinds.All, TimeProvider.System, Options, matched);
        using var stop = new CancellationTokenSource();
        var running = matcher.RunAsync(journal, EntityKinds.ByName, host, stop.Token);

        // The shards stand still yet: it rests but for the two that it holds back.
        await Until(() => matcher.PendingCount == 2 || running.IsCompleted);
        await host.StartAsync(CancellationToken.None);
        await matched.Account;
        await Until(() => matcher.PendingCount == 0);
        await host.WaitUntilQuietAsync(CancellationToken.None);

        Assert.Equal(PaymentStatus.Applied, await StatusAsync(journal, first));
        Assert.Equal(PaymentStatus.Parked, await StatusAsync(journal, second));
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
    }

    private static ShardOptions Options => new() { ReactionsVersion = EntityKinds.ReactionsVersion };

    /// <summary>Two payments for one invoice, booked; the second is recorded, the first is not: a crash came between.
    /// </summary>
    private static async Task BookAsync(VolatileJournal journal, BankTransaction first, BankTransaction second)
    {
        var driver = new Engine.ShardDriver(journal, Options, EntityKinds.All);
        var bank = new EntityId(Kinds.Bank, Own.Value);
        driver.Post(
            new EntityId(Kinds.Account, "shopify:c-17"),
            new AccountCommand.OpenInvoice(
                "RE-2026-0000001", new OrderId("shopify:1001"), Currency.Eur, 3998, [], Day, Day.AddDays(14),
                IsPrepaid: false, SettledByPsp: false, null, []));
        driver.Post(bank, new BankCommand.Register(Currency.Eur, "main", Actor.Rule("test")));
        await driver.RunAsync();
        driver.Post(bank, new BankCommand.BookEntries(
            new StatementHeader("1", "1", Day, Day.AddDays(3), Currency.Eur, 0, 2 * 3998, 2), 0, true,
            [first, second], Actor.Rule("test")));
        await driver.TurnAsync(driver.Shards[ShardMap.ShardOf(bank, 4)]);
        await driver.TurnAsync(driver.Shards[ShardMap.ShardOf(EntityOf(second), 4)]);
        Assert.Equal(second, Assert.Single(
            driver.Observed.Select(one => one.Event).OfType<PaymentEvent.Received>()).Transaction);
    }

    private static EntityId EntityOf(BankTransaction transaction) =>
        new(Kinds.Payment, Payment.IdOf(Own, transaction).Value);

    // Neither in the account's shard, which takes part in every commit of the booking.
    private static (BankTransaction First, BankTransaction Second) InTwoShards()
    {
        var bank = ShardMap.ShardOf(new EntityId(Kinds.Bank, Own.Value), 4);
        var all = Enumerable.Range(1, 50).Select(number => Transaction("B" + number, Day)).ToArray();
        var first = all.First(one => ShardMap.ShardOf(EntityOf(one), 4) != bank);
        var taken = ShardMap.ShardOf(EntityOf(first), 4);
        var second = all.First(one =>
            ShardMap.ShardOf(EntityOf(one), 4) is var shard && shard != bank && shard != taken);
        return (first, second with { BookingDate = Day.AddDays(3) });
    }

    private static BankTransaction Transaction(string id, DateOnly day) => new(
        id, 3998, Currency.Eur, day, day, "Ada Muster", null, "Rechnung RE-2026-0000001", null, null, id);

    private static async Task<PaymentStatus> StatusAsync(IJournal journal, BankTransaction transaction) =>
        ((PaymentState)(await Application.Queries.EntityLoad.ReadAsync(journal, EntityOf(transaction), default)).State)
            .Status;

    private static async Task Until(Func<bool> holds)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (!holds())
            await Task.Delay(TimeSpan.FromMilliseconds(1), limit.Token);
    }

    private static async Task OpenAndPayAsync(EngineHost host)
    {
        var origin = new Origin("test", null);
        await host.AskAsync(
            new EntityId(Kinds.Account, "shopify:c-17"),
            new AccountCommand.OpenInvoice(
                "RE-2026-0000001", new OrderId("shopify:1001"), Currency.Eur, 3998, [], Day, Day.AddDays(14),
                IsPrepaid: false, SettledByPsp: false, null, []),
            origin, CancellationToken.None);
        var transaction = new BankTransaction(
            "B1", 3998, Currency.Eur, Day, Day, "Ada Muster", null, "Rechnung RE-2026-0000001", null, null, null);
        await host.AskAsync(
            new EntityId(Kinds.Payment, Payment.IdOf(Own, transaction).Value),
            new PaymentCommand.Record(Own, transaction), origin, CancellationToken.None);
        await host.WaitUntilQuietAsync(CancellationToken.None);
    }

    /// <summary>Tells the matcher of commits as the product does, and the test of the first match.</summary>
    private sealed class Watch(PaymentMatcher matcher) : IShardObserver
    {
        private readonly TaskCompletionSource<AccountId> _account =
            new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<AccountId> Account => _account.Task;

        public void OnCommitted(int shard, IReadOnlyList<CommittedEvent> events)
        {
            matcher.OnCommitted(shard, events);
            foreach (var committed in events)
            {
                if (committed.Event is PaymentEvent.Matched happened)
                    _account.TrySetResult(happened.Shares[0].Account);
            }
        }

        public void OnDelivered(int shard, long position) => matcher.OnDelivered(shard, position);

        public void OnNotice(in ShardNotice notice)
        {
        }
    }
}
