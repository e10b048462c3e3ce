using System.Collections.Immutable;
using OrderToCash.Domain.Payments;
using OrderToCash.Domain.Receivables;

namespace OrderToCash.Application.Audit;

/// <summary>
/// A provider's payout: its rows add up to it and to what is booked for it, and each is carried out once.
/// </summary>
internal sealed class SettlementFold(ulong settlement) : EntityFold
{
    private SettlementReport? _report;
    private Row[] _rows = [];
    private bool _isSettled;

    /// <summary>Bank transactions that were taken in and not answered yet.</summary>
    private readonly List<SettlementPayout> _noted = [];

    private enum Step
    {
        Open,
        Asked,
        Done,
        Returning,
    }

    /// <inheritdoc/>
    public override EntityFold Apply(object domainEvent, Findings findings)
    {
        switch ((SettlementEvent)domainEvent)
        {
            case SettlementEvent.Recorded recorded: Record(recorded.Report, findings); break;
            case SettlementEvent.PayoutNoted { Payout: var payout }:
                findings.Effect(Relation.Payout, Key.Mix(LinkOf(payout), payout.AmountMinor));
                _noted.Add(payout);
                break;
            case SettlementEvent.PayoutRefused refused: Refuse(refused, findings); break;
            case SettlementEvent.PayoutWithdrawn withdrawn:
                findings.Effect(
                    Relation.PayoutUndone,
                    Links.Payout(Key.Of(withdrawn.Payment.Value), settlement, withdrawn.Attempt));
                foreach (var payout in _noted.FindAll(one => one.Payment == withdrawn.Payment))
                    Answer(payout, findings);
                break;
            case SettlementEvent.Settled settled: Settle(settled, findings); break;
            case SettlementEvent.Unsettled unsettled: Unsettle(unsettled, findings); break;
            case SettlementEvent.UndoBegun begun:
                findings.Effect(
                    Relation.PayoutUndone, Links.Payout(Key.Of(begun.Payment.Value), settlement, begun.Attempt));
                break;
            case SettlementEvent.RowsAllocated allocated: Allocate(allocated, findings); break;
            case SettlementEvent.RowsAsked asked:
                foreach (var ask in asked.Rows)
                    Ask(ask, findings);
                break;
            case SettlementEvent.RowApplied applied: Take(applied, findings); break;
            case SettlementEvent.RowRefused refused: Refuse(refused, findings); break;
            case SettlementEvent.RowsReturned returned:
                foreach (var one in returned.Rows)
                    Return(one, findings);
                break;
            case SettlementEvent.RowUndone undone: Undo(undone, findings); break;
            default: break;
        }

        return this;
    }

    private void Record(SettlementReport report, Findings findings)
    {
        if (_report is not null)
            findings.Break(Invariant.CountedOnce, $"a second report of {Settlement.IdOf(report)}", "one");
        _report = report;
        _rows = new Row[report.Rows.Length];
        long sum = 0;
        foreach (var row in report.Rows)
            sum += row.GrossMinor - row.FeeMinor;
        if (sum != report.PayoutMinor)
        {
            findings.Break(
                Invariant.MoneyConserved, $"rows of {sum} in the report of {Settlement.IdOf(report)}",
                $"its payout, {report.PayoutMinor}");
        }
    }

    private ulong LinkOf(SettlementPayout payout) =>
        Links.Payout(Key.Of(payout.Payment.Value), settlement, payout.Attempt);

    private void Answer(SettlementPayout payout, Findings findings)
    {
        findings.Cause(Relation.PayoutAnswer, LinkOf(payout));
        _noted.Remove(payout);
    }

    private void Refuse(SettlementEvent.PayoutRefused refused, Findings findings)
    {
        var link = Links.Payout(Key.Of(refused.Payment.Value), settlement, refused.Attempt);
        if (_noted.RemoveAll(one => one.Payment == refused.Payment) == 0)
            findings.Effect(Relation.Payout, Key.Mix(link, refused.AmountMinor));
        findings.Cause(Relation.PayoutAnswer, link);
    }

    private void Settle(SettlementEvent.Settled settled, Findings findings)
    {
        findings.Count(Checked.Payouts);
        long sum = 0;
        foreach (var payout in settled.Payouts)
        {
            sum += payout.AmountMinor;
            if (!_noted.Contains(payout))
                findings.Break(Invariant.MoneyConserved, $"payout {payout.Payment} booked", "one that came in");
            Answer(payout, findings);
        }

        if (_isSettled)
            findings.Break(Invariant.CountedOnce, "a payout booked again", "once, or undone before");
        _isSettled = true;
        if (sum != _report?.PayoutMinor)
            findings.Break(Invariant.MoneyConserved, $"{sum} booked of the payout", $"{_report?.PayoutMinor}");
        CheckSums(settled.Sums, findings);
        LedgerCheck.Run(settled, findings);
    }

    private void Unsettle(SettlementEvent.Unsettled unsettled, Findings findings)
    {
        if (!_isSettled)
            findings.Break(Invariant.MoneyConserved, "a payout taken back", "one that was booked");
        _isSettled = false;
        if (Array.Exists(_rows, static row => row.Step != Step.Open))
            findings.Break(Invariant.MoneyConserved, "a payout taken back before its rows are", "all of them first");
        CheckSums(unsettled.Sums, findings);
        LedgerCheck.Run(unsettled, findings);
    }

    private void CheckSums(in SettlementSums booked, Findings findings)
    {
        var sums = default(SettlementSums);
        for (var i = 0; i < _rows.Length; i++)
            sums += Of(i, _rows[i].Use);
        if (sums != booked)
            findings.Break(Invariant.MoneyConserved, $"booked {booked}", $"what the rows are, {sums}");
    }

    private SettlementSums Of(int row, RowUse? use) =>
        _report is { } report ? SettlementSums.Of(report.Rows[row], use) : default;

    private void Allocate(SettlementEvent.RowsAllocated allocated, Findings findings)
    {
        var moved = default(SettlementSums);
        foreach (var target in allocated.Rows)
        {
            ref var row = ref _rows[target.Row];
            moved += Of(target.Row, target.Use) - Of(target.Row, row.Use);
            if (row.Step != Step.Open)
            {
                findings.Break(
                    Invariant.CountedOnce, $"row {target.Row + 1} given to another", "a row that no account has");
            }

            row.Use = target.Use;
        }

        if (allocated.Moved != (_isSettled ? moved : default))
            findings.Break(Invariant.MoneyConserved, $"moved {allocated.Moved}", $"{moved}, as the rows say");
        LedgerCheck.Run(allocated, findings);
    }

    private void Ask(in RowAsk ask, Findings findings)
    {
        findings.Count(Checked.PayoutRows);
        ref var row = ref _rows[ask.Row];
        if (!_isSettled || row.Step != Step.Open || row.Use != RowUse.Customer)
            findings.Break(Invariant.CountedOnce, $"row {ask.Row + 1} carried out", "once, of a payout that is booked");
        if (ask.AmountMinor != _report?.Rows[ask.Row].GrossMinor)
        {
            findings.Break(
                Invariant.MoneyConserved, $"{ask.AmountMinor} asked for row {ask.Row + 1}", "what the report says");
        }

        row = row with { Step = Step.Asked, Account = Key.Of(ask.Account.Value) };
        findings.Cause(Relation.RowAsked, Links.Row(RowKey(ask.Row), row.Account, ask.Attempt, ask.AmountMinor));
    }

    private void Take(SettlementEvent.RowApplied applied, Findings findings)
    {
        ref var row = ref _rows[applied.Row];
        var sum = Sum(applied.Allocations) + applied.OnAccountMinor + applied.RefundMinor;
        var amount = applied.IsTakenBack ? -sum : sum;
        if (row.Step != Step.Asked || amount != _report?.Rows[applied.Row].GrossMinor)
        {
            findings.Break(
                Invariant.MoneyConserved, $"{amount} carried out for row {applied.Row + 1}",
                $"{_report?.Rows[applied.Row].GrossMinor}, once it was asked for");
        }

        row = row with { Step = Step.Done, AmountMinor = amount };
        findings.Effect(
            Relation.RowAnswered, Links.Row(RowKey(applied.Row), row.Account, applied.Attempt, amount));
    }

    private void Refuse(SettlementEvent.RowRefused refused, Findings findings)
    {
        ref var row = ref _rows[refused.Row];
        if (refused.Moved != Of(refused.Row, null) - Of(refused.Row, row.Use))
            findings.Break(Invariant.MoneyConserved, $"moved {refused.Moved}", "what the refused row is");
        findings.Effect(Relation.RowAnswered, Links.Row(
            RowKey(refused.Row), row.Account, refused.Attempt, _report?.Rows[refused.Row].GrossMinor ?? 0));
        row = default;
        LedgerCheck.Run(refused, findings);
    }

    private void Return(RowReturn returned, Findings findings)
    {
        ref var row = ref _rows[returned.Row];
        if (row.Step != Step.Done)
            findings.Break(Invariant.MoneyConserved, $"row {returned.Row + 1} taken back", "one that was carried out");
        row.Step = Step.Returning;
        findings.Cause(
            Relation.RowAsked, Links.Row(RowKey(returned.Row), row.Account, returned.Attempt, -row.AmountMinor));
    }

    private void Undo(SettlementEvent.RowUndone undone, Findings findings)
    {
        ref var row = ref _rows[undone.Row];
        if (row.Step != Step.Returning || undone.AmountMinor != Math.Abs(row.AmountMinor))
        {
            findings.Break(
                Invariant.MoneyConserved, $"{undone.AmountMinor} of row {undone.Row + 1} taken back",
                $"the {row.AmountMinor} that were carried out");
        }

        findings.Effect(
            Relation.RowAnswered, Links.Row(RowKey(undone.Row), row.Account, undone.Attempt, -row.AmountMinor));
        row = row with { Step = Step.Open, AmountMinor = 0 };
        LedgerCheck.Run(undone, findings);
    }

    private ulong RowKey(int row) =>
        _report is { } report ? Key.Of(SettlementRowId.Of(Settlement.IdOf(report), row).Value) : 0;

    private static long Sum(ImmutableArray<Allocation> allocations)
    {
        long sum = 0;
        foreach (var allocation in allocations)
            sum += allocation.AmountMinor;
        return sum;
    }

    /// <summary>What became of a row: for whom, how far, and what the account did.</summary>
    private record struct Row(RowUse? Use, Step Step, ulong Account, long AmountMinor);
}
