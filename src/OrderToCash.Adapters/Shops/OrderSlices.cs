using System.Globalization;
using System.Text.Json;

namespace OrderToCash.Adapters.Shops;

/// <summary>Cuts the orders out of a page, to the byte.</summary>
internal static class OrderSlices
{
    /// <summary>What is nested deeper than that is broken; the order itself is judged by its translation.</summary>
    private const int MaxDepth = 4096;

    /// <summary>The orders of a page.</summary>
    /// <param name="list">The member that holds them; null where the page is the list itself.</param>
    /// <param name="updated">The member that says when an order was changed; without a zone it is UTC.</param>
    /// <exception cref="FormatException">It is no page of orders; the message says why.</exception>
    public static List<PolledOrder> Of(ReadOnlyMemory<byte> page, string? list, string updated)
    {
        var reader = new Utf8JsonReader(page.Span, new JsonReaderOptions { MaxDepth = MaxDepth });
        try
        {
            reader.Read();
            if (list is not null && !FindList(ref reader, list))
                throw new FormatException($"it has no {list}");
            if (reader.TokenType != JsonTokenType.StartArray)
                throw new FormatException($"found {reader.TokenType}, expected a list of orders");
            var orders = new List<PolledOrder>();
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                orders.Add(Slice(ref reader, page, updated));
            // A page that was cut off must not pass for a whole one.
            while (reader.Read())
            {
            }

            return orders;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            throw new FormatException(exception.Message, exception);
        }
    }

    private static bool FindList(ref Utf8JsonReader reader, string list)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
            return false;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isIt = reader.ValueTextEquals(list);
            reader.Read();
            if (isIt)
                return true;
            reader.Skip();
        }

        return false;
    }

    /// <summary>Whatever stands in the list is an order: what is none, its translation refuses, visibly.</summary>
    private static PolledOrder Slice(ref Utf8JsonReader reader, ReadOnlyMemory<byte> page, string updated)
    {
        var start = (int)reader.TokenStartIndex;
        string? id = null;
        DateTimeOffset? at = null;
        if (reader.TokenType == JsonTokenType.StartObject)
        {
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var (isId, isUpdated) = (reader.ValueTextEquals("id"), reader.ValueTextEquals(updated));
                reader.Read();
                if (isId && reader.TokenType is JsonTokenType.Number)
                    id = System.Text.Encoding.ASCII.GetString(reader.ValueSpan);
                else if (isUpdated && reader.TokenType == JsonTokenType.String)
                    at = TimeOf(reader.GetString());
                else
                    reader.Skip();
            }
        }
        else
        {
            reader.Skip();
        }

        return new PolledOrder(id, at, page[start..(int)reader.BytesConsumed]);
    }

    private static DateTimeOffset? TimeOf(string? text) =>
        DateTimeOffset.TryParse(
            text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
            out var at)
            ? DateTimeOffset.FromUnixTimeSeconds(at.ToUnixTimeSeconds())
            : null;
}
