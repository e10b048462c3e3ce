using OrderToCash.Domain.Payments;

namespace OrderToCash.Adapters.Settlements;

/// <summary>What PayPal's types of transaction mean, in its English and German words.</summary>
internal static class PayPalTypes
{
    /// <summary>True for money that goes to the bank account.</summary>
    public static bool IsWithdrawal(string type) =>
        Has(type, "Abbuchung - Bankkonto") || Has(type, "Bankkonto-Abbuchung") || Has(type, "Withdrawal")
        || Has(type, "Transfer to bank") || Has(type, "Auszahlung");

    /// <summary>The kind of a row.</summary>
    /// <param name="net">Tells a payment received from one made.</param>
    public static SettlementRowKind KindOf(string type, long net)
    {
        // Holds first: their release is a reversal by name.
        if (Has(type, "Einbehaltung") || Has(type, "Hold") || Has(type, "Reserve") || Has(type, "Rücklage"))
            return SettlementRowKind.Reserve;
        if (Has(type, "Währungsumrechnung") || Has(type, "Currency Conversion"))
            return SettlementRowKind.Conversion;
        if (Has(type, "gebühr") || Has(type, "Entgelt") || Has(type, "Fee"))
            return SettlementRowKind.Fee;
        if (Has(type, "Chargeback") || Has(type, "Rückbuchung") || Has(type, "Reversal") || Has(type, "Dispute"))
            return SettlementRowKind.Chargeback;
        if (Has(type, "Rückzahlung") || Has(type, "Rückerstattung") || Has(type, "Refund"))
            return SettlementRowKind.Refund;
        var isPayment = Has(type, "Zahlung") || Has(type, "Payment") || Has(type, "Checkout");
        return isPayment && net > 0 ? SettlementRowKind.Sale : SettlementRowKind.Other;
    }

    private static bool Has(string type, string word) => type.Contains(word, StringComparison.OrdinalIgnoreCase);
}
