using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace OrderToCash.Domain.Orders;

/// <summary>How far the difference of two contents reaches. The greater includes the smaller.</summary>
public enum EditScope
{
    /// <summary>No difference.</summary>
    None = 0,

    /// <summary>Only the version and fields that nobody reads.</summary>
    Version = 1,

    /// <summary>Also what the payment provider says about the money.</summary>
    Payment = 2,

    /// <summary>Also who and where: nothing that was asked of stock or of the account.</summary>
    Details = 3,

    /// <summary>What is ordered, what it costs or how it is paid.</summary>
    Order = 4,
}

/// <summary>Compares two contents of one order.</summary>
public static class OrderDifference
{
    private const int MaxShown = 5;

    /// <summary>True where every field is the same.</summary>
    /// <remarks>The contents' own equality compares arrays by reference.</remarks>
    public static bool AreSame(OrderContent known, OrderContent found) => ScopeOf(known, found) == EditScope.None;

    /// <summary>How far the difference reaches.</summary>
    public static EditScope ScopeOf(OrderContent known, OrderContent found)
    {
        if (ReferenceEquals(known, found)) return EditScope.None;
        if (!SameOrder(known, found)) return EditScope.Order;
        if (known.Customer != found.Customer || known.BillTo != found.BillTo || known.ShipTo != found.ShipTo
            || known.StatedTotalMinor != found.StatedTotalMinor
            || !SameLines(known.Lines, found.Lines, withNames: true))
            return EditScope.Details;
        if (known.Payment.Status != found.Payment.Status || known.Payment.Reference != found.Payment.Reference
            || known.Payment.AmountMinor != found.Payment.AmountMinor
            || known.Payment.Provider != found.Payment.Provider)
            return EditScope.Payment;
        return known.UpdatedAt == found.UpdatedAt && known.ExtraJson == found.ExtraJson
            && known.PlatformId == found.PlatformId
            ? EditScope.None : EditScope.Version;
    }

    /// <summary>
    /// What differs, field by field, at most five of them, and a hash of all that was found, so that two contents never
    /// have the same description.
    /// </summary>
    public static string Describe(OrderContent known, OrderContent found)
    {
        var before = Fields(known);
        var after = Fields(found);
        var differences = new List<string>();
        foreach (var (field, value) in after)
        {
            var was = before.GetValueOrDefault(field, "nothing");
            if (was != value) differences.Add($"{field}: known {was}, found {value}");
        }

        foreach (var (field, value) in before)
            if (!after.ContainsKey(field)) differences.Add($"{field}: known {value}, found nothing");
        var text = string.Join("; ", differences.Take(MaxShown));
        if (differences.Count > MaxShown) text += $"; and {differences.Count - MaxShown} more";
        var all = string.Join('\n', after.Select(static field => field.Key + "=" + field.Value));
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(all)).AsSpan(0, 8));
        return $"{text} (content {hash})";
    }

    private static bool SameOrder(OrderContent a, OrderContent b)
        => a.Channel == b.Channel && a.OrderNumber == b.OrderNumber && a.PlacedAt == b.PlacedAt
            && a.Currency == b.Currency && a.PricesIncludeTax == b.PricesIncludeTax && a.Shipping == b.Shipping
            && a.Policy == b.Policy && a.Payment.Method == b.Payment.Method
            && a.Payment.TermsDays == b.Payment.TermsDays && Same(a.Payment.Skonto, b.Payment.Skonto)
            && Same(a.Discounts, b.Discounts)
            && SameLines(a.Lines, b.Lines, withNames: false);

    private static bool SameLines(ImmutableArray<OrderLine> a, ImmutableArray<OrderLine> b, bool withNames)
    {
        if (a.Length != b.Length) return false;
        for (var i = 0; i < a.Length; i++)
        {
            if (withNames ? a[i] != b[i]
                : a[i].LineId != b[i].LineId || a[i].Sku != b[i].Sku || a[i].Quantity != b[i].Quantity
                    || a[i].UnitPrice != b[i].UnitPrice || a[i].TaxRate != b[i].TaxRate
                    || a[i].DiscountMinor != b[i].DiscountMinor)
                return false;
        }

        return true;
    }

    private static bool Same<T>(ImmutableArray<T> a, ImmutableArray<T> b)
        where T : IEquatable<T>
    {
        var left = a.IsDefault ? [] : a.AsSpan();
        return left.SequenceEqual(b.IsDefault ? [] : b.AsSpan());
    }

    private static SortedDictionary<string, string> Fields(OrderContent content)
    {
        var fields = new SortedDictionary<string, string>(StringComparer.Ordinal);
        void Add(string field, object? value)
        {
            if (value is not null) fields[field] = Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
        }

        Add("placedAt", content.PlacedAt.ToString("O", CultureInfo.InvariantCulture));
        Add("updatedAt", content.UpdatedAt?.ToString("O", CultureInfo.InvariantCulture));
        Add("platformId", content.PlatformId);
        Add("currency", content.Currency.Code);
        Add("pricesIncludeTax", content.PricesIncludeTax);
        Add("customer", content.Customer);
        Add("billTo", content.BillTo);
        Add("shipTo", content.ShipTo);
        Add("shipping", content.Shipping);
        Add("total", content.StatedTotalMinor);
        Add("policy", content.Policy);
        Add("extra", content.ExtraJson);
        var payment = content.Payment;
        Add("payment.method", payment.Method);
        Add("payment.termsDays", payment.TermsDays);
        Add("payment.provider", payment.Provider);
        Add("payment.reference", payment.Reference);
        Add("payment.status", payment.Status);
        Add("payment.amount", payment.AmountMinor);
        if (!payment.Skonto.IsDefaultOrEmpty) Add("payment.skonto", string.Join(", ", payment.Skonto));
        if (!content.Discounts.IsDefaultOrEmpty)
            Add("discounts", string.Join<OrderDiscount>(", ", content.Discounts));
        if (!content.Lines.IsDefault)
            for (var i = 0; i < content.Lines.Length; i++) Add($"lines[{i}]", content.Lines[i]);
        return fields;
    }
}
