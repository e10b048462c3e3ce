using System.Collections.Immutable;
using System.Globalization;
using OrderToCash.Domain.Values;

namespace OrderToCash.Console.Demo.Formats;

/// <summary>An order as its customer meant it, before a channel writes it down. Amounts are cents.</summary>
/// <param name="Index">Counts the channel's orders, from 0.</param>
/// <param name="IsNet">True where prices, discount and postage are net.</param>
internal sealed record DemoOrder(int Index, string Number, DateTimeOffset PlacedAt, DemoCustomer Customer, bool IsNet)
{
    /// <summary>The tax of all goods, percent.</summary>
    public const int TaxPercent = 19;

    private static readonly string[] Cities = ["Berlin", "Hamburg", "München", "Köln", "Leipzig", "Wien", "Graz"];

    /// <summary>The channel's name.</summary>
    public required string Channel { get; init; }

    /// <summary>What is ordered.</summary>
    public required ImmutableArray<DemoLine> Lines { get; init; }

    /// <summary>A discount on the whole order; its lines have their shares of it.</summary>
    public required long DiscountCents { get; init; }

    /// <summary>Postage.</summary>
    public required long ShippingCents { get; init; }

    /// <summary>By how much the channel states the total wrongly.</summary>
    public long SurplusCents { get; init; }

    /// <summary>How it is paid.</summary>
    public required DemoPayment Payment { get; init; }

    /// <summary>What the customer wants where goods are short; null: what is usual.</summary>
    public (bool Waits, bool TakesParts)? Policy { get; init; }

    /// <summary>When it was last changed.</summary>
    public DateTimeOffset ChangedAt { get; init; } = PlacedAt;

    /// <summary>True where the customer wrote a wrong house number first, and mended it.</summary>
    public bool IsMended { get; init; }

    /// <summary>True once the customer has cancelled it.</summary>
    public bool IsCancelled { get; init; }

    /// <summary>True for an order that somebody tries the shop with.</summary>
    public bool IsTest { get; init; }

    /// <summary>The customer's address for mail.</summary>
    public string Email => $"kunde{Customer.Id}@example.org";

    /// <summary>Street and house.</summary>
    public string Street => $"Hauptstr. {(Customer.Index % 200) + (IsMended ? 1 : 301)}";

    /// <summary>The town's code; with the street it is each customer's own.</summary>
    public string PostalCode => IsAustrian
        ? $"{1010 + (Customer.Index / 200 % 8000)}"
        : $"{10115 + (3000 * Customer.Channel) + (Customer.Index / 200 % 3000)}";

    /// <summary>The town.</summary>
    public string City => Cities[Customer.Index % 7];

    /// <summary>The country's code.</summary>
    public string Country => IsAustrian ? "AT" : "DE";

    /// <summary>What the customer's provider calls the payment.</summary>
    public string PaymentReference => "PP" + Number;

    /// <summary>How long an invoice may stay open, days.</summary>
    public int TermsDays => Customer.IsFirm || IsNet ? 30 : 14;

    /// <summary>All lines, before the discount.</summary>
    public long SumCents => Lines.Sum(static line => line.SumCents);

    /// <summary>Lines and postage, less the discount, in the sense of the prices.</summary>
    public long PriceCents => SumCents - DiscountCents + ShippingCents;

    /// <summary>What the customer owes, tax included: that of each line is rounded for itself.</summary>
    public long TotalCents => IsNet
        ? Lines.Sum(static line => WithTax(line.SumCents - line.DiscountCents)) + WithTax(ShippingCents)
        : PriceCents;

    private bool IsAustrian => Customer.Index % 7 > 4;

    /// <summary>The tax within a gross amount.</summary>
    public static long TaxIn(long grossCents) => Rounding.TaxInGross(grossCents, TaxPercent);

    /// <summary>An amount as formats write it: <c>19.99</c>.</summary>
    public static string Text(long cents) => (cents / 100m).ToString("F2", CultureInfo.InvariantCulture);

    private static long WithTax(long netCents) => netCents + Rounding.TaxOnNet(netCents, TaxPercent);
}

/// <summary>A line: pieces of one SKU.</summary>
/// <param name="DiscountCents">Its share of the order's discount.</param>
internal sealed record DemoLine(int Number, string Sku, string Name, int Quantity, long PriceCents, long DiscountCents)
{
    /// <summary>All pieces, before the discount.</summary>
    public long SumCents => Quantity * PriceCents;
}

/// <summary>How an order is paid.</summary>
internal enum DemoPayment
{
    /// <summary>After delivery.</summary>
    Invoice,

    /// <summary>Before it, to our account.</summary>
    Advance,

    /// <summary>At once, through a provider.</summary>
    Provider,
}
