namespace OrderToCash.Domain.Values;

/// <summary>An order: the channel and the channel's own order number, <c>shopify:1001</c>.</summary>
public readonly record struct OrderId(string Value)
{
    /// <inheritdoc/>
    public override string ToString() => Value;
}

/// <summary>A stock keeping unit, as the merchant writes it.</summary>
public readonly record struct Sku(string Value)
{
    /// <inheritdoc/>
    public override string ToString() => Value;
}

/// <summary>A customer account: <c>channel:customerId</c>, else <c>mail:hash</c>, else <c>order:orderId</c>.</summary>
public readonly record struct AccountId(string Value)
{
    /// <inheritdoc/>
    public override string ToString() => Value;
}

/// <summary>One bank transaction: the own account's IBAN and the identity of the entry in it.</summary>
public readonly record struct PaymentId(string Value)
{
    /// <inheritdoc/>
    public override string ToString() => Value;
}

/// <summary>A number series: what it numbers and the year, <c>invoice-2026</c>.</summary>
public readonly record struct SeriesId(string Value)
{
    /// <inheritdoc/>
    public override string ToString() => Value;
}

/// <summary>An own bank account's IBAN in its electronic form: upper case, without blanks.</summary>
public readonly record struct Iban(string Value)
{
    /// <inheritdoc/>
    public override string ToString() => Value;
}
