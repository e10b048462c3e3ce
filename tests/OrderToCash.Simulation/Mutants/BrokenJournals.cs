using OrderToCash.Engine.Journal;
using OrderToCash.Simulation.World;

namespace OrderToCash.Simulation.Mutants;

/// <summary>
/// Says "committed" while it still holds the commit back; what it holds is lost when an owner claims its shard.
/// </summary>
internal sealed class AcknowledgingEarly(IJournal inner) : PassingJournal(inner)
{
    private List<TurnWrite> _held = [];

    public override async ValueTask<CommitOutcome> CommitAsync(
        IReadOnlyList<TurnWrite> turns, CancellationToken cancellationToken)
    {
        var before = _held;
        _held = [.. turns.Select(TurnCopies.Of)];
        if (before.Count > 0)
            await Inner.CommitAsync(before, cancellationToken);

        return CommitOutcome.Committed;
    }

    public override ValueTask<ShardRow> ClaimAsync(int shard, CancellationToken cancellationToken)
    {
        _held.RemoveAll(turn => turn.Shard == shard);
        return base.ClaimAsync(shard, cancellationToken);
    }
}

/// <summary>Says "committed" as soon as the store has begun.</summary>
internal sealed class AnsweringEarly(IJournal inner) : PassingJournal(inner)
{
    public override ValueTask<CommitOutcome> CommitAsync(
        IReadOnlyList<TurnWrite> turns, CancellationToken cancellationToken)
    {
        _ = Inner.CommitAsync([.. turns.Select(TurnCopies.Of)], cancellationToken).AsTask();
        return ValueTask.FromResult(CommitOutcome.Committed);
    }
}

/// <summary>Lets any owner commit: neither the epoch nor the position is checked.</summary>
internal sealed class NotFencing(IJournal inner) : PassingJournal(inner)
{
    public override async ValueTask<CommitOutcome> CommitAsync(
        IReadOnlyList<TurnWrite> turns, CancellationToken cancellationToken)
    {
        var rows = await ReadShardRowsAsync(cancellationToken);
        var copies = turns.Select(TurnCopies.Of).ToList();
        foreach (var turn in copies)
        {
            var row = rows[turn.Shard];
            turn.Epoch = row.Epoch;
            turn.PositionBefore = row.State.Position;
            turn.State = turn.State with { Position = row.State.Position + turn.Events.Count };
        }

        return await Inner.CommitAsync(copies, cancellationToken);
    }
}

/// <summary>Writes a shard's row without something that belongs in it.</summary>
internal sealed class WritingRows(IJournal inner, Func<ShardState, ShardState, ShardState> change)
    : PassingJournal(inner)
{
    public override async ValueTask<CommitOutcome> CommitAsync(
        IReadOnlyList<TurnWrite> turns, CancellationToken cancellationToken)
    {
        var rows = await ReadShardRowsAsync(cancellationToken);
        var copies = turns.Select(TurnCopies.Of).ToList();
        foreach (var turn in copies)
            turn.State = change(rows[turn.Shard].State, turn.State);

        return await Inner.CommitAsync(copies, cancellationToken);
    }
}

/// <summary>Tells a new owner that everything was delivered.</summary>
internal sealed class ForgettingReactions(IJournal inner) : PassingJournal(inner)
{
    public override async ValueTask<ShardRow> ClaimAsync(int shard, CancellationToken cancellationToken)
    {
        var row = await base.ClaimAsync(shard, cancellationToken);
        return row with { State = row.State with { Watermark = row.State.Position } };
    }
}

/// <summary>Writes of every tenth commit's turns only the first half of the events, and says "committed".</summary>
internal sealed class CommittingHalf(IJournal inner) : PassingJournal(inner)
{
    private int _commits;

    public override ValueTask<CommitOutcome> CommitAsync(
        IReadOnlyList<TurnWrite> turns, CancellationToken cancellationToken)
    {
        if (++_commits % 10 != 0)
            return Inner.CommitAsync(turns, cancellationToken);

        var copies = turns.Select(TurnCopies.Of).ToList();
        foreach (var turn in copies.Where(turn => turn.Events.Count > 1))
        {
            var cut = turn.Events.Count / 2;
            turn.Events.RemoveRange(turn.Events.Count - cut, cut);
            turn.Events[^1] = turn.Events[^1] with { Chain = turn.State.Chain };
            turn.State = turn.State with { Position = turn.State.Position - cut };
        }

        return Inner.CommitAsync(copies, cancellationToken);
    }
}

/// <summary>Finds no reminders when a shard is activated.</summary>
internal sealed class ForgettingReminders(IJournal inner) : PassingJournal(inner)
{
    public override ValueTask<IReadOnlyList<StoredReminder>> ReadRemindersAsync(
        int shard, CancellationToken cancellationToken) => ValueTask.FromResult<IReadOnlyList<StoredReminder>>([]);
}
