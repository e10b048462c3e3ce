using System.Text.Json;

namespace OrderToCash.Adapters.Marketplaces.Json;

/// <summary>
/// Finds members that an object has twice with different values: nobody can say which of them is meant.
/// </summary>
internal static class JsonDuplicates
{
    /// <summary>The name of the first such member; null where there is none.</summary>
    public static string? Find(JsonElement element)
    {
        if (element.ValueKind == JsonValueKind.Array)
            return element.EnumerateArray().Select(Find).FirstOrDefault(static name => name is not null);
        if (element.ValueKind != JsonValueKind.Object)
            return null;
        var known = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var member in element.EnumerateObject())
        {
            if (known.TryGetValue(member.Name, out var other) && !JsonElement.DeepEquals(other, member.Value))
                return member.Name;
            known[member.Name] = member.Value;
            if (Find(member.Value) is { } inside)
                return inside;
        }

        return null;
    }
}
