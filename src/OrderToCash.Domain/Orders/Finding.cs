namespace OrderToCash.Domain.Orders;

/// <summary>What a finding means for the order.</summary>
public enum Severity
{
    /// <summary>The content is wrong: it is refused.</summary>
    Error = 1,

    /// <summary>The content is doubtful: the order is taken in and a person looks at it.</summary>
    Review = 2,
}

/// <summary>Something about an order's content that is not as it should be.</summary>
/// <param name="Rule">The rule's name, <c>postal-code</c>.</param>
/// <param name="Field">Path of the field, <c>lines[2].quantity</c>, indexes from 0.</param>
public readonly record struct Finding(string Rule, string Field, string Found, string Expected, Severity Severity)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Field}: found {Found}, expected {Expected}";
}
