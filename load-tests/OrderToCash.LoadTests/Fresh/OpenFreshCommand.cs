using System.Collections.Frozen;
using System.CommandLine;
using System.Diagnostics;
using OrderToCash.Adapters.Sqlite;
using OrderToCash.Application;
using OrderToCash.Application.CashApplication;
using OrderToCash.Application.Hosting;
using OrderToCash.Domain.Flows;
using OrderToCash.Domain.Inventory;
using OrderToCash.Domain.Values;
using OrderToCash.Engine.Shards;

namespace OrderToCash.LoadTests.Fresh;

/// <summary><c>open-fresh</c>: opens a journal, says what that took, and ends as a power cut does.</summary>
/// <remarks>Not for users: other verbs start it in processes of its own.</remarks>
internal static class OpenFreshCommand
{
    public const string Name = "open-fresh";

    private static readonly TimeSpan MatcherLook = TimeSpan.FromMilliseconds(5);

    public static Command Create()
    {
        var journal = new Argument<string>("JOURNAL");
        var sku = new Option<string?>("--sku") { Description = "send the first commands to this SKU" };
        var drain = new Option<bool>("--drain") { Description = "only finish what is under way, and stop in order" };
        var command = new Command(Name, "Opens a journal and says what it took.") { journal, sku, drain };
        command.Hidden = true;
        command.SetAction((parsed, cancellationToken) => RunAsync(
            parsed.GetRequiredValue(journal), parsed.GetValue(sku), parsed.GetValue(drain), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(
        string path, string? sku, bool isToDrain, CancellationToken cancellationToken)
    {
        using var process = Process.GetCurrentProcess();
        var start = (DateTime.Now - process.StartTime).TotalMilliseconds;
        var clock = Stopwatch.StartNew();
        await using var journal = SqliteJournal.Open(path, new SqliteJournalOptions());
        using var matcher = new PaymentMatcher(TimeProvider.System);
        await using var host = new EngineHost(
            journal, EntityKinds.All, TimeProvider.System,
            new ShardOptions { ReactionsVersion = EntityKinds.ReactionsVersion }, new ToMatcher(matcher));
        await host.StartAsync(cancellationToken);
        var active = Restart(clock);
        if (isToDrain)
        {
            await host.StopAsync(cancellationToken);
            Console.Out.WriteLine(new OpenResult(start, active, null, null, null).ToJson());
            return 0;
        }

        var result = sku is null
            ? new OpenResult(
                start, active, null, null, await MatchAsync(journal, host, matcher, clock, cancellationToken))
            : new OpenResult(
                start, active, await AskAsync(host, sku, "fresh-1", clock, cancellationToken),
                await AskAsync(host, sku, "fresh-2", clock, cancellationToken), null);
        Console.Out.WriteLine(result.ToJson());
        await Console.Out.FlushAsync(cancellationToken);
        process.Kill();
        return 0;
    }

    private static async Task<double> AskAsync(
        EngineHost host, string sku, string reference, Stopwatch clock, CancellationToken cancellationToken)
    {
        var move = new StockCommand.Move(
            MovementKind.Receipt, "BER1", 1, null, $"{reference}-{Guid.NewGuid()}", DateTimeOffset.UtcNow, null,
            new Actor("feed:load"));
        clock.Restart();
        var reply = await host.AskAsync(
            new EntityId(Kinds.Sku, sku), move, new Origin("load", "feed:load"), cancellationToken);
        var elapsed = Restart(clock);
        return reply.Reply is StockReply { IsDone: true }
            ? elapsed
            : throw new InvalidOperationException($"The command was answered {reply.Status} {reply.Reply}.");
    }

    private static async Task<double> MatchAsync(
        SqliteJournal journal, EngineHost host, PaymentMatcher matcher, Stopwatch clock,
        CancellationToken cancellationToken)
    {
        var matching = matcher.RunAsync(
            journal, EntityKinds.All.ToFrozenDictionary(kind => kind.Name), host, cancellationToken);
        while (matcher.PendingCount > 0 && !matching.IsCompleted)
        {
            await Task.Delay(MatcherLook, cancellationToken);
        }

        return Restart(clock);
    }

    private static double Restart(Stopwatch clock)
    {
        var elapsed = Math.Round(clock.Elapsed.TotalMilliseconds, 2);
        clock.Restart();
        return elapsed;
    }

    private sealed class ToMatcher(PaymentMatcher matcher) : IShardObserver
    {
        public void OnCommitted(int shard, IReadOnlyList<CommittedEvent> events) => matcher.OnCommitted(shard, events);

        public void OnDelivered(int shard, long position) => matcher.OnDelivered(shard, position);

        public void OnNotice(in ShardNotice notice)
        {
        }
    }
}
