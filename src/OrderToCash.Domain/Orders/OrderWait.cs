using System.Globalization;

namespace OrderToCash.Domain.Orders;

/// <summary>What an order can wait for.</summary>
public enum WaitKind
{
    /// <summary>Nothing: the order is over.</summary>
    Nothing = 0,

    /// <summary>Stock's answer to a reservation or to a release; it is on its way.</summary>
    StockAnswer = 1,

    /// <summary>Goods of a SKU.</summary>
    Goods = 2,

    /// <summary>A person's decision.</summary>
    Person = 3,

    /// <summary>The customer account's answer to a credit request; it is on its way.</summary>
    Credit = 4,

    /// <summary>Money before delivery.</summary>
    Prepayment = 5,

    /// <summary>A shipment from a warehouse.</summary>
    Shipment = 6,

    /// <summary>The number of an invoice; it is on its way.</summary>
    InvoiceNumber = 7,

    /// <summary>Money for an invoice.</summary>
    InvoicePayment = 8,
}

/// <summary>One thing that an order waits for.</summary>
/// <param name="What">The SKU, the reason, the account, the warehouse, the shipment or the invoice number.</param>
/// <param name="Pieces">How many pieces wait for it; 0 where it isn't pieces.</param>
/// <param name="Until">When it is due or the wait ends; null where it has no end.</param>
public readonly record struct OrderWait(
    WaitKind Kind, string? What = null, int Pieces = 0, DateTimeOffset? Until = null)
{
    /// <summary>As a person reads it: <c>goods of A-1 (3 pieces)</c>.</summary>
    public override string ToString()
    {
        var text = Kind switch
        {
            WaitKind.Nothing => "nothing",
            WaitKind.StockAnswer => "an answer about stock of " + What,
            WaitKind.Goods => "goods of " + What,
            WaitKind.Person => "a person: " + What,
            WaitKind.Credit => "credit of " + What,
            WaitKind.Prepayment => "payment before delivery",
            WaitKind.Shipment => "a shipment from " + What,
            WaitKind.InvoiceNumber => "the invoice number for shipment " + What,
            _ => "payment of invoice " + What,
        };
        if (Pieces > 0) text += string.Create(CultureInfo.InvariantCulture, $" ({Pieces} pieces)");
        if (Until is { } until) text += string.Create(CultureInfo.InvariantCulture, $", until {until:yyyy-MM-dd}");
        return text;
    }
}
