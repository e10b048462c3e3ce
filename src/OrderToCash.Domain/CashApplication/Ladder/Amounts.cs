using OrderToCash.Domain.CashApplication.Indexing;
using OrderToCash.Domain.Payments;

namespace OrderToCash.Domain.CashApplication.Ladder;

/// <summary>Compares a transaction's amount with items.</summary>
internal sealed class Amounts(MatchIndex index, MatchPolicy policy)
{
    private BankTransaction? _transaction;
    private int _currency;
    private ushort _day;
    private long _roundingMinor;

    /// <summary>The amount.</summary>
    public long Minor { get; private set; }

    /// <summary>The currency's number; -1 where no item has it.</summary>
    public int Currency => _currency;

    /// <summary>A difference up to this is rounding.</summary>
    public long RoundingMinor => _roundingMinor;

    /// <summary>Takes in a transaction. What was paid at its value date was paid in time.</summary>
    public void Start(BankTransaction transaction)
    {
        _transaction = transaction;
        Minor = transaction.SignedMinor;
        _currency = index.Items.FindCurrency(transaction.Currency);
        _day = Days.Of(transaction.ValueDate < transaction.BookingDate
            ? transaction.ValueDate
            : transaction.BookingDate);
        _roundingMinor = MatchPolicy.Scale(policy.MaxRoundingMinor, transaction.Currency);
    }

    /// <summary>The discount that an item still grants; 0 for none.</summary>
    public long SkontoOf(int item)
    {
        ref var row = ref index.Items[item];
        if (row.OpenMinor != row.AmountMinor)
            return 0;
        if (row.FirstSkontoMinor > 0 && IsInTime(row.FirstSkontoUntil))
            return row.FirstSkontoMinor;
        return row.SecondSkontoMinor > 0 && IsInTime(row.SecondSkontoUntil) ? row.SecondSkontoMinor : 0;
    }

    /// <summary>How the amount fits an open item.</summary>
    public AmountFit Fit(int item)
    {
        ref var row = ref index.Items[item];
        if (row.Currency != _currency || row.OpenMinor <= 0)
            return default;
        if (Minor == row.OpenMinor)
            return new AmountFit(MatchRules.Amount, policy.AmountPoints, new Share(item, Minor));
        if (row.OpenMinor == row.AmountMinor)
        {
            if (FitSkonto(item, row.OpenMinor, row.FirstSkontoMinor, row.FirstSkontoUntil) is { Rule: not null } first)
                return first;
            if (FitSkonto(item, row.OpenMinor, row.SecondSkontoMinor, row.SecondSkontoUntil) is
                { Rule: not null } second)
                return second;
        }

        if (FitCharges(item, row.OpenMinor) is { Rule: not null } charges)
            return charges;
        return FitDifference(item, row.OpenMinor);
    }

    /// <summary>True where the amount is what is owed of an open item.</summary>
    public bool IsExact(int item) => Fit(item).IsExact;

    /// <summary>True where the amount is what is owed less a discount whose time is over.</summary>
    public bool IsLateSkonto(int item)
    {
        ref var row = ref index.Items[item];
        return row.OpenMinor == row.AmountMinor
            && ((row.FirstSkontoMinor > 0 && Minor == row.OpenMinor - row.FirstSkontoMinor)
                || (row.SecondSkontoMinor > 0 && Minor == row.OpenMinor - row.SecondSkontoMinor));
    }

    private bool IsInTime(ushort until) => until != 0 && _day <= until + policy.SkontoGraceDays;

    private AmountFit FitSkonto(int item, long openMinor, long skontoMinor, ushort until)
    {
        if (skontoMinor <= 0)
            return default;
        var difference = openMinor - skontoMinor - Minor;
        if (difference < -_roundingMinor || difference > _roundingMinor)
            return default;
        var isGranted = IsInTime(until)
            || (_day <= until + policy.SkontoGraceDays + policy.LateSkontoDays
                && skontoMinor <= MatchPolicy.Scale(policy.MaxLateSkontoMinor, index.Items.CurrencyOf(item)));
        if (!isGranted)
            return default;
        // Cents by which a payer computed it otherwise are discount too.
        return difference == 0
            ? new AmountFit(MatchRules.Skonto, policy.SkontoPoints, new Share(item, Minor, skontoMinor))
            : new AmountFit(MatchRules.Rounding, policy.RoundingPoints, new Share(item, Minor, openMinor - Minor));
    }

    private AmountFit FitCharges(int item, long openMinor)
    {
        if (_transaction is not { InstructedMinor: { } instructed, InstructedCurrency: { } currency } transaction
            || currency != transaction.Currency || instructed != openMinor || Minor >= openMinor)
            return default;
        var charges = openMinor - Minor;
        return transaction.ChargesMinor == charges
            && charges <= MatchPolicy.Scale(policy.MaxChargesMinor, transaction.Currency)
            ? new AmountFit(
                MatchRules.Charges, policy.ChargesPoints, new Share(item, Minor, ChargesMinor: charges))
            : default;
    }

    private AmountFit FitDifference(int item, long openMinor)
    {
        var difference = openMinor - Minor;
        var size = Math.Abs(difference);
        // A few cents of a small item are a part of it.
        if (size <= _roundingMinor && size * 20 <= openMinor)
        {
            return new AmountFit(
                MatchRules.Rounding, policy.RoundingPoints, new Share(item, Minor, WriteOffMinor: difference));
        }

        if (_transaction is { InstructedCurrency: { } instructed } transaction && instructed != transaction.Currency
            && (size <= MatchPolicy.Scale(policy.MaxExchangeMinor, transaction.Currency)
                || size <= openMinor / 1000 * policy.MaxExchangePermille) && size * 20 <= openMinor)
        {
            return new AmountFit(
                MatchRules.Exchange, policy.ExchangePoints, new Share(item, Minor, WriteOffMinor: difference));
        }

        return default;
    }
}
