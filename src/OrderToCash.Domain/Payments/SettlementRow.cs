namespace OrderToCash.Domain.Payments;

/// <summary>One transaction of a settlement report.</summary>
/// <param name="Id">Unique in the report: the provider's transaction id, else made of the row's place.</param>
/// <param name="Order">Our order or invoice number where the report has it; null where not given.</param>
/// <param name="GrossMinor">What the customer paid; negative where it goes back.</param>
/// <param name="FeeMinor">What the provider kept of it: positive where taken, negative where given back.</param>
/// <param name="NetMinor">Gross less fee.</param>
public sealed record SettlementRow(
    string Id, SettlementRowKind Kind, string? Order, long GrossMinor, long FeeMinor, long NetMinor)
{
    /// <summary>The provider's own order number (Amazon's 302-…, Klarna's order id); null where not given.</summary>
    public string? ProviderOrder { get; init; }

    /// <summary>The provider's payment: charge, capture, PayPal transaction; null where not given.</summary>
    public string? PaymentId { get; init; }

    /// <summary>Id of the payment that a refund, chargeback or fee belongs to; null where not given.</summary>
    public string? OriginalId { get; init; }

    /// <summary>When it happened; null where not given.</summary>
    public DateOnly? Date { get; init; }

    /// <summary>Name of the customer; null where not given.</summary>
    public string? CustomerName { get; init; }

    /// <summary>What the provider calls it, in its own words.</summary>
    public string? Description { get; init; }
}

/// <summary>What a row of a settlement report is. Numbers are fixed for good.</summary>
public enum SettlementRowKind
{
    /// <summary>A customer's payment.</summary>
    Sale = 0,

    /// <summary>Money given back to a customer.</summary>
    Refund = 1,

    /// <summary>Money a customer's bank took back, or its return after a dispute was won.</summary>
    Chargeback = 2,

    /// <summary>What the provider charges besides the payments' own fees.</summary>
    Fee = 3,

    /// <summary>Money held back, or set free again.</summary>
    Reserve = 4,

    /// <summary>Exchanged into or out of another currency.</summary>
    Conversion = 5,

    /// <summary>Anything else; <see cref="SettlementRow.Description"/> says what.</summary>
    Other = 6,
}
