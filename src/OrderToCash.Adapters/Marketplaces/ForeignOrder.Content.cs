using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.InteropServices;
using OrderToCash.Adapters.Files;
using OrderToCash.Domain.Orders;
using OrderToCash.Domain.Values;

namespace OrderToCash.Adapters.Marketplaces;

/// <content>Makes exact amounts and rates.</content>
internal sealed partial class ForeignOrder
{
    private const string TotalPlace = "total";

    private OrderContent? Content()
    {
        if (Currency is not { } currency)
            throw new InvalidOperationException("Bug: an order has no currency, and nobody refused it.");
        var amounts = new MinorAmounts(currency);
        var rates = new TaxRates(PricesIncludeTax);
        var lines = new OrderLine[Lines.Count];
        for (var i = 0; i < lines.Length; i++)
            lines[i] = Line(Lines[i], i, amounts);
        var discounts = OrderDiscounts(amounts);
        if (Reading.Problem is not null || !SetRates(lines, discounts, currency, amounts, rates))
            return null;
        var shipping = ShippingOf(amounts, rates);
        var content = new OrderContent
        {
            Channel = Channel.Name, OrderNumber = Number, PlatformId = PlatformId, PlacedAt = PlacedAt,
            UpdatedAt = UpdatedAt,
            Currency = currency, PricesIncludeTax = PricesIncludeTax, Customer = Customer, BillTo = BillTo,
            ShipTo = ShipTo, Lines = ImmutableCollectionsMarshal.AsImmutableArray(lines), Shipping = shipping,
            Discounts = discounts, StatedTotalMinor = Total is { } total ? Minor(amounts, total, TotalPlace) : null,
            Payment = PaidAmount is { } paid
                ? Payment with { AmountMinor = Minor(amounts, paid, "payment") } : Payment,
            Policy = Policy, ExtraJson = _extra.Take(),
        };
        return Reading.Problem is null ? content : null;
    }

    /// <summary>A line without its tax rate.</summary>
    private OrderLine Line(ForeignLine line, int index, MinorAmounts amounts)
    {
        var sku = line.Sku;
        if (sku is null)
        {
            sku = line.ItemId;
            Keep($"lines[{index}].sku", "none");
        }

        var discount = Minor(amounts, line.Discount, line.Place);
        if (line.UnitPrice is { } price)
        {
            return new OrderLine(
                line.LineId, new Sku(sku), line.Name, line.Quantity, decimal.Round(price, OrderLimits.MaxPriceDecimals),
                0, discount);
        }

        var total = line.LineTotal ?? 0;
        if (line.Quantity <= 0)
            return new OrderLine(line.LineId, new Sku(sku), line.Name, line.Quantity, total, 0, discount);
        var (unit, rest) = UnitPrices.Of(total, line.Quantity, Currency.GetValueOrDefault());
        return new OrderLine(line.LineId, new Sku(sku), line.Name, line.Quantity, unit, 0, discount + rest);
    }

    /// <summary>Sets the lines' rates, which are those of what is left after all discounts.</summary>
    private bool SetRates(
        OrderLine[] lines, ImmutableArray<OrderDiscount> discounts, Currency currency, MinorAmounts amounts,
        TaxRates rates)
    {
        var bases = new long[lines.Length];
        for (var i = 0; i < lines.Length; i++)
        {
            var line = lines[i];
            if (line.Quantity is < 0 or > OrderLimits.MaxQuantity
                || line.UnitPrice is < 0 or > OrderLimits.MaxUnitPrice)
            {
                // What is out of bounds is refused by the check of the content; a product of it could overflow.
                return true;
            }

            bases[i] = long.Max(0, OrderTotals.LineTotal(line, currency) - line.DiscountMinor);
        }

        if (!discounts.IsEmpty)
        {
            var shares = new long[bases.Length];
            var discount = discounts.Sum(static one => (decimal)one.AmountMinor);
            var most = decimal.Min(bases.Sum(static one => (decimal)one), OrderLimits.MaxAmountMinor);
            LargestRemainder.Spread((long)decimal.Clamp(discount, 0, most), bases, shares);
            for (var i = 0; i < bases.Length; i++)
                bases[i] -= shares[i];
        }

        for (var i = 0; i < lines.Length; i++)
        {
            var tax = Lines[i].Tax is { } stated ? Rounded(amounts, stated) : (long?)null;
            lines[i] = lines[i] with { TaxRate = rates.Of(bases[i], tax, Lines[i].TaxRate ?? Unstated(tax, i)) };
        }

        return true;
    }

    private ImmutableArray<OrderDiscount> OrderDiscounts(MinorAmounts amounts)
    {
        var discounts = ImmutableArray.CreateBuilder<OrderDiscount>();
        foreach (var (code, amount) in Discounts)
        {
            if (amount != 0)
                discounts.Add(new OrderDiscount(code, Minor(amounts, amount, "discounts")));
        }

        foreach (var charge in Charges)
        {
            if (charge.Amount < 0)
                discounts.Add(new OrderDiscount(charge.Name, Minor(amounts, -charge.Amount, "discounts")));
        }

        return discounts.DrainToImmutable();
    }

    /// <summary>
    /// All charges as one shipping cost, since an order has one; what they were is in the extra fields.
    /// </summary>
    private Shipping? ShippingOf(MinorAmounts amounts, TaxRates rates)
    {
        var (sum, tax, hasTax, count) = (0m, 0m, false, 0);
        decimal? rate = null;
        var isMixed = false;
        string? names = null;
        foreach (var charge in Charges)
        {
            if (charge.Amount < 0)
                continue;
            sum += charge.Amount;
            hasTax |= charge.Tax is not null;
            tax += charge.Tax ?? 0;
            isMixed |= count > 0 && charge.TaxRate != rate && charge.Amount != 0;
            rate = charge.Amount != 0 || rate is null ? charge.TaxRate ?? rate : rate;
            names = charge.Name is null || names == charge.Name ? names
                : names is null ? charge.Name : names + " + " + charge.Name;
            count++;
        }

        if (count == 0)
            return null;
        if (count > 1)
            KeepCharges();
        var minor = Minor(amounts, sum, "shipping");
        var taxMinor = hasTax ? Rounded(amounts, tax) : (long?)null;
        rate = isMixed && hasTax ? null : rate ?? (hasTax ? null : Channel.TaxRate);
        return new Shipping(names, minor, rates.Of(minor, taxMinor, rate));
    }

    /// <summary>
    /// The rate of a line of which the document states no tax: the shop's own, or none, and that is kept.
    /// </summary>
    private decimal? Unstated(long? tax, int line)
    {
        if (tax is not null)
            return null;
        if (Channel.TaxRate is null)
            Keep($"lines[{line}].taxRate", "not stated");
        return Channel.TaxRate;
    }

    /// <summary>Where a partner states a total without tax, the tax of the lines is added to it.</summary>
    private OrderContent WithNetTotal(OrderContent content)
    {
        if (NetTotal is not { } net || content.StatedTotalMinor is not null)
            return content;
        var stated = Minor(new MinorAmounts(content.Currency), net, TotalPlace);
        var totals = OrderTotals.Compute(content);
        var tax = totals.ShippingAmount.TaxMinor + totals.Amounts.Sum(static amount => amount.TaxMinor);
        return content with { StatedTotalMinor = stated + tax };
    }

    private void KeepCharges()
    {
        for (var i = 0; i < Charges.Count; i++)
        {
            Keep($"charges[{i}].name", Charges[i].Name);
            Keep($"charges[{i}].amount", Charges[i].Amount.ToString(CultureInfo.InvariantCulture));
        }
    }

    private long Minor(MinorAmounts amounts, decimal amount, string place)
    {
        if (!amounts.TryConvert(amount, out var minor, out var reason, out var expected))
            Reading.Refuse(reason, place, amount.ToString(CultureInfo.InvariantCulture), expected);
        return minor;
    }

    /// <summary>Taxes may have more decimals than the currency: they only choose the rate.</summary>
    private long Rounded(MinorAmounts amounts, decimal amount)
    {
        var exponent = Currency.GetValueOrDefault().Exponent;
        return Minor(amounts, decimal.Round(amount, exponent, MidpointRounding.AwayFromZero), "tax");
    }
}
