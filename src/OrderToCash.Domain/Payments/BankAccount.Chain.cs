using System.Collections.Immutable;
using System.Globalization;
using OrderToCash.Domain.Values;

namespace OrderToCash.Domain.Payments;

/// <content>Whether a statement goes on from the last one, and what happens where it doesn't.</content>
public static partial class BankAccount
{
    /// <summary>
    /// After so many numbers in a row a skipped one is a missing statement; some banks skip numbers always.
    /// </summary>
    private const int MinNumberRun = 3;

    /// <summary>Between a reference that the bank uses again and a number.</summary>
    internal const char ReuseMark = '#';

    private static Decision<BankReply, BankEvent> AcceptGap(BankAccountState state, BankCommand.AcceptGap accept)
    {
        if (state.Stop is not { } stop)
            return Refuse(BankReplyCode.NoGap, StatementTexts.NoGap(state.Id));
        if (string.IsNullOrWhiteSpace(accept.Reason))
            return Refuse(BankReplyCode.NoGap, StatementTexts.NoReason);
        // Its other parts would lead elsewhere again.
        if (state.Pending is { NewEntries: > 0 } pending)
            return Refuse(BankReplyCode.StatementUnfinished, StatementTexts.Unfinished(pending));

        if (stop.Statement.ToDate < state.LastStatement?.ToDate)
            return Refuse(BankReplyCode.NoGap, StatementTexts.OlderThanBooked(stop.Statement));

        // Meanwhile older statements may have come: all of what was missing, or a part of it.
        var balance = state.LastStatement?.ClosingMinor ?? stop.ExpectedMinor;
        return balance == stop.FoundMinor && stop.ExpectedMinor != stop.FoundMinor
            ? Refuse(BankReplyCode.NoGap, StatementTexts.NoGap(state.Id))
            : Accept(new BankEvent.GapAccepted(
                stop.Statement.Id, balance, stop.FoundMinor, accept.Reason, accept.Actor));
    }

    /// <summary>Refuses the statement and remembers that the feed stands; once for each statement.</summary>
    private static Decision<BankReply, BankEvent> Stop(
        BankAccountState state, StatementHeader statement, long foundMinor, string text)
    {
        var stop = new FeedStop(statement, state.LastStatement?.ClosingMinor ?? foundMinor, foundMinor);
        return new Decision<BankReply, BankEvent>(
            new BankReply(BankReplyCode.ChainBroken, text),
            stop == state.Stop ? [] : [new BankEvent.FeedStopped(statement, stop.ExpectedMinor, foundMinor)]);
    }

    /// <summary>The first number that is missing before the statement; null where none can be told.</summary>
    private static long? MissingNumber(BankAccountState state, StatementHeader statement) =>
        state.NumberRun >= MinNumberRun && state.LastStatement is { } last
        && NumberOf(last) is { } before && NumberOf(statement) is { } number && IsSameYear(last, statement)
        && number > before + 1
            ? before + 1
            : null;

    private static int NumberRun(BankAccountState state, StatementHeader statement)
    {
        if (state.LastStatement is not { } last)
            return 0;
        if (!IsSameYear(last, statement))
            return state.NumberRun;
        return NumberOf(last) is { } before && NumberOf(statement) is { } number
            ? number == before ? state.NumberRun
                : number == before + 1 ? Math.Min(state.NumberRun, MinNumberRun) + 1
                : 0
            : 0;
    }

    internal static bool IsSameYear(StatementHeader one, StatementHeader other) =>
        (one.ToDate ?? one.FromDate)?.Year == (other.ToDate ?? other.FromDate)?.Year;

    internal static long? NumberOf(StatementHeader statement) =>
        long.TryParse(statement.SequenceNumber, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        && number < int.MaxValue
            ? number
            : null;

    /// <summary>The entry was booked: itself, or the total that it is a detail of, or its details one by one.</summary>
    internal static bool IsBooked(BankAccountState state, BankTransaction entry) =>
        state.Identities.Contains(entry.Identity)
        || state.Identities.Contains(entry.EntryReference ?? InDetail(entry.Identity));

    private static PartReading Read(
        BankAccountState state, ImmutableArray<BankTransaction> entries, bool[] isKnown)
    {
        var fresh = ImmutableArray.CreateBuilder<BankTransaction>(entries.Length);
        var given = new HashSet<string>(StringComparer.Ordinal);
        long knownMinor = 0;
        long freshMinor = 0;
        for (var index = 0; index < isKnown.Length; index++)
        {
            if (isKnown[index])
            {
                knownMinor += entries[index].SignedMinor;
                continue;
            }

            fresh.Add(Renumbered(state, entries[index], given));
            freshMinor += entries[index].SignedMinor;
        }

        var known = entries.Length - fresh.Count;
        return new PartReading(fresh.DrainToImmutable(), known, freshMinor, knownMinor);
    }

    // Two equal payments of one day in two statements: the reader counts them within its statement, so both are the
    // first. Where the balances say that the second is another one, it takes the next number. So does one with a
    // reference that the bank uses again.
    private static BankTransaction Renumbered(BankAccountState state, BankTransaction entry, HashSet<string> given)
    {
        var stem = entry.IsKnownByContent
            ? entry.Identity[..(BankTransaction.ContentHashLength + 1)]
            : entry.Identity + ReuseMark;
        var identity = entry.Identity;
        for (var number = 2; state.Identities.Contains(identity) || !given.Add(identity); number++)
            identity = string.Create(CultureInfo.InvariantCulture, $"{stem}{number}");
        return identity == entry.Identity ? entry : entry with { Identity = identity };
    }

    private readonly record struct PartReading(
        ImmutableArray<BankTransaction> Fresh, int Known, long FreshMinor, long KnownMinor);
}
