using OrderToCash.Domain.Values;

namespace OrderToCash.Domain.Payments;

/// <summary>A bank transaction that is a payout, or a part of one.</summary>
/// <param name="Attempt">Which decision of the payment says so.</param>
/// <param name="AmountMinor">Signed: negative where the provider collects.</param>
/// <param name="Date">When the bank booked it.</param>
/// <param name="IsPart">True where a person said that the payout came as several transactions.</param>
public sealed record SettlementPayout(
    PaymentId Payment, int Attempt, long AmountMinor, Currency Currency, DateOnly Date, bool IsPart);

/// <summary>What becomes of a customer's row. Numbers are fixed for good.</summary>
public enum RowUse
{
    /// <summary>The customer's account settles with it, or opens again what it had settled.</summary>
    Customer = 1,

    /// <summary>The order counts as paid by the provider: its invoice settles it by itself.</summary>
    Provider = 2,

    /// <summary>It is no customer's: to be booked where it belongs.</summary>
    Other = 3,
}

/// <summary>Whose money a row is.</summary>
/// <param name="Row">Index of the row in its report, 0 first.</param>
/// <param name="Account">The customer's account; empty for other uses.</param>
/// <param name="Document">Invoice number or order id, as the account knows it.</param>
public readonly record struct RowTarget(int Row, RowUse Use, AccountId Account, string Document);

/// <summary>What an account is asked to do for a row.</summary>
/// <param name="Attempt">Counts what accounts were asked for this row.</param>
/// <param name="AmountMinor">Positive: to be settled with; negative: to be open again.</param>
/// <param name="IsRefund">The merchant gave it back, rather than the customer's bank.</param>
public readonly record struct RowAsk(
    int Row, int Attempt, AccountId Account, string Document, long AmountMinor, bool IsRefund);

/// <summary>What an account is asked to take back of a row.</summary>
/// <param name="Share">What it did.</param>
/// <param name="IsTakenBack">True where that opened items: they are settled again.</param>
/// <param name="Attempt">Under which number it takes it back.</param>
public sealed record RowReturn(int Row, AppliedShare Share, bool IsTakenBack, int Attempt);

/// <summary>
/// What the rows of a report are, in sums: minor units, signed as the rows' nets, so that together they are the payout.
/// </summary>
/// <param name="ClearingMinor">Customers' payments and refunds of orders that are known.</param>
/// <param name="UnallocatedMinor">Payments whose customer is not known, and rows that say nothing.</param>
/// <param name="RefundMinor">What went back to customers, or is to be tied to one.</param>
/// <param name="FeeMinor">Fees: negative where taken.</param>
/// <param name="ReserveMinor">Held back: negative; set free: positive.</param>
/// <param name="ConversionMinor">Exchanged into or out of another currency.</param>
/// <param name="OtherMinor">What a person said is no customer's.</param>
public readonly record struct SettlementSums(
    long ClearingMinor, long UnallocatedMinor, long RefundMinor, long FeeMinor, long ReserveMinor,
    long ConversionMinor, long OtherMinor)
{
    /// <summary>The payout; 0 for what only moves between the sums.</summary>
    public long TotalMinor =>
        ClearingMinor + UnallocatedMinor + RefundMinor + FeeMinor + ReserveMinor + ConversionMinor + OtherMinor;

    /// <summary>Sum by sum.</summary>
    public static SettlementSums operator +(SettlementSums one, SettlementSums other) => new(
        one.ClearingMinor + other.ClearingMinor, one.UnallocatedMinor + other.UnallocatedMinor,
        one.RefundMinor + other.RefundMinor, one.FeeMinor + other.FeeMinor, one.ReserveMinor + other.ReserveMinor,
        one.ConversionMinor + other.ConversionMinor, one.OtherMinor + other.OtherMinor);

    /// <summary>Sum by sum.</summary>
    public static SettlementSums operator -(SettlementSums one, SettlementSums other) => new(
        one.ClearingMinor - other.ClearingMinor, one.UnallocatedMinor - other.UnallocatedMinor,
        one.RefundMinor - other.RefundMinor, one.FeeMinor - other.FeeMinor, one.ReserveMinor - other.ReserveMinor,
        one.ConversionMinor - other.ConversionMinor, one.OtherMinor - other.OtherMinor);

    /// <summary>What a row adds.</summary>
    /// <param name="use">What became of it; null where that is open.</param>
    public static SettlementSums Of(SettlementRow row, RowUse? use)
    {
        var gross = row.GrossMinor;
        var sums = new SettlementSums { FeeMinor = -row.FeeMinor };
        return row.Kind switch
        {
            SettlementRowKind.Fee => sums with { FeeMinor = row.NetMinor },
            SettlementRowKind.Reserve => sums with { ReserveMinor = gross },
            SettlementRowKind.Conversion => sums with { ConversionMinor = gross },
            _ => use switch
            {
                RowUse.Other => sums with { OtherMinor = gross },
                RowUse.Provider => sums with { ClearingMinor = gross },
                RowUse.Customer when gross > 0 => sums with { ClearingMinor = gross },
                null when gross > 0 || row.Kind == SettlementRowKind.Other => sums with { UnallocatedMinor = gross },
                _ => sums with { RefundMinor = gross },
            },
        };
    }
}

/// <summary>The key under which a customer account knows a row: it stands where payments have their id.</summary>
/// <remarks>No payment is called so: ids of payments begin with an IBAN.</remarks>
public static class SettlementRowId
{
    private const string Prefix = "settlement/";

    /// <summary>The key of a row, <c>settlement/stripe/po_1#12</c>; the first row has number 1.</summary>
    public static PaymentId Of(string settlement, int row) =>
        new(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Prefix}{settlement}#{row + 1}"));

    /// <summary>True where a key is one of a row.</summary>
    public static bool IsRow(PaymentId key) => key.Value.StartsWith(Prefix, StringComparison.Ordinal);

    /// <summary>The settlement and the row's index; false where it is a payment.</summary>
    public static bool TryParse(PaymentId key, out string settlement, out int row)
    {
        (settlement, row) = ("", 0);
        var mark = key.Value.LastIndexOf('#');
        if (!IsRow(key) || mark < Prefix.Length || !int.TryParse(
            key.Value.AsSpan(mark + 1), System.Globalization.NumberStyles.None,
            System.Globalization.CultureInfo.InvariantCulture, out var number) || number < 1)
            return false;
        (settlement, row) = (key.Value[Prefix.Length..mark], number - 1);
        return true;
    }
}
