using System.Collections.Immutable;

namespace OrderToCash.Domain.Payments;

/// <content>The state as data.</content>
public static partial class Settlement
{
    /// <summary>The data of a state; the same state gives the same data.</summary>
    public static SettlementSnapshot ToSnapshot(SettlementState state) => new(
        state.Id, state.Status, state.Report, [.. state.RowStates], [.. state.PayoutList], state.Run,
        [.. state.Decisions.Values], state.SettledWith, state.SettledOn, state.Undo);

    /// <summary>The state of the data: it decides and evolves as the one that the data was taken from.</summary>
    public static SettlementState FromSnapshot(SettlementSnapshot snapshot)
    {
        var state = Initial(snapshot.Id);
        state.Status = snapshot.Status;
        state.Report = snapshot.Report;
        SetRows(state, [.. snapshot.Rows]);
        state.PayoutList.AddRange(snapshot.Payouts);
        state.Run = snapshot.Run;
        foreach (var decision in snapshot.Decisions)
            state.Decisions.Add(decision.Payment, decision);
        state.SettledWith = snapshot.SettledWith;
        state.SettledOn = snapshot.SettledOn;
        state.Undo = snapshot.Undo;
        return state;
    }
}

/// <summary>A settlement's state as data, to be stored and read back.</summary>
/// <param name="Decisions">By payment.</param>
public sealed record SettlementSnapshot(
    string Id, SettlementStatus Status, SettlementReport? Report, ImmutableArray<SettlementRowState> Rows,
    ImmutableArray<SettlementPayout> Payouts, int Run, ImmutableArray<PayoutDecision> Decisions,
    ImmutableArray<SettlementPayout> SettledWith, DateOnly SettledOn, SettlementUndo? Undo);
