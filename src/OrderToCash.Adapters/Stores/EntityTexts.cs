namespace OrderToCash.Adapters.Stores;

/// <summary>Where the stored names of a kind's entities lie among all names: <c>order/1001</c>.</summary>
internal static class EntityTexts
{
    /// <summary>Its entities come behind this, those that are known being left out.</summary>
    public static string After(string kind, string? afterId) => $"{kind}/{afterId}";

    /// <summary>Its entities come before this.</summary>
    public static string End(string kind) => kind + (char)('/' + 1);
}
