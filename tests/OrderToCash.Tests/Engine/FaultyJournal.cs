using OrderToCash.Engine.Journal;
using OrderToCash.Simulation;

namespace OrderToCash.Tests.Engine;

/// <summary>A journal on another one, of which a test breaks the commits.</summary>
internal sealed class FaultyJournal(IJournal inner) : PassingJournal(inner)
{
    /// <summary>What becomes of the next commit, once; null: nothing special.</summary>
    public Func<IReadOnlyList<TurnWrite>, ValueTask<CommitOutcome>>? NextCommit { get; set; }

    public override ValueTask<CommitOutcome> CommitAsync(
        IReadOnlyList<TurnWrite> turns, CancellationToken cancellationToken)
    {
        var next = NextCommit;
        NextCommit = null;
        return next is null ? Inner.CommitAsync(turns, cancellationToken) : next(turns);
    }
}
