using OrderToCash.Application.Audit;

namespace OrderToCash.Tests.Audit;

/// <summary>What a test expects of a report about a journal that was tampered with.</summary>
internal static class Broken
{
    /// <summary>Exactly this invariant is broken, once, at this event.</summary>
    public static AuditBreak Only(AuditReport report, Invariant invariant, AuditBreak at)
    {
        var broken = report.Invariants.Where(one => !one.Holds).ToList();
        var lines = string.Join('\n', report.ToLines());
        Assert.False(report.Holds, lines);
        Assert.True(broken.Count == 1 && broken[0].Number == invariant && broken[0].BreakCount == 1, lines);
        var found = Assert.Single(broken[0].Breaks);
        Assert.True(
            (at.Entity, at.Sequence, at.Event, at.Shard, at.Position)
                == (found.Entity, found.Sequence, found.Event, found.Shard, found.Position),
            $"expected at {at}\n{lines}");
        return found;
    }

    /// <summary>Among the breaks of this invariant is this one, at this event.</summary>
    public static void Sees(AuditReport report, Invariant invariant, AuditBreak at, string found)
    {
        var lines = string.Join('\n', report.ToLines());
        Assert.Contains(
            report.Invariants[(int)invariant - 1].Breaks,
            one => one.Found == found && one.Entity == at.Entity && one.Sequence == at.Sequence);
        Assert.False(report.Holds, lines);
    }
}
