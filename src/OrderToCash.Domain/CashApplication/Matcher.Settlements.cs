using System.Collections.Immutable;
using OrderToCash.Domain.CashApplication.Indexing;
using OrderToCash.Domain.CashApplication.Ladder;
using OrderToCash.Domain.CashApplication.Texts;
using OrderToCash.Domain.Payments;

namespace OrderToCash.Domain.CashApplication;

/// <content>Payouts of payment providers.</content>
public sealed partial class Matcher
{
    private MatchDecision? DecideSettlement(BankTransaction transaction)
    {
        var payouts = _index.Payouts;
        if (payouts.Count > 0)
        {
            if (payouts.FindId(_text, out var from, out var to) is >= 0 and var report)
                return DecidePayout(transaction, report, _text.Origin(from, to));
            if (FindPayout(transaction) is >= 0 and var same)
                return DecidePayout(transaction, same, null);
        }

        _field.Fill(transaction.CounterpartyName, []);
        return Vocabulary.NamesProvider(_field) && _payers.Payers.Count == 0 && transaction.SignedMinor > 0
            ? _wording.Plain(
                MatchOutcome.Wait, MatchRungs.Settlement, "a provider's payout: its settlement report is awaited")
            : null;
    }

    // Without an id: the provider by name, the amount, the days around the report's; one only.
    private int FindPayout(BankTransaction transaction)
    {
        _field.Fill(transaction.CounterpartyName, []);
        if (!_index.Payouts.NamesProvider(_field, out var provider)
            && !_index.Payouts.NamesProvider(_text, out provider))
            return -1;
        Span<int> found = stackalloc int[MaxOriginals];
        var only = -1;
        foreach (var place in found[.._index.Payouts.FindAmount(transaction.SignedMinor, found)])
        {
            var report = _index.Payouts[place];
            if (_index.Payouts.IsSettled(place) || report.Currency != transaction.Currency
                || !string.Equals(report.Provider, provider, StringComparison.OrdinalIgnoreCase)
                || report.Date is not { } date
                || Math.Abs(date.DayNumber - transaction.BookingDate.DayNumber) > _policy.MaxPayoutDays)
                continue;
            if (only >= 0)
                return -1;
            only = place;
        }

        return only;
    }

    private MatchDecision DecidePayout(BankTransaction transaction, int place, (int Start, int Length)? hit)
    {
        var report = _index.Payouts[place];
        var id = $"{report.Provider}/{report.PayoutId}";
        if (_index.Payouts.IsSettled(place))
            return _wording.Review([], $"a payout that isn't settled yet: {id} is");
        if (report.Currency != transaction.Currency || report.PayoutMinor != transaction.SignedMinor)
            return _wording.Review([], $"the amount that the report of {id} says");
        if (SettlementCheck.Find(report) is not null)
            return _wording.Review([], $"a report of {id} that adds up");
        var fact = hit is { } range
            ? new Fact(
                EvidenceKind.Reference, MatchRules.Payout, _policy.OwnReferencePoints, -1, -1, TransactionField.Text,
                range.Start, range.Length)
            : new Fact(EvidenceKind.Amount, MatchRules.PayoutAmount, _policy.MinScore);
        return _wording.Settle(id, fact, Sales(report));
    }

    // The orders that were paid through the provider, as far as something of them is open with what was paid.
    private ImmutableArray<MatchAllocation> Sales(SettlementReport report)
    {
        var allocations = ImmutableArray.CreateBuilder<MatchAllocation>();
        foreach (var row in report.Rows)
        {
            if (row.Kind != SettlementRowKind.Sale || row.Order is not { } order)
                continue;
            _references.Start(report.Date ?? DateOnly.MinValue.AddYears(1));
            Search(order, TransactionField.StructuredReference);
            _references.Resolve();
            var only = -1;
            foreach (var hit in _references.Hits)
            {
                var item = _index.Items[hit.Item];
                if (item.State == ItemState.Open && item.OpenMinor == row.GrossMinor)
                    only = only is -1 || only == hit.Item ? hit.Item : -2;
            }

            if (only >= 0)
            {
                allocations.Add(new MatchAllocation(
                    _index.Customers.AccountOf(_index.Items[only].Customer), _index.Items.DocumentText(only),
                    row.GrossMinor, Row: row.Id));
            }
        }

        return allocations.DrainToImmutable();
    }
}
