using OrderToCash.Engine.Journal;
using OrderToCash.Engine.Shards;
using OrderToCash.Simulation.World;

namespace OrderToCash.Simulation.Audit;

/// <summary>
/// Looks over everybody's shoulder: each commit as the store decides it, each message and each reply as it leaves.
/// </summary>
/// <remarks>
/// It rests on what is stored and on the promises of the design, not on how the engine keeps them. While the run goes
/// on it checks what has to hold at every moment; <see cref="QuietAudit"/> checks the rest.
/// </remarks>
internal sealed class SimulationAuditor : IStoreObserver, ITransportObserver
{
    private readonly IJournal _store;
    private readonly long[] _epochs;

    public SimulationAuditor(IJournal store, Verdict verdict, Trace trace)
    {
        _store = store;
        Verdict = verdict;
        Model = new JournalModel(store, verdict, trace);
        Replies = new ReplyAudit(Model, verdict);
        _epochs = new long[store.Info.ShardCount];
    }

    public Verdict Verdict { get; }

    public JournalModel Model { get; }

    public ReplyAudit Replies { get; }

    public void OnWritten(IReadOnlyList<TurnWrite> turns, CommitStatus status)
    {
        var rows = SimulatedStore.Now(_store.ReadShardRowsAsync(default));
        foreach (var turn in turns)
        {
            var before = Model.PositionOf(turn.Shard);
            Model.ReadNew(turn.Shard);
            var row = rows[turn.Shard];
            Model.CheckChain(turn.Shard, row.State);
            Verdict.Same(
                Model.PositionOf(turn.Shard), row.State.Position, $"Position in the row of shard {turn.Shard}");
            if (status == CommitStatus.Committed)
            {
                Verdict.Require(
                    turn.Epoch == _epochs[turn.Shard],
                    $"A zombie commits: shard {turn.Shard} has epoch {_epochs[turn.Shard]}, the turn {turn.Epoch}.");
                Verdict.Same(
                    before + turn.Events.Count, row.State.Position, $"Shard {turn.Shard} after its commit");
            }
            else
            {
                Verdict.Same(
                    before, row.State.Position, $"Shard {turn.Shard} after a commit that ended {status}");
            }
        }

        foreach (var turn in turns)
            Model.Channels.CheckState(turn.Shard, rows[turn.Shard].State);
    }

    public void OnClaimed(ShardRow row)
    {
        Verdict.Require(
            row.Epoch > _epochs[row.Shard], $"Shard {row.Shard} is claimed twice with epoch {row.Epoch}.");
        _epochs[row.Shard] = row.Epoch;
    }

    public void OnSent(int from, IReadOnlyList<ReactionMessage> reactions) =>
        Model.Channels.CheckSent(from, reactions);

    public void OnAcknowledged(int by, int source, long number) =>
        Model.Channels.CheckAcknowledged(by, source, number);

    /// <summary>A shard says that events are durable: they are.</summary>
    public void CheckObserved(int shard, IReadOnlyList<CommittedEvent> events)
    {
        foreach (var observed in events)
        {
            Verdict.Require(
                observed.Position <= Model.PositionOf(shard)
                && observed.Sequence <= Model.SequenceOf(observed.Entity),
                $"Shard {shard} shows {observed.Entity}#{observed.Sequence} at {observed.Position}; "
                + $"{Model.PositionOf(shard)} is durable.");
        }
    }
}
