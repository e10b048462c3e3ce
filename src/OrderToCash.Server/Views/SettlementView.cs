using System.Text.Json.Nodes;
using OrderToCash.Domain.Payments;
using OrderToCash.Domain.Values;

namespace OrderToCash.Server.Views;

/// <summary>A provider's payout as a result: its sums, and row by row what became of it.</summary>
internal static class SettlementView
{
    /// <summary>Rows shown; those that a person has to look at come first.</summary>
    private const int MaxRows = 1_000;

    /// <summary>The result of a state.</summary>
    public static JsonObject Of(SettlementState settlement)
    {
        var view = new JsonObject
        {
            ["settlement"] = settlement.Id, ["status"] = Nodes.Word(settlement.Status),
            ["waitsFor"] = settlement.WaitsFor, ["provider"] = settlement.Provider,
            ["payments"] = Nodes.List(settlement.Payouts, payout => new JsonObject
            {
                ["payment"] = payout.Payment.Value, ["amount"] = Nodes.Money(payout.AmountMinor, payout.Currency),
                ["bookedOn"] = Nodes.Day(payout.Date),
            }),
        };
        if (settlement.Report is { } report)
            Add(view, settlement, report);
        return view;
    }

    private static void Add(JsonObject view, SettlementState settlement, SettlementReport report)
    {
        var sums = default(SettlementSums);
        for (var i = 0; i < report.Rows.Length; i++)
            sums += SettlementSums.Of(report.Rows[i], settlement.Rows[i].Target?.Use);
        var currency = report.Currency;
        view["payout"] = Nodes.Money(report.PayoutMinor, currency);
        view["date"] = report.Date is { } date ? Nodes.Day(date) : null;
        view["sums"] = new JsonObject
        {
            ["customers"] = Nodes.Amount(sums.ClearingMinor, currency),
            ["unallocated"] = Nodes.Amount(sums.UnallocatedMinor, currency),
            ["refunds"] = Nodes.Amount(sums.RefundMinor, currency),
            ["fees"] = Nodes.Amount(sums.FeeMinor, currency),
            ["reserves"] = Nodes.Amount(sums.ReserveMinor, currency),
            ["conversions"] = Nodes.Amount(sums.ConversionMinor, currency),
            ["other"] = Nodes.Amount(sums.OtherMinor, currency),
        };
        view["rowCount"] = report.Rows.Length;
        view["unallocatedRows"] = settlement.OpenCount;
        view["rows"] = Nodes.List(
            Enumerable.Range(0, report.Rows.Length)
                .OrderBy(row => settlement.Rows[row].Status == RowStatus.Open ? 0 : 1).ThenBy(row => row)
                .Take(MaxRows),
            row => Row(row, report.Rows[row], settlement.Rows[row], currency));
    }

    /// <summary>What a list says of it; <c>unallocated</c> is what customers paid in rows of which nobody knows whose
    /// they are, less what went back.</summary>
    public static JsonObject Line(SettlementState settlement)
    {
        var (open, report) = (0L, settlement.Report);
        for (var i = 0; i < settlement.Rows.Count; i++)
        {
            if (report is not null && settlement.Rows[i].Status == RowStatus.Open)
                open += report.Rows[i].GrossMinor;
        }

        return new JsonObject
        {
            ["settlement"] = settlement.Id, ["provider"] = settlement.Provider,
            ["payout"] = report?.PayoutId ?? settlement.Id[Math.Min(
                settlement.Provider.Length + 1, settlement.Id.Length)..],
            ["amount"] = report is null ? null : Nodes.Amount(report.PayoutMinor, report.Currency),
            ["currency"] = report?.Currency.Code,
            ["date"] = report?.Date is { } date ? Nodes.Day(date) : null,
            ["status"] = Nodes.Word(settlement.Status), ["rows"] = settlement.Rows.Count,
            ["unallocatedRows"] = settlement.OpenCount,
            ["unallocated"] = report is null ? null : Nodes.Amount(open, report.Currency),
        };
    }

    /// <summary>One row of a report that came, and what became of it.</summary>
    /// <param name="index">0 for the first.</param>
    public static JsonObject Row(SettlementState settlement, int index)
    {
        var report = settlement.Report ?? throw new ArgumentException("Bug: no report came.", nameof(settlement));
        return Row(index, report.Rows[index], settlement.Rows[index], report.Currency);
    }

    private static JsonObject Row(int index, SettlementRow row, SettlementRowState state, Currency currency) => new()
    {
        ["row"] = index + 1,
        ["id"] = row.Id,
        ["kind"] = Nodes.Word(row.Kind),
        ["order"] = row.Order ?? row.ProviderOrder,
        ["customer"] = row.CustomerName,
        ["description"] = row.Description,
        ["gross"] = Nodes.Amount(row.GrossMinor, currency),
        ["fee"] = Nodes.Amount(row.FeeMinor, currency),
        ["net"] = Nodes.Amount(row.NetMinor, currency),
        ["status"] = StatusOf(row, state),
        ["account"] = state.Target is { Account.Value.Length: > 0 } target ? target.Account.Value : null,
        ["document"] = state.Target?.Document,
        ["reason"] = state.Reason,
        ["settled"] = state.Share is { } share
            ? Nodes.List(share.Allocations, one => new JsonObject
            {
                ["document"] = one.Document,
                [state.IsTakenBack ? "openedAgain" : "amount"] = Nodes.Amount(one.SettledMinor, currency),
                ["stillOpen"] = Nodes.Amount(one.OpenMinor, currency),
            })
            : null,
        ["onAccount"] = state.Share is { OnAccountMinor: not 0 and var rest } ? Nodes.Amount(rest, currency) : null,
    };

    private static string StatusOf(SettlementRow row, SettlementRowState state) =>
        (state.Status, state.Target?.Use) switch
        {
            (RowStatus.Open, _) => "unallocated",
            (RowStatus.Ready, null) => row.Kind == SettlementRowKind.Fee ? "fee" : "no customer's",
            (RowStatus.Ready, RowUse.Provider) => "settled by the provider",
            (RowStatus.Ready, RowUse.Other) => "other",
            (RowStatus.Ready, _) => "waits for the payout",
            (RowStatus.Asked, _) => "waits for the account",
            (RowStatus.Returning, _) => "is taken back",
            _ => state.IsTakenBack ? "opened again" : "settled",
        };
}
