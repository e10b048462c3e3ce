using System.Diagnostics;

namespace OrderToCash.Domain.Payments;

/// <content>What events change.</content>
public static partial class Settlement
{
    /// <summary>Changes the state by the event and returns it.</summary>
    public static SettlementState Evolve(SettlementState state, SettlementEvent settlementEvent)
    {
        switch (settlementEvent)
        {
            case SettlementEvent.Recorded recorded:
                state.Report = recorded.Report;
                state.Status = SettlementStatus.Recorded;
                SetRows(state, [.. recorded.Report.Rows.Select(static row => new SettlementRowState(
                    IsCustomers(row) ? RowStatus.Open : RowStatus.Ready, null, 0, null, false, null))]);
                break;
            case SettlementEvent.PayoutNoted { Payout: var payout }:
                state.PayoutList.Add(payout);
                Note(state, payout.Payment, payout.Attempt, false);
                break;
            case SettlementEvent.PayoutRefused refused:
                state.PayoutList.RemoveAll(one => one.Payment == refused.Payment);
                Note(state, refused.Payment, refused.Attempt, false);
                break;
            case SettlementEvent.PayoutWithdrawn withdrawn:
                state.PayoutList.RemoveAll(one => one.Payment == withdrawn.Payment);
                Note(state, withdrawn.Payment, withdrawn.Attempt, true);
                break;
            case SettlementEvent.Settled settled:
                state.Run = settled.Run;
                state.Status = SettlementStatus.Settled;
                state.SettledWith = settled.Payouts;
                state.SettledOn = settled.Date;
                break;
            case SettlementEvent.RowsAllocated allocated:
                foreach (var target in allocated.Rows)
                    SetRow(state, target.Row, static (row, target) =>
                        row with { Status = RowStatus.Ready, Target = target, Reason = null }, target);
                break;
            case SettlementEvent.RowsAsked asked:
                foreach (var ask in asked.Rows)
                    SetRow(state, ask.Row, static (row, ask) =>
                        row with { Status = RowStatus.Asked, Attempt = ask.Attempt }, ask);
                break;
            case SettlementEvent.RowApplied applied: Apply(state, applied); break;
            case SettlementEvent.RowRefused refused:
                SetRow(state, refused.Row, static (row, refused) =>
                    row with { Status = RowStatus.Open, Target = null, Reason = refused.Reason }, refused);
                break;
            case SettlementEvent.RowsReturned returned:
                foreach (var one in returned.Rows)
                    SetRow(state, one.Row, static (row, one) =>
                        row with { Status = RowStatus.Returning, Attempt = one.Attempt }, one);
                break;
            case SettlementEvent.RowUndone undone:
                SetRow(state, undone.Row, static (row, _) =>
                    row with { Status = RowStatus.Ready, Share = null, IsTakenBack = false }, undone);
                break;
            case SettlementEvent.UndoBegun begun:
                state.Status = SettlementStatus.Undoing;
                state.Undo = new SettlementUndo(begun.Payment, begun.Attempt, begun.Date);
                Note(state, begun.Payment, begun.Attempt, true);
                break;
            case SettlementEvent.Unsettled:
                state.Status = SettlementStatus.Recorded;
                state.PayoutList.RemoveAll(state.SettledWith.Contains);
                state.SettledWith = [];
                state.Undo = null;
                break;
            default: throw new UnreachableException(settlementEvent.GetType().Name);
        }

        return state;
    }

    private static void Apply(SettlementState state, SettlementEvent.RowApplied applied) =>
        SetRow(state, applied.Row, static (row, applied) => row with
        {
            Status = RowStatus.Done,
            Share = new AppliedShare(
                row.Target?.Account ?? default, applied.Attempt, applied.Allocations, applied.OnAccountMinor,
                applied.RefundMinor),
            IsTakenBack = applied.IsTakenBack,
        }, applied);

    private static void Note(SettlementState state, Values.PaymentId payment, int attempt, bool isWithdrawn) =>
        state.Decisions[payment.Value] = new PayoutDecision(payment.Value, attempt, isWithdrawn);

    private static void SetRow<T>(
        SettlementState state, int index, Func<SettlementRowState, T, SettlementRowState> change, T by)
    {
        var before = state.RowStates[index];
        var after = change(before, by);
        state.RowStates[index] = after;
        state.StatusCounts[(int)before.Status]--;
        state.StatusCounts[(int)after.Status]++;
    }

    private static void SetRows(SettlementState state, SettlementRowState[] rows)
    {
        state.RowStates = rows;
        Array.Clear(state.StatusCounts);
        foreach (var row in rows)
            state.StatusCounts[(int)row.Status]++;
    }
}
