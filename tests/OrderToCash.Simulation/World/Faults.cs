namespace OrderToCash.Simulation.World;

/// <summary>How often what goes wrong; each a probability of 0 to 1, drawn anew for each occasion.</summary>
/// <remarks>Drawn by the seed, so that some runs are calm and others are a bad day.</remarks>
public sealed record Faults
{
    /// <summary>Nothing goes wrong.</summary>
    public static Faults None { get; } = new();

    /// <summary>Of a step of the workload: a node crashes soon.</summary>
    public double Crash { get; init; }

    /// <summary>Of a commit: its node crashes about then, before, between or after.</summary>
    public double CrashAtCommit { get; init; }

    /// <summary>Of a step: a shard is given to another node while the old owner goes on.</summary>
    public double Move { get; init; }

    /// <summary>Of a step: all snapshots are deleted.</summary>
    public double DeleteSnapshots { get; init; }

    /// <summary>Of a step: all shards are asked to make watermarks and reminders durable.</summary>
    public double Flush { get; init; }

    /// <summary>Of a step: nothing happens for hours or days.</summary>
    public double Sleep { get; init; }

    /// <summary>Of a step: the matcher forgets what it knows and reads the journal again.</summary>
    public double MatcherRestart { get; init; }

    /// <summary>Of a commit: it fails and nothing is written.</summary>
    public double CommitFails { get; init; }

    /// <summary>Of a commit: nobody learns how it ended.</summary>
    public double AnswerLost { get; init; }

    /// <summary>Of a commit or a read: it takes seconds.</summary>
    public double Slow { get; init; }

    /// <summary>Of a commit loop's round: it stands still for seconds, long enough to lose shards.</summary>
    public double Hang { get; init; }

    /// <summary>Of a read or a claim: the store can't be reached, or the answer is lost.</summary>
    public double Unavailable { get; init; }

    /// <summary>Of a message between shards: it is lost.</summary>
    public double Drop { get; init; }

    /// <summary>Of a message: it comes twice.</summary>
    public double Duplicate { get; init; }

    /// <summary>Of a message: it is late by seconds, after many that were sent later.</summary>
    public double Delay { get; init; }

    /// <summary>Of a fenced owner: it claims the shard back instead of giving it up.</summary>
    public double StealBack { get; init; }

    /// <summary>Faults of a run.</summary>
    public static Faults Draw(Random random)
    {
        ArgumentNullException.ThrowIfNull(random);
        if (random.Next(12) == 0)
            return None;

        return new Faults
        {
            Crash = Rate(random, 0.03),
            CrashAtCommit = Rate(random, 0.02),
            Move = Rate(random, 0.04),
            DeleteSnapshots = Rate(random, 0.03),
            Flush = Rate(random, 0.05),
            Sleep = Rate(random, 0.03),
            MatcherRestart = Rate(random, 0.02),
            CommitFails = Rate(random, 0.05),
            AnswerLost = Rate(random, 0.06),
            Slow = Rate(random, 0.03),
            Hang = Rate(random, 0.02),
            Unavailable = Rate(random, 0.08),
            Drop = Rate(random, 0.15),
            Duplicate = Rate(random, 0.2),
            Delay = Rate(random, 0.1),
            StealBack = Rate(random, 0.5),
        };
    }

    /// <summary>Often nothing of one kind, so that each kind is also seen without the others.</summary>
    private static double Rate(Random random, double most) =>
        random.Next(3) == 0 ? 0 : most * random.NextDouble();
}
