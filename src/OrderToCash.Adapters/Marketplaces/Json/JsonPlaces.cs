using System.Globalization;
using System.Text;
using System.Text.Json;

namespace OrderToCash.Adapters.Marketplaces.Json;

/// <summary>Finds a value's path; looked for only when something is refused, so that reading costs nothing.</summary>
internal static class JsonPlaces
{
    public const string Root = "the document";

    /// <summary>The path of the value that begins at this byte.</summary>
    public static string At(ReadOnlySpan<byte> document, int offset)
    {
        var levels = new List<(string? Name, int Index)>();
        var reader = new Utf8JsonReader(document, new JsonReaderOptions { MaxDepth = MarketplaceTranslator.MaxDepth });
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.PropertyName)
            {
                levels[^1] = (Encoding.UTF8.GetString(reader.ValueSpan), -1);
                continue;
            }

            if (reader.TokenType is JsonTokenType.EndObject or JsonTokenType.EndArray)
            {
                levels.RemoveAt(levels.Count - 1);
                continue;
            }

            if (levels is [.., { Name: null } list])
                levels[^1] = (null, list.Index + 1);
            if (reader.TokenStartIndex >= offset)
                break;
            if (reader.TokenType == JsonTokenType.StartArray)
                levels.Add((null, -1));
            else if (reader.TokenType == JsonTokenType.StartObject)
                levels.Add(("", -1));
        }

        return Path(levels);
    }

    private static string Path(List<(string? Name, int Index)> levels)
    {
        var path = new StringBuilder();
        foreach (var (name, index) in levels)
        {
            if (name is null)
                path.Append(CultureInfo.InvariantCulture, $"[{index}]");
            else
                path.Append(path.Length > 0 ? "." : "").Append(name);
        }

        return path.Length == 0 ? Root : path.ToString();
    }
}
