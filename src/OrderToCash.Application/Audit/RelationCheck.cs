namespace OrderToCash.Application.Audit;

/// <summary>Compares the causes and effects of a relation that all readers found.</summary>
internal static class RelationCheck
{
    /// <summary>Two arrays of 32 MB at most, whatever the journal's size.</summary>
    private const int MaxPartFacts = 4 * 1024 * 1024;

    /// <summary>Reports what differs; what lies past its shard's watermark may still be on its way.</summary>
    public static void Run(RelationRule rule, IReadOnlyList<Findings> readers, Watermarks watermarks, Findings findings)
    {
        long total = 0;
        foreach (var reader in readers)
            total += reader.FactsOf(rule.Relation).Count;
        var counts = new int[(int)((total / MaxPartFacts) + 1)];
        foreach (var reader in readers)
            reader.FactsOf(rule.Relation).CountParts(counts);
        for (var part = 0; part < counts.Length; part++)
        {
            var (keys, tagged) = (new ulong[counts[part]], new long[counts[part]]);
            var count = 0;
            foreach (var reader in readers)
                count = reader.FactsOf(rule.Relation).CopyPart(part, counts.Length, keys, tagged, count);
            Array.Sort(keys, tagged);
            for (int first = 0, next; first < keys.Length; first = next)
            {
                next = first + 1;
                while (next < keys.Length && keys[next] == keys[first])
                    next++;
                CheckOne(rule, tagged.AsSpan(first, next - first), watermarks, findings);
            }
        }
    }

    private static void CheckOne(RelationRule rule, Span<long> tagged, Watermarks watermarks, Findings findings)
    {
        // An effect has the sign set, so it is below every cause.
        if (tagged.Length == 2 && (tagged[0] ^ tagged[1]) < 0)
            return;
        tagged.Sort(static (left, right) => (left < 0) == (right < 0)
            ? Place(left).CompareTo(Place(right))
            : left.CompareTo(right));
        var effects = 0;
        while (effects < tagged.Length && tagged[effects] < 0)
            effects++;
        var causes = tagged.Length - effects;
        if (causes == effects && rule.Repeats)
            return;
        // An order that changed its customer may be held for by both for a moment.
        if (effects > 0 && rule.Relation == Relation.HeldAdvance)
            return;
        if (effects > 1 || causes > 1)
            CheckDoubles(rule, tagged, effects, causes, watermarks, findings);
        else if (causes == 0 && rule.Ghost is { } ghost)
            findings.Break(ghost, Place(tagged[0]), "nothing that it follows from", rule.Cause);
        else if (effects == 0 && rule.Missing is { } missing)
            CheckMissing(rule, missing, tagged, watermarks, findings);
    }

    /// <summary>What may repeat needs a cause for each effect; everything else carries its own identity.</summary>
    private static void CheckDoubles(
        RelationRule rule, Span<long> tagged, int effects, int causes, Watermarks watermarks, Findings findings)
    {
        var most = rule.Repeats ? Math.Max(causes, 1) : 1;
        if (effects > most)
        {
            var often = most == 1 ? "once" : $"{most} times";
            findings.Break(
                rule.Double, Place(tagged[most]), $"{effects} times what may follow {often} from {rule.Cause}", "one");
        }

        if (causes > 1 && !rule.Repeats)
        {
            findings.Break(
                rule.Double, Place(tagged[effects + 1]), $"{causes} times the same: {rule.Cause}", "one");
        }
        else if (effects < causes && (effects == 0 || rule.Repeats) && rule.Missing is { } missing)
        {
            // Which of them is not followed can't be told: the last ones may be on their way.
            CheckMissing(rule, missing, tagged[(tagged.Length - (causes - effects))..], watermarks, findings);
        }
    }

    private static void CheckMissing(
        RelationRule rule, Invariant missing, Span<long> causes, Watermarks watermarks, Findings findings)
    {
        foreach (var cause in causes)
        {
            if (watermarks.IsPast(Place(cause)))
                findings.InFlight++;
            else
                findings.Break(missing, Place(cause), "nothing that follows", rule.Effect);
        }
    }

    private static EventPlace Place(long tagged) => new(tagged & long.MaxValue);
}
