using OrderToCash.Engine.Journal;

namespace OrderToCash.Simulation.World;

/// <summary>Copies turns, for whoever keeps one longer than its shard lends it.</summary>
internal static class TurnCopies
{
    public static TurnWrite Of(TurnWrite turn)
    {
        var copy = new TurnWrite
        {
            Shard = turn.Shard,
            Epoch = turn.Epoch,
            PositionBefore = turn.PositionBefore,
            State = turn.State,
        };
        copy.Events.AddRange(turn.Events);
        copy.Snapshots.AddRange(turn.Snapshots);
        copy.Reminders.AddRange(turn.Reminders);
        copy.DeadLetters.AddRange(turn.DeadLetters);
        var bytes = turn.Buffer.Written;
        bytes.CopyTo(copy.Buffer.GetSpan(bytes.Length));
        copy.Buffer.Advance(bytes.Length);
        return copy;
    }
}
