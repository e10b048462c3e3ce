using System.Text;
using System.Text.Json.Nodes;

namespace OrderToCash.Console;

/// <summary>Writes a result for a person: values as a list, lists of objects as tables.</summary>
internal static class TextView
{
    /// <summary>A name and its value are this far apart.</summary>
    private const int Gap = 2;

    /// <summary>The text, without a line end.</summary>
    public static string Of(JsonObject result)
    {
        var text = new StringBuilder();
        var width = result.Where(pair => !IsTable(pair.Value)).Select(pair => pair.Key.Length).DefaultIfEmpty().Max();
        foreach (var (name, value) in result)
        {
            if (value is not null && !IsTable(value) && value is not JsonArray { Count: 0 })
                text.Append(name.PadRight(width + Gap)).Append(Compact(value)).Append('\n');
        }

        foreach (var (name, value) in result)
        {
            if (value is JsonArray { Count: > 0 } rows && IsTable(rows))
                text.Append('\n').Append(name).Append(" (").Append(rows.Count).Append(")\n").Append(Table(rows));
        }

        return text.ToString().Trim('\n');
    }

    /// <summary>A table of objects: a column a name, empty columns left out.</summary>
    public static string Table(JsonArray rows)
    {
        var names = rows.OfType<JsonObject>().SelectMany(row => row).Select(pair => pair.Key).Distinct()
            .Where(name => rows.OfType<JsonObject>().Any(row => Compact(row[name]).Length > 0)).ToArray();
        var cells = rows.OfType<JsonObject>()
            .Select(row => names.Select(name => Compact(row[name])).ToArray()).Prepend(names).ToArray();
        var widths = names.Select((_, column) => cells.Max(row => row[column].Length)).ToArray();
        var text = new StringBuilder();
        foreach (var row in cells)
        {
            var line = new StringBuilder("  ");
            for (var column = 0; column < row.Length; column++)
                line.Append(row[column].PadRight(widths[column] + Gap));
            text.Append(line.ToString().TrimEnd()).Append('\n');
        }

        return text.ToString();
    }

    private static bool IsTable(JsonNode? node) => node is JsonArray { Count: > 0 } array && array[0] is JsonObject;

    private static string Compact(JsonNode? node) => node switch
    {
        null => "",
        JsonArray array => string.Join("; ", array.Select(Compact)),
        JsonObject fact when fact.ContainsKey("fact") =>
            $"{Compact(fact["fact"])}: {Compact(fact["found"])}"
            + (fact["expected"] is { } expected ? $" (expected {Compact(expected)})" : ""),
        JsonObject pairs => string.Join(
            ", ", pairs.Where(pair => pair.Value is not null).Select(pair => $"{pair.Key} {Compact(pair.Value)}")),
        JsonValue value when value.TryGetValue<string>(out var text) => text,
        _ => node.ToJsonString(),
    };
}
