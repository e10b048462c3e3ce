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

        public void OnNotice(in ShardNotice notice)
        {
        }
    }
}
