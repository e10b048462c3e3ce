using System.Collections.Immutable;
using OrderToCash.Domain.CashApplication;
using OrderToCash.Domain.Values;

namespace OrderToCash.Domain.Payments;

/// <content>The money of a payout.</content>
public static partial class Settlement
{
    private static Decision<SettlementReply, SettlementEvent> NotePayout(
        SettlementState state, SettlementCommand.NotePayout note, DateOnly today)
    {
        var payout = note.Payout;
        if (state.Decisions.TryGetValue(payout.Payment.Value, out var known) && known.Attempt >= payout.Attempt)
            return Refuse(SettlementReplyCode.Duplicate, null);
        var events = ImmutableArray.CreateBuilder<SettlementEvent>();
        // While accounts take back, nothing is compared: what then follows is decided when they have.
        if (state.Report is not { } report || state.Status == SettlementStatus.Undoing)
        {
            events.Add(
                state.PayoutList.Count < MaxPayouts
                    ? new SettlementEvent.PayoutNoted(payout)
                    : Refused(payout, TooMany));
            return Accept(events.DrainToImmutable());
        }

        var refusal = state.Status == SettlementStatus.Settled
            ? SettledBefore(state)
            : FindObstacle(report, payout, state.PayoutList);
        if (refusal is not null)
        {
            events.Add(Refused(payout, refusal));
            return Accept(events.DrainToImmutable());
        }

        events.Add(new SettlementEvent.PayoutNoted(payout));
        var sums = SumsOf(state);
        var targets = TargetsOf(state, note.Allocations);
        if (!targets.IsEmpty)
        {
            events.Add(new SettlementEvent.RowsAllocated(targets, Actor.Rule("matcher"), default, report.Currency));
            sums += Moved(state, targets);
        }

        AddSettling(
            state, report, new Booking(sums, FirstToAsk(state, targets), today), [.. state.PayoutList, payout], events);
        return Accept(events.DrainToImmutable());
    }

    /// <summary>Books the report where its money is there; refuses of the money what is not the report's.</summary>
    /// <param name="payouts">All that is said to be the payout.</param>
    private static void AddSettling(
        SettlementState state, SettlementReport report, Booking booking, IReadOnlyList<SettlementPayout> payouts,
        ImmutableArray<SettlementEvent>.Builder events)
    {
        var taken = new List<SettlementPayout>(payouts.Count);
        long sum = 0;
        foreach (var payout in payouts)
        {
            if (FindObstacle(report, payout, taken) is { } refusal)
            {
                events.Add(Refused(payout, refusal));
                continue;
            }

            taken.Add(payout);
            sum += payout.AmountMinor;
        }

        if (sum != report.PayoutMinor)
            return;
        // Customers' money moves on the day on which the bank booked the payout.
        var date = taken.Count > 0 ? taken.Max(static payout => payout.Date) : report.Date ?? booking.Today;
        events.Add(new SettlementEvent.Settled(
            state.Run + 1, [.. taken], booking.Sums, report.Currency, date, booking.FirstToAsk));
    }

    private static SettlementEvent.PayoutRefused Refused(SettlementPayout payout, string reason) =>
        new(payout.Payment, payout.Attempt, payout.AmountMinor, reason);

    private static string? FindObstacle(
        SettlementReport report, SettlementPayout payout, IReadOnlyList<SettlementPayout> before)
    {
        var said = SettlementCheck.Amount(report.PayoutMinor, report.Currency);
        var booked = SettlementCheck.Amount(payout.AmountMinor, payout.Currency);
        var id = IdOf(report);
        if (payout.Currency != report.Currency)
            return $"the report of {id} is in {report.Currency}, the bank booked {payout.Currency}";
        if (report.PayoutMinor == 0)
            return $"the report of {id} pays out nothing, the bank booked {booked}";
        long sum = 0;
        foreach (var other in before)
            sum += other.AmountMinor;
        var rest = report.PayoutMinor - sum;
        if (rest == 0)
            return $"the whole payout of {id}, {said}, came with payment {before[^1].Payment}";
        if (payout.AmountMinor == rest)
            return null;
        if (!payout.IsPart)
            return $"the report of {id} pays out {said}, the bank booked {booked}";
        return Math.Sign(payout.AmountMinor) == Math.Sign(rest) && Math.Abs(payout.AmountMinor) < Math.Abs(rest)
            ? before.Count < MaxPayouts ? null : TooMany
            : $"of the payout of {id}, {said}, {SettlementCheck.Amount(rest, report.Currency)} are left, the bank "
                + $"booked {booked}";
    }

    /// <summary>What is booked when the money is there.</summary>
    /// <param name="Sums">What the rows are, as far as it is known.</param>
    /// <param name="FirstToAsk">The first row that an account is to be asked for.</param>
    private readonly record struct Booking(SettlementSums Sums, int? FirstToAsk, DateOnly Today);

    private static string SettledBefore(SettlementState state) => state.PayoutList is [.., var last]
        ? $"the report of {state.Id} is settled, by payment {last.Payment}"
        : $"the report of {state.Id} is settled: it pays out nothing";

    private static string TooMany => $"a payout comes in at most {MaxPayouts} bank transactions";

    // The matcher says which row an item is for; where it doesn't, the first sale of that amount gets it.
    private static ImmutableArray<RowTarget> TargetsOf(
        SettlementState state, ImmutableArray<MatchAllocation> allocations)
    {
        if (allocations.IsEmpty)
            return [];
        var open = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = state.RowStates.Length - 1; i >= 0; i--)
        {
            var row = RowOf(state, i);
            if (row.GrossMinor > 0 && IsCustomers(row)
                && state.RowStates[i].Status is RowStatus.Open or RowStatus.Ready)
                open[row.Id] = i;
        }

        var targets = ImmutableArray.CreateBuilder<RowTarget>(allocations.Length);
        foreach (var one in allocations)
        {
            var id = one.Row ?? FindSale(state, open, one.PaidMinor);
            if (id is null || !open.TryGetValue(id, out var row) || RowOf(state, row).GrossMinor != one.PaidMinor)
                continue;
            open.Remove(id);
            targets.Add(new RowTarget(row, RowUse.Customer, one.Account, one.Document));
        }

        return targets.DrainToImmutable();
    }

    private static string? FindSale(SettlementState state, Dictionary<string, int> open, long grossMinor)
    {
        for (var i = 0; i < state.RowStates.Length; i++)
        {
            var row = RowOf(state, i);
            if (row.Kind == SettlementRowKind.Sale && row.GrossMinor == grossMinor && open.ContainsKey(row.Id))
                return row.Id;
        }

        return null;
    }
}
