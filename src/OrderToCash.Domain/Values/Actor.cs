namespace OrderToCash.Domain.Values;

/// <summary>Who or what caused a change: <c>feed:shopify</c>, <c>user:ada</c>, <c>rule:expiry</c>.</summary>
public readonly record struct Actor(string Value)
{
    /// <summary>The system itself, by one of its rules.</summary>
    public static Actor Rule(string name) => new("rule:" + name);

    /// <inheritdoc/>
    public override string ToString() => Value;
}
