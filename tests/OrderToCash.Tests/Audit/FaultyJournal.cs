using OrderToCash.Engine.Journal;
using OrderToCash.Simulation;

namespace OrderToCash.Tests.Audit;

/// <summary>A journal that has lost an event of a shard: its row knows of it, its events don't.</summary>
internal sealed class FaultyJournal(IJournal inner) : PassingJournal(inner)
{
    public required (int Shard, long Position) Lost { get; init; }

    public override ValueTask<long> ReadShardAsync(
        int shard, long afterPosition, int maxEvents, IEventSink sink, CancellationToken cancellationToken) =>
        Inner.ReadShardAsync(shard, afterPosition, maxEvents, new Without(sink, Lost), cancellationToken);

    private sealed class Without(IEventSink sink, (int Shard, long Position) lost) : IEventSink
    {
        public void OnEvent(in EventRow row)
        {
            if ((row.Shard, row.Position) != lost)
                sink.OnEvent(row);
        }
    }
}
