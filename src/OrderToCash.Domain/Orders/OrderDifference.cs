using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using OrderToCash.Domain.Values;

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

    private static readonly CultureInfo Invariant = CultureInfo.InvariantCulture;

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
        var fields = new FieldTexts(content.Currency);
        fields.Add("placedAt", content.PlacedAt);
        fields.Add("updatedAt", content.UpdatedAt);
        fields.Add("platformId", content.PlatformId);
        fields.Add("currency", content.Currency.Code);
        fields.Add("pricesIncludeTax", content.PricesIncludeTax);
        fields.Add("customer", content.Customer);
        fields.Add("billTo", content.BillTo);
        fields.Add("shipTo", content.ShipTo);
        fields.Add("shipping.method", content.Shipping?.Method);
        fields.AddAmount("shipping.price", content.Shipping?.PriceMinor);
        fields.Add("shipping.taxRate", content.Shipping?.TaxRate);
        fields.AddAmount("total", content.StatedTotalMinor);
        fields.Add("policy.backorder", content.Policy.AllowBackorder ? "allow" : "reject");
        fields.Add("policy.partial", content.Policy.ShipPartial ? "ship-partial" : "ship-complete");
        fields.Add("extra", content.ExtraJson);
        fields.Add("payment", content.Payment);
        for (var i = 0; !content.Discounts.IsDefault && i < content.Discounts.Length; i++)
        {
            var discount = content.Discounts[i];
            fields.Add($"discounts[{i}]", $"{content.Currency.Format(discount.AmountMinor)} {discount.Code}".TrimEnd());
        }

        for (var i = 0; !content.Lines.IsDefault && i < content.Lines.Length; i++)
            fields.Add($"lines[{i}]", content.Lines[i]);
        return fields.Texts;
    }

    /// <summary>Fields by their path in the document, as a person reads them.</summary>
    private sealed class FieldTexts(Currency currency)
    {
        public SortedDictionary<string, string> Texts { get; } = new(StringComparer.Ordinal);

        public void Add(string field, IFormattable? value) => Add(field, value?.ToString(null, Invariant));

        public void Add(string field, DateTimeOffset? at) => Add(field, at?.ToString("O", Invariant));

        public void Add(string field, bool value) => Add(field, value ? "true" : "false");

        public void AddAmount(string field, long? minor) =>
            Add(field, minor is { } amount ? currency.Format(amount) : null);

        public void Add(string field, string? text)
        {
            if (text is not null) Texts[field] = text;
        }

        public void Add(string field, Customer customer)
        {
            Add(field + ".id", customer.Id);
            Add(field + ".email", customer.Email);
            Add(field + ".name", customer.Name);
            Add(field + ".company", customer.Company);
            Add(field + ".vatId", customer.VatId);
            Add(field + ".phone", customer.Phone);
        }

        public void Add(string field, Address? address)
        {
            if (address is null) return;
            Add(field + ".name", address.Name);
            Add(field + ".company", address.Company);
            Add(field + ".street", address.Street);
            Add(field + ".line2", address.Line2);
            Add(field + ".postalCode", address.PostalCode);
            Add(field + ".city", address.City);
            Add(field + ".region", address.Region);
            Add(field + ".country", address.Country);
        }

        public void Add(string field, PaymentTerms payment)
        {
            Add(field + ".method", payment.Method.ToString().ToLowerInvariant());
            Add(field + ".termsDays", payment.TermsDays);
            Add(field + ".provider", payment.Provider);
            Add(field + ".reference", payment.Reference);
            Add(field + ".status", payment.Status?.ToString().ToLowerInvariant());
            AddAmount(field + ".amount", payment.AmountMinor);
            for (var i = 0; !payment.Skonto.IsDefault && i < payment.Skonto.Length; i++)
            {
                var (days, percent) = payment.Skonto[i];
                Add($"{field}.skonto[{i}]", string.Create(Invariant, $"{percent} % within {days} days"));
            }
        }

        public void Add(string field, OrderLine line) => Add(field, string.Create(
            Invariant,
            $"line {line.LineId}, {line.Quantity} of {line.Sku.Value} ({line.Name}) at {line.UnitPrice}, tax "
            + $"{line.TaxRate} %, discount {currency.Format(line.DiscountMinor)}"));
    }
}
