using System.Collections.Immutable;
using OrderToCash.Domain.Values;

namespace OrderToCash.Domain.Payments;

/// <content>Whose money rows are, and what accounts make of them.</content>
public static partial class Settlement
{
    /// <summary>True where a row is money of a customer, or says nothing of itself.</summary>
    public static bool IsCustomers(SettlementRow row) => row.GrossMinor != 0
        && row.Kind is SettlementRowKind.Sale or SettlementRowKind.Refund or SettlementRowKind.Chargeback
            or SettlementRowKind.Other;

    private static Decision<SettlementReply, SettlementEvent> Allocate(
        SettlementState state, SettlementCommand.Allocate allocate)
    {
        if (state.Report is not { } report)
            return Refuse(SettlementReplyCode.Unknown, $"no report of {state.Id} is known");
        if (allocate.Rows.Length > MaxBatch || state.Status == SettlementStatus.Undoing)
        {
            return Refuse(
                SettlementReplyCode.RowNotOpen,
                state.Status == SettlementStatus.Undoing
                    ? $"{state.Id} is being undone; try again when it is"
                    : $"{allocate.Rows.Length} rows, expected at most {MaxBatch} at a time");
        }

        var targets = ImmutableArray.CreateBuilder<RowTarget>(allocate.Rows.Length);
        var seen = new HashSet<int>();
        foreach (var target in allocate.Rows)
        {
            if (!seen.Add(target.Row) || FindObstacle(state, target) is not null)
            {
                return Refuse(
                    SettlementReplyCode.RowNotOpen,
                    FindObstacle(state, target) ?? $"row {target.Row + 1} of {state.Id} is named twice");
            }

            if (state.RowStates[target.Row].Target != target)
                targets.Add(target);
        }

        if (targets.Count == 0)
            return Refuse(SettlementReplyCode.Duplicate, null);
        var rows = targets.DrainToImmutable();
        var isSettled = state.Status == SettlementStatus.Settled;
        var allocated = new SettlementEvent.RowsAllocated(
            rows, allocate.Actor, isSettled ? Moved(state, rows) : default, report.Currency);
        if (!isSettled)
            return Accept([allocated]);
        var asks = ImmutableArray.CreateBuilder<RowAsk>(rows.Length);
        foreach (var target in rows)
            if (target.Use == RowUse.Customer) asks.Add(AskOf(state, target));
        asks.Sort(static (one, other) => (one.AmountMinor < 0).CompareTo(other.AmountMinor < 0));
        return Accept(asks.Count == 0
            ? [allocated]
            : [allocated, new SettlementEvent.RowsAsked(
                asks.DrainToImmutable(), report.Currency, DateOf(state), null)]);
    }

    private static string? FindObstacle(SettlementState state, RowTarget target)
    {
        if (target.Row < 0 || target.Row >= state.RowStates.Length)
            return $"{state.Id} has no row {target.Row + 1}, expected 1 to {state.RowStates.Length}";
        var row = RowOf(state, target.Row);
        var (known, number) = (state.RowStates[target.Row], target.Row + 1);
        if (!IsCustomers(row))
            return $"row {number} of {state.Id} is no customer's: {row.Kind}";
        if (known.Status is RowStatus.Asked or RowStatus.Returning)
            return $"row {number} of {state.Id} is being carried out by account {known.Target?.Account}";
        if (known.Status == RowStatus.Done)
        {
            return known.Target == target
                ? null
                : $"row {number} of {state.Id} is carried out by account {known.Target?.Account}; undo the payout "
                    + "first";
        }

        return target.Use == RowUse.Customer && string.IsNullOrEmpty(target.Account.Value)
            ? $"row {number} of {state.Id}: whose account it is, is missing"
            : null;
    }

    private static SettlementSums Moved(SettlementState state, ImmutableArray<RowTarget> targets)
    {
        var moved = default(SettlementSums);
        foreach (var target in targets)
        {
            var row = RowOf(state, target.Row);
            moved += SettlementSums.Of(row, target.Use)
                - SettlementSums.Of(row, state.RowStates[target.Row].Target?.Use);
        }

        return moved;
    }

    /// <summary>Where accounts begin to be asked: at the beginning, or nowhere.</summary>
    private static int? FirstToAsk(SettlementState state, ImmutableArray<RowTarget> targets)
    {
        foreach (var target in targets)
            if (target.Use == RowUse.Customer) return 0;
        foreach (var row in state.RowStates)
            if (row.Target?.Use == RowUse.Customer) return 0;
        return null;
    }

    // Payments come before refunds, as a refund opens again what the payment settled. A place counts the rows twice:
    // first for the ones, then for the others.
    private static int? FindToAsk(SettlementState state, int from)
    {
        for (var place = from; place < 2 * state.RowStates.Length; place++)
        {
            var (isBack, row) = RowAt(state, place);
            if (state.RowStates[row] is { Status: RowStatus.Ready, Target.Use: RowUse.Customer }
                && RowOf(state, row).GrossMinor < 0 == isBack)
                return place;
        }

        return null;
    }

    private static (bool IsSecond, int Row) RowAt(SettlementState state, int place) =>
        place < state.RowStates.Length ? (false, place) : (true, place - state.RowStates.Length);

    private static Decision<SettlementReply, SettlementEvent> GoOn(SettlementState state, SettlementCommand.GoOn go)
    {
        if (state.Status == SettlementStatus.Undoing)
            return Return(state, go.From);
        if (state.Status != SettlementStatus.Settled || state.Report is not { } report)
            return Refuse(SettlementReplyCode.Duplicate, null);
        var asks = ImmutableArray.CreateBuilder<RowAsk>();
        var next = FindToAsk(state, go.From);
        while (next is { } place && asks.Count < MaxBatch)
        {
            if (state.RowStates[RowAt(state, place).Row].Target is { } target)
                asks.Add(AskOf(state, target));
            next = FindToAsk(state, place + 1);
        }

        return asks.Count == 0
            ? Refuse(SettlementReplyCode.Duplicate, null)
            : Accept([new SettlementEvent.RowsAsked(
                asks.DrainToImmutable(), report.Currency, DateOf(state), next)]);
    }

    private static RowAsk AskOf(SettlementState state, RowTarget target)
    {
        var row = RowOf(state, target.Row);
        return new RowAsk(
            target.Row, state.RowStates[target.Row].Attempt + 1, target.Account, target.Document, row.GrossMinor,
            row.Kind == SettlementRowKind.Refund);
    }

    private static Decision<SettlementReply, SettlementEvent> NoteRow(
        SettlementState state, SettlementCommand.NoteRow note, DateOnly today)
    {
        if (FindAsked(state, note.Row, note.Attempt) is not { } row || state.Report is not { } report)
            return Refuse(SettlementReplyCode.Duplicate, null);
        if (row.Status == RowStatus.Returning)
        {
            return AcceptLast(state, report, today, default, new SettlementEvent.RowUndone(
                note.Row, note.Attempt, Math.Abs(RowOf(state, note.Row).GrossMinor), report.Currency));
        }

        var applied = new SettlementEvent.RowApplied(
            note.Row, note.Attempt, note.Allocations, note.OnAccountMinor, note.RefundMinor, note.IsTakenBack);
        if (state.Status != SettlementStatus.Undoing || row.Target is not { } target)
            return Accept([applied]);
        // The undoing came first: it is taken back at once.
        var share = new AppliedShare(
            target.Account, note.Attempt, note.Allocations, note.OnAccountMinor, note.RefundMinor);
        return Accept([applied, new SettlementEvent.RowsReturned(
            [ReturnOf(note.Row, share, note.IsTakenBack)], report.Currency, DateOf(state), null)]);
    }

    private static Decision<SettlementReply, SettlementEvent> NoteRefused(
        SettlementState state, SettlementCommand.NoteRefused note, DateOnly today)
    {
        if (FindAsked(state, note.Row, note.Attempt) is not { Status: RowStatus.Asked } asked
            || state.Report is not { } report)
            return Refuse(SettlementReplyCode.Duplicate, null);
        var row = RowOf(state, note.Row);
        var moved = SettlementSums.Of(row, null) - SettlementSums.Of(row, asked.Target?.Use);
        return AcceptLast(state, report, today, moved, new SettlementEvent.RowRefused(
            note.Row, note.Attempt, note.Reason, moved, report.Currency));
    }

    private static SettlementRowState? FindAsked(SettlementState state, int row, int attempt) =>
        row >= 0 && row < state.RowStates.Length
        && state.RowStates[row] is { Status: RowStatus.Asked or RowStatus.Returning } found
        && found.Attempt == attempt
            ? found
            : null;

    private static DateOnly DateOf(SettlementState state) => state.Undo?.Date ?? state.SettledOn;
}
