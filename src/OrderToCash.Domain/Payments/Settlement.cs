using System.Collections.Immutable;
using System.Diagnostics;
using OrderToCash.Domain.Values;

namespace OrderToCash.Domain.Payments;

/// <summary>
/// A provider's payout: the report that says what it is made of, and the bank transactions that bring it. When both are
/// there and agree, the payout is booked as what its rows are, and customers' accounts are asked to carry their rows
/// out. This file: the commands and the report; <c>Payouts</c>: its money; <c>Rows</c>: whose rows are; <c>Undo</c>:
/// taking it back; <c>Evolve</c>: what events change.
/// </summary>
public static partial class Settlement
{
    /// <summary>
    /// Rows that one command carries out at most: each is asked of an account, and a command yields at most 1,024
    /// events and reactions.
    /// </summary>
    public const int MaxBatch = 400;

    /// <summary>Rows of a report at most: a report is one event, of some 150 bytes a row.</summary>
    public const int MaxRows = 50_000;

    /// <summary>Bank transactions that bring one payout at most.</summary>
    public const int MaxPayouts = 50;

    /// <summary>The id of the settlement that a report belongs to.</summary>
    public static string IdOf(SettlementReport report) => report.Provider + "/" + report.PayoutId;

    /// <summary>A payout of which nothing is known.</summary>
    public static SettlementState Initial(string id) => new(id);

    /// <summary>True where nothing more is expected of it, though a person may still come back to it.</summary>
    public static bool IsAtRest(SettlementState state) =>
        state.Status == SettlementStatus.Settled && state.CountOf(RowStatus.Asked) == 0 && state.OpenCount == 0;

    /// <summary>What the command changes; never changes the state itself.</summary>
    /// <param name="at">When the command came, UTC: the day of a report that says no day and pays out nothing.</param>
    public static Decision<SettlementReply, SettlementEvent> Decide(
        SettlementState state, SettlementCommand command, DateTimeOffset at)
    {
        var today = DateOnly.FromDateTime(at.UtcDateTime);
        return command switch
        {
            SettlementCommand.Record record => Record(state, record, today),
            SettlementCommand.NotePayout note => NotePayout(state, note, today),
            SettlementCommand.UndoPayout undo => UndoPayout(state, undo),
            SettlementCommand.NoteRow note => NoteRow(state, note, today),
            SettlementCommand.NoteRefused note => NoteRefused(state, note, today),
            SettlementCommand.Allocate allocate => Allocate(state, allocate),
            SettlementCommand.GoOn go => GoOn(state, go),
            _ => throw new UnreachableException(command.GetType().Name),
        };
    }

    private static Decision<SettlementReply, SettlementEvent> Record(
        SettlementState state, SettlementCommand.Record record, DateOnly today)
    {
        var report = record.Report;
        if (IdOf(report) != state.Id)
        {
            return Refuse(
                SettlementReplyCode.InvalidReport, $"the report of {IdOf(report)} is no report of {state.Id}");
        }

        if (report.Rows.Length > MaxRows)
        {
            return Refuse(
                SettlementReplyCode.InvalidReport,
                $"the report of {state.Id} has {report.Rows.Length} rows, expected at most {MaxRows}; ask the provider "
                + "for payouts in shorter periods");
        }

        if (SettlementCheck.Find(report) is { } fault)
        {
            return Refuse(
                SettlementReplyCode.InvalidReport,
                $"the report of {state.Id}: found {fault.Found}, expected {fault.Expected}");
        }

        if (state.Report is { } known)
        {
            return IsSame(known, report)
                ? Refuse(SettlementReplyCode.Duplicate, null)
                : Refuse(
                    SettlementReplyCode.Conflict,
                    $"a report of {state.Id} is known, of {SettlementCheck.Amount(known.PayoutMinor, known.Currency)} "
                    + $"in {known.Rows.Length} rows, and this one differs; check which one is right: the first one "
                    + "stays");
        }

        var events = ImmutableArray.CreateBuilder<SettlementEvent>();
        events.Add(new SettlementEvent.Recorded(report, record.Actor));
        AddSettling(state, report, new Booking(SumsOf(report), null, today), state.PayoutList, events);
        return Accept(events.DrainToImmutable());
    }

    /// <summary>Providers name rows and customers in other words from export to export; the money decides.</summary>
    private static bool IsSame(SettlementReport known, SettlementReport report)
    {
        if (known.Currency != report.Currency || known.PayoutMinor != report.PayoutMinor
            || known.Rows.Length != report.Rows.Length)
            return false;
        for (var i = 0; i < known.Rows.Length; i++)
        {
            var (one, other) = (known.Rows[i], report.Rows[i]);
            if (one.Id != other.Id || one.Kind != other.Kind || one.GrossMinor != other.GrossMinor
                || one.FeeMinor != other.FeeMinor || one.Order != other.Order)
                return false;
        }

        return true;
    }

    private static SettlementSums SumsOf(SettlementReport report)
    {
        var sums = default(SettlementSums);
        foreach (var row in report.Rows)
            sums += SettlementSums.Of(row, null);
        return sums;
    }

    private static SettlementSums SumsOf(SettlementState state)
    {
        var sums = default(SettlementSums);
        for (var i = 0; i < state.RowStates.Length; i++)
            sums += SettlementSums.Of(RowOf(state, i), state.RowStates[i].Target?.Use);
        return sums;
    }

    private static SettlementRow RowOf(SettlementState state, int index) =>
        (state.Report ?? throw new UnreachableException("rows without a report")).Rows[index];

    private static Decision<SettlementReply, SettlementEvent> Refuse(SettlementReplyCode code, string? detail) =>
        new(new SettlementReply(code, detail), []);

    private static Decision<SettlementReply, SettlementEvent> Accept(ImmutableArray<SettlementEvent> events) =>
        new(new SettlementReply(SettlementReplyCode.Accepted), events);
}
