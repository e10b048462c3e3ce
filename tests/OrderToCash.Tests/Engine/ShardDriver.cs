using System.Collections.Frozen;
using OrderToCash.Engine.Journal;
using OrderToCash.Engine.Shards;
using Xunit;

namespace OrderToCash.Tests.Engine;

/// <summary>Shards driven by hand on one thread, turn by turn; time stands still until the test moves it.</summary>
internal sealed class ShardDriver : TimeProvider, IReplyTo, IShardObserver
{
    private readonly GroupCommit _commits;

    /// <param name="kinds">Null for wallets.</param>
    public ShardDriver(IJournal journal, ShardOptions? options = null, IEnumerable<EntityKind>? kinds = null)
    {
        _commits = new GroupCommit(journal, static () => { }, this, continueInline: true);
        Shards = new Shard[journal.Info.ShardCount];
        kinds ??= [new WalletKind()];
        var environment = new ShardEnvironment(
            journal, _commits, new LocalTransport(Shards), kinds.ToFrozenDictionary(static kind => kind.Name), this,
            options ?? new ShardOptions(), this);
        for (var i = 0; i < Shards.Length; i++)
            Shards[i] = new Shard(i, environment, static _ => { });
    }

    public Shard[] Shards { get; }

    public DateTimeOffset Now { get; set; } = new(2026, 11, 27, 9, 0, 0, TimeSpan.Zero);

    /// <summary>By tag: every answer to it.</summary>
    public Dictionary<long, List<CommandReply>> Replies { get; } = [];

    public List<CommittedEvent> Observed { get; } = [];

    /// <summary>What shards said to be delivered, and how many events had been told before.</summary>
    public List<(int Shard, long Position, int Observed)> Delivered { get; } = [];

    public override DateTimeOffset GetUtcNow() => Now;

    public void Post(EntityId to, object command, long tag = 0) => Assert.True(
        Shards[ShardMap.ShardOf(to, Shards.Length)].TryPost(to, command, new Origin("test"), this, tag));

    /// <summary>Runs turns and commits until no shard has work.</summary>
    public async Task RunAsync()
    {
        while (Array.Exists(Shards, static shard => shard.HasWork))
        {
            foreach (var shard in Shards)
            {
                if (shard.HasWork)
                    await TurnAsync(shard);
            }
        }
    }

    public async Task TurnAsync(Shard shard)
    {
        var turn = shard.RunTurnAsync(default).AsTask();
        while (!turn.IsCompleted)
            await _commits.RunOnceAsync(default);

        await turn;
    }

    public void OnReply(long tag, in CommandReply reply)
    {
        if (!Replies.TryGetValue(tag, out var replies))
            Replies.Add(tag, replies = []);

        replies.Add(reply);
    }

    public void OnCommitted(int shard, IReadOnlyList<CommittedEvent> events) => Observed.AddRange(events);

    public void OnDelivered(int shard, long position) =>
        Delivered.Add((shard, position, Observed.Count));

    public void OnNotice(in ShardNotice notice)
    {
    }
}
