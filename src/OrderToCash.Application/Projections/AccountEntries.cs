using OrderToCash.Domain.Receivables;

namespace OrderToCash.Application.Projections;

/// <summary>The money of one order in its customer's account, as the tables hold it.</summary>
/// <remarks>Filled by the tables, changed by the projector, written by the tables; one after the other.</remarks>
public sealed class AccountOrderEntry(string account, string orderId)
{
    /// <summary>The customer account.</summary>
    public string Account { get; } = account;

    /// <summary>The order.</summary>
    public string OrderId { get; } = orderId;

    /// <summary>ISO 4217 code.</summary>
    public string Currency { get; set; } = "";

    /// <summary>Credit granted and not yet invoiced.</summary>
    public long GrantedMinor { get; set; }

    /// <summary>Prepayment asked for and not yet paid.</summary>
    public long PrepaymentMinor { get; set; }

    /// <summary>Advances paid and not yet consumed.</summary>
    public long AdvanceMinor { get; set; }

    /// <summary>What the prepayment that is open was at first.</summary>
    public long PrepaymentGrossMinor { get; set; }

    /// <summary>The day on which it was asked for, as a number.</summary>
    public int PrepaymentDay { get; set; }

    /// <summary>The shard of the event that it has seen last.</summary>
    public int Shard { get; set; }

    /// <summary>The position of the event that it has seen last.</summary>
    public long Position { get; set; }

    /// <summary>True where the tables hold a row of it.</summary>
    public bool IsStored { get; set; }

    /// <summary>True where nothing is left to keep.</summary>
    public bool IsEmpty => GrantedMinor == 0 && PrepaymentMinor == 0 && AdvanceMinor == 0;

    internal bool IsTouched { get; set; }
}

/// <summary>An invoice or a prepayment of which something is open, as the tables hold it.</summary>
/// <remarks>As <see cref="AccountOrderEntry"/>.</remarks>
public sealed class OpenItemEntry(string account, ItemKind kind, string document)
{
    /// <summary>The customer account.</summary>
    public string Account { get; } = account;

    /// <summary>Invoice or prepayment.</summary>
    public ItemKind Kind { get; } = kind;

    /// <summary>The invoice number, or the order's id.</summary>
    public string Document { get; } = document;

    /// <summary>The order.</summary>
    public string OrderId { get; set; } = "";

    /// <summary>ISO 4217 code.</summary>
    public string Currency { get; set; } = "";

    /// <summary>What it was at first.</summary>
    public long GrossMinor { get; set; }

    /// <summary>What is open.</summary>
    public long OpenMinor { get; set; }

    /// <summary>The document's day, as a number.</summary>
    public int DocumentDay { get; set; }

    /// <summary>The day on which it is due, as a number.</summary>
    public int DueDay { get; set; }

    /// <summary>The shard of the event that it has seen last.</summary>
    public int Shard { get; set; }

    /// <summary>The position of the event that it has seen last.</summary>
    public long Position { get; set; }

    /// <summary>True where the tables hold a row of it.</summary>
    public bool IsStored { get; set; }

    internal bool IsTouched { get; set; }
}
