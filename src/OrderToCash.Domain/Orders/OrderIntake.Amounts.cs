using OrderToCash.Domain.Values;

namespace OrderToCash.Domain.Orders;

/// <content>Lines, discounts and shipping.</content>
public static partial class OrderIntake
{
    /// <summary>Checks every amount; sums are kept in decimal, which content out of bounds can't overflow.</summary>
    private static void CheckAmounts(ref List<Finding>? findings, OrderContent content)
    {
        var lines = content.Lines;
        if (lines.IsDefaultOrEmpty || lines.Length > OrderLimits.MaxLines)
        {
            var count = lines.IsDefault ? 0 : lines.Length;
            Error(ref findings, "lines", "lines", Text(count), "1 to 10,000");
            return;
        }

        var money = content.Currency;
        decimal sum = 0;
        long pieces = 0;
        for (var i = 0; i < lines.Length; i++)
        {
            sum += CheckLine(ref findings, i, lines[i], money);
            pieces += lines[i].Quantity;
        }

        CheckLineIds(ref findings, content);
        CheckRateCount(ref findings, content);
        if (pieces > OrderLimits.MaxPieces)
            Error(ref findings, "quantity", "lines", $"{pieces} pieces", "at most 1,000,000,000");
        decimal gross = sum;
        if (content.Shipping is { } shipping)
        {
            if (shipping.PriceMinor is < 0 or > OrderLimits.MaxAmountMinor)
                Error(ref findings, "amount", "shipping.price", money.Format(shipping.PriceMinor), AmountBound(money));
            CheckRate(ref findings, "shipping.taxRate", shipping.TaxRate);
            gross += shipping.PriceMinor;
        }

        CheckDiscounts(ref findings, content, gross);
        if (!content.PricesIncludeTax) gross *= 2;
        if (gross > OrderLimits.MaxAmountMinor)
            Error(ref findings, "amount", "lines", money.Format(gross), AmountBound(money));
    }

    private static string AmountBound(Currency currency) => $"0 to {currency.Format(OrderLimits.MaxAmountMinor)}";

    /// <summary>Checks one line and returns what it costs, minor units.</summary>
    private static decimal CheckLine(ref List<Finding>? findings, int index, OrderLine line, Currency currency)
    {
        // The field's path is put together only where there is something to say.
        if (!IsName(line.LineId)) CheckName(ref findings, $"lines[{index}].lineId", line.LineId);
        if (!IsName(line.Sku.Value)) CheckName(ref findings, $"lines[{index}].sku", line.Sku.Value);
        var isBounded = true;
        if (line.Quantity is < 1 or > OrderLimits.MaxQuantity)
        {
            Error(ref findings, "quantity", $"lines[{index}].quantity", Text(line.Quantity), "1 to 1,000,000");
            isBounded = false;
        }

        if (line.UnitPrice is < 0 or > OrderLimits.MaxUnitPrice)
        {
            Error(ref findings, "price", $"lines[{index}].unitPrice", Text(line.UnitPrice), "0 to 10,000,000");
            isBounded = false;
        }
        else if (line.UnitPrice.Scale > OrderLimits.MaxPriceDecimals
            && decimal.Round(line.UnitPrice, OrderLimits.MaxPriceDecimals) != line.UnitPrice)
        {
            Error(ref findings, "price", $"lines[{index}].unitPrice", Text(line.UnitPrice), "at most six decimals");
        }

        if (line.TaxRate is < 0 or > 100) CheckRate(ref findings, $"lines[{index}].taxRate", line.TaxRate);
        if (!isBounded) return 0;
        var total = OrderTotals.LineTotal(line, currency);
        if (line.DiscountMinor < 0 || line.DiscountMinor > total)
        {
            Error(
                ref findings, "discount", $"lines[{index}].discount", currency.Format(line.DiscountMinor),
                $"0 to the line's {currency.Format(total)}");
            return total;
        }

        return total - line.DiscountMinor;
    }

    private static void CheckDiscounts(ref List<Finding>? findings, OrderContent content, decimal gross)
    {
        if (content.Discounts.IsDefaultOrEmpty) return;
        if (content.Discounts.Length > OrderLimits.MaxDiscounts)
            Error(ref findings, "discount", "discounts", Text(content.Discounts.Length), "at most 1,000");
        var money = content.Currency;
        decimal sum = 0;
        for (var i = 0; i < content.Discounts.Length; i++)
        {
            var amount = content.Discounts[i].AmountMinor;
            if (amount < 0)
                Error(ref findings, "discount", $"discounts[{i}].amount", money.Format(amount), "not negative");
            sum += amount;
        }

        if (sum > gross)
        {
            Error(
                ref findings, "discount", "discounts", money.Format(sum), $"at most the order's {money.Format(gross)}");
        }
    }

    private static void CheckRate(ref List<Finding>? findings, string field, decimal rate)
    {
        if (rate is < 0 or > 100) Error(ref findings, "tax", field, Text(rate), "0 to 100 percent");
    }

    /// <summary>Tax is computed rate by rate: content made to have thousands of rates would take minutes.</summary>
    private static void CheckRateCount(ref List<Finding>? findings, OrderContent content)
    {
        if (content.Lines.Length <= OrderLimits.MaxTaxRates) return;
        var rates = new HashSet<decimal>();
        foreach (var line in content.Lines) rates.Add(line.TaxRate);
        if (rates.Count > OrderLimits.MaxTaxRates)
            Error(ref findings, "tax", "lines", $"{rates.Count} tax rates", "at most 20");
    }

    private static void CheckLineIds(ref List<Finding>? findings, OrderContent content)
    {
        var lines = content.Lines;
        if (lines.Length == 1) return;
        var first = new Dictionary<string, int>(lines.Length, StringComparer.Ordinal);
        for (var i = 0; i < lines.Length; i++)
        {
            if (lines[i].LineId is null || first.TryAdd(lines[i].LineId, i)) continue;
            var earlier = first[lines[i].LineId];
            var same = lines[i] == lines[earlier] ? "the same line again" : "the id again with other content";
            Error(
                ref findings, "line-id", $"lines[{i}].lineId", $"'{lines[i].LineId}', as in lines[{earlier}]: {same}",
                "distinct line ids");
        }
    }

    private static bool IsName(string? name)
    {
        if (string.IsNullOrWhiteSpace(name) || name.Length > OrderLimits.MaxNameLength) return false;
        foreach (var character in name)
            if (char.IsControl(character)) return false;
        return true;
    }
}
