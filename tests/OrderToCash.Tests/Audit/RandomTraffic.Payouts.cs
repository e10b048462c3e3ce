using System.Collections.Concurrent;
using System.Collections.Immutable;
using OrderToCash.Domain.CashApplication;
using OrderToCash.Domain.Flows;
using OrderToCash.Domain.Payments;
using OrderToCash.Domain.Values;
using OrderToCash.Tests.Orders;

namespace OrderToCash.Tests.Audit;

/// <content>Payouts of providers: reported before or after the money, decided, undone, decided again.</content>
internal sealed partial class RandomTraffic
{
    private readonly ConcurrentDictionary<string, (string Settlement, ImmutableArray<MatchAllocation> Items)> _payouts =
        new(StringComparer.Ordinal);

    private readonly Queue<(SettlementReport Report, ImmutableArray<RowTarget> Targets)> _reports = new();
    private readonly List<string> _decided = [];
    private readonly List<(string Account, string Document)> _sold = [];

    private async Task PayOutAsync()
    {
        var rows = ImmutableArray.CreateBuilder<SettlementRow>();
        var items = ImmutableArray.CreateBuilder<MatchAllocation>();
        var targets = ImmutableArray.CreateBuilder<RowTarget>();
        while (rows.Count < 4 && _owed.TryDequeue(out var owed))
        {
            if (owed.Minor == 0)
                continue;
            var fee = owed.Minor / 50;
            var id = $"t{rows.Count}";
            rows.Add(new SettlementRow(id, SettlementRowKind.Sale, owed.Document, owed.Minor, fee, owed.Minor - fee));
            _sold.Add((owed.Account, owed.Document));
            if (random.Next(4) > 0)
                items.Add(new MatchAllocation(new AccountId(owed.Account), owed.Document, owed.Minor, Row: id));
        }

        if (_sold.Count > 0 && random.Next(2) == 0)
        {
            var (account, document) = _sold[random.Next(_sold.Count)];
            var kind = random.Next(2) == 0 ? SettlementRowKind.Refund : SettlementRowKind.Chargeback;
            var minor = -random.Next(1, 3_000);
            targets.Add(new RowTarget(rows.Count, RowUse.Customer, new AccountId(account), document));
            rows.Add(new SettlementRow("back", kind, document, minor, -1, minor + 1));
        }

        if (random.Next(3) == 0)
            rows.Add(new SettlementRow("held", SettlementRowKind.Reserve, null, -200, 0, -200));
        rows.Add(new SettlementRow("who", SettlementRowKind.Sale, "unknown", 333, 3, 330));
        if (random.Next(3) == 0)
            targets.Add(new RowTarget(rows.Count - 1, (RowUse)random.Next(2, 4), new AccountId(""), "unknown"));
        var payout = rows.Sum(static row => row.NetMinor);
        var day = DateOnly.FromDateTime(There.Now.Date);
        var report = new SettlementReport("paypal", $"po_{++_number}", Currency.Eur, payout, day, rows.ToImmutable());
        _reports.Enqueue((report, targets.ToImmutable()));
        if (random.Next(2) == 0)
            await ReportAsync();
        if (payout == 0)
            return;
        var entry = There.Transaction("E-" + ++_number, payout + (random.Next(10) == 0 ? 1 : 0));
        _payouts[AuditWorld.Iban.Value + "/" + entry.Identity] = (Settlement.IdOf(report), items.ToImmutable());
        (_lastOpening, _lastEntries) = (_balance, [entry]);
        _balance += entry.SignedMinor;
        await BookAsync(_lastOpening, _lastEntries);
    }

    private async Task ReportAsync()
    {
        if (!_reports.TryDequeue(out var next))
            return;
        var id = Settlement.IdOf(next.Report);
        await TellAsync(Kinds.Settlement, id, new SettlementCommand.Record(next.Report, SampleOrders.Ada));
        await TellAsync(Kinds.Settlement, id, new SettlementCommand.Allocate(next.Targets, SampleOrders.Ada));
    }

    private async Task DecideAsync(string payment, (string Settlement, ImmutableArray<MatchAllocation> Items) payout)
    {
        _decided.Add(payment);
        await TellAsync(Kinds.Payment, payment, new PaymentCommand.Decide(
            new MatchDecision(MatchOutcome.Settle, "payout id", MatchFacts.OfPerson)
            {
                Payout = payout.Settlement, Allocations = payout.Items, IsPart = random.Next(10) == 0,
            },
            SampleOrders.Ada));
    }

    private async Task UndoPayoutAsync()
    {
        if (_decided.Count == 0)
            return;
        var payment = _decided[random.Next(_decided.Count)];
        var undo = new PaymentCommand.Undo("wrong", SampleOrders.Ada, random.Next(2) == 0);
        await TellAsync(Kinds.Payment, payment, undo);
        if (random.Next(3) > 0)
            _received.Enqueue(payment);
    }
}
