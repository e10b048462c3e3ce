using System.Collections.Immutable;

namespace OrderToCash.Domain.Orders;

/// <summary>One invoice of an order, immutable.</summary>
public sealed record OrderInvoiceState
{
    /// <summary>The shipment it invoices.</summary>
    public required string RequestId { get; init; }

    /// <summary>The frozen content; null once the invoice is numbered, when nothing needs it any more.</summary>
    public InvoiceContent? Content { get; init; }

    /// <summary>The number as printed; null until the series gave it.</summary>
    public string? Number { get; init; }

    /// <summary>Total.</summary>
    public required long GrossMinor { get; init; }

    /// <summary>What is not settled.</summary>
    public required long OpenMinor { get; init; }

    /// <summary>When it is due.</summary>
    public required DateOnly DueDate { get; init; }

    /// <summary>What was open after each settlement so far: one that leaves the same open is a repeat.</summary>
    public ImmutableArray<long> OpenAfter { get; init; } = [];

    /// <summary>True where it has its number and nothing of it is open.</summary>
    public bool IsSettled => Number is not null && OpenMinor == 0;
}
