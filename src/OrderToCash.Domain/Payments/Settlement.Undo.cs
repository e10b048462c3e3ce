using System.Collections.Immutable;
using OrderToCash.Domain.Values;

namespace OrderToCash.Domain.Payments;

/// <content>Taking a payout back.</content>
public static partial class Settlement
{
    private static Decision<SettlementReply, SettlementEvent> UndoPayout(
        SettlementState state, SettlementCommand.UndoPayout undo)
    {
        if (state.Decisions.TryGetValue(undo.Payment.Value, out var known)
            && (known.Attempt > undo.Attempt || (known.Attempt == undo.Attempt && known.IsWithdrawn)))
            return Refuse(SettlementReplyCode.Duplicate, null);
        var isSettling = state.Status == SettlementStatus.Settled && state.Report is not null
            && state.PayoutList.Exists(one => one.Payment == undo.Payment && one.Attempt == undo.Attempt);
        if (!isSettling || state.Report is not { } report)
            return Accept([new SettlementEvent.PayoutWithdrawn(undo.Payment, undo.Attempt)]);

        var events = ImmutableArray.CreateBuilder<SettlementEvent>();
        events.Add(new SettlementEvent.UndoBegun(undo.Payment, undo.Attempt, undo.Date, FindToReturn(state, 0)));
        if (state.CountOf(RowStatus.Asked) + state.CountOf(RowStatus.Done) == 0)
        {
            var begun = new SettlementUndo(undo.Payment, undo.Attempt, undo.Date);
            AddUnsettled(state, report, begun, new Booking(SumsOf(state), null, undo.Date), events);
        }

        return Accept(events.DrainToImmutable());
    }

    private static Decision<SettlementReply, SettlementEvent> Return(SettlementState state, int from)
    {
        var returns = ImmutableArray.CreateBuilder<RowReturn>();
        var next = FindToReturn(state, from);
        while (next is { } place && returns.Count < MaxBatch)
        {
            var row = RowAt(state, place).Row;
            if (state.RowStates[row] is { Share: { } share } done)
                returns.Add(ReturnOf(row, share, done.IsTakenBack));
            next = FindToReturn(state, place + 1);
        }

        return returns.Count == 0 || state.Report is not { } report
            ? Refuse(SettlementReplyCode.Duplicate, null)
            : Accept([new SettlementEvent.RowsReturned(
                returns.DrainToImmutable(), report.Currency, DateOf(state), next)]);
    }

    // The other way round: refunds are taken back before the payments that they were of.
    private static int? FindToReturn(SettlementState state, int from)
    {
        for (var place = from; place < 2 * state.RowStates.Length; place++)
        {
            var (isPaid, row) = RowAt(state, place);
            if (state.RowStates[row].Status == RowStatus.Done && RowOf(state, row).GrossMinor > 0 == isPaid)
                return place;
        }

        return null;
    }

    // What had settled is taken back under its own number; what had opened is settled again, under a new one.
    private static RowReturn ReturnOf(int row, AppliedShare share, bool isTakenBack) =>
        new(row, share, isTakenBack, isTakenBack ? share.Attempt + 1 : share.Attempt);

    /// <summary>An account's answer; the last one of an undoing ends it.</summary>
    /// <param name="moved">What the answer itself moves between the sums.</param>
    private static Decision<SettlementReply, SettlementEvent> AcceptLast(
        SettlementState state, SettlementReport report, DateOnly today, SettlementSums moved, SettlementEvent answer)
    {
        var left = state.CountOf(RowStatus.Asked) + state.CountOf(RowStatus.Done) + state.CountOf(RowStatus.Returning);
        if (state.Undo is not { } undo || left > 1)
            return Accept([answer]);
        var events = ImmutableArray.CreateBuilder<SettlementEvent>();
        events.Add(answer);
        AddUnsettled(state, report, undo, new Booking(SumsOf(state) + moved, null, today), events);
        return Accept(events.DrainToImmutable());
    }

    // Money that was said to be the payout in the meantime has its turn now.
    private static void AddUnsettled(
        SettlementState state, SettlementReport report, SettlementUndo undo, Booking booking,
        ImmutableArray<SettlementEvent>.Builder events)
    {
        events.Add(new SettlementEvent.Unsettled(
            state.Run, undo.Payment, state.SettledWith, booking.Sums, report.Currency, undo.Date));
        var waiting = state.PayoutList.FindAll(one => !state.SettledWith.Contains(one));
        AddSettling(state, report, booking with { FirstToAsk = FirstToAsk(state, []) }, waiting, events);
    }
}
