using System.Buffers;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using OrderToCash.Server.Api;

namespace OrderToCash.Server.Hooks;

/// <summary>What a platform says about a delivery, beside its body: which one it is, and what it is about.</summary>
/// <param name="Id">The platform's id of the delivery; null where it gives none.</param>
/// <param name="Topic">Null where it doesn't say.</param>
internal readonly record struct DeliveryFacts(string? Id, string? Topic)
{
    private const int MaxLength = 200;

    /// <summary>Headers that let somebody in: they are kept nowhere.</summary>
    private static readonly string[] Secret = ["Authorization", "Cookie", "X-Api-Key", "Proxy-Authorization"];

    private static readonly (string Platform, string[] Id, string[] Topic)[] Headers =
    [
        (
            "shopify", ["X-Shopify-Webhook-Id", "Shopify-Webhook-Id", "X-Shopify-Event-Id"],
            ["X-Shopify-Topic", "Shopify-Topic"]),
        ("woocommerce", ["X-WC-Webhook-Delivery-ID"], ["X-WC-Webhook-Topic"]),
    ];

    /// <summary>Members of bodies by their paths: these platforms have no headers for them.</summary>
    private static readonly (string Platform, string Id, string Topic)[] Members =
    [
        ("ebay", "notification.notificationId", "metadata.topic"),
        ("amazon", "NotificationMetadata.NotificationId", "NotificationType"),
        ("shopware", "source.eventId", "data.event"),
    ];

    /// <summary>Reads them.</summary>
    public static DeliveryFacts Of(string platform, IHeaderDictionary headers, ReadOnlySpan<byte> body)
    {
        foreach (var known in Headers)
        {
            if (known.Platform == platform)
                return new DeliveryFacts(First(headers, known.Id), First(headers, known.Topic));
        }

        foreach (var known in Members)
        {
            if (known.Platform == platform)
                return OfBody(body, known.Id, known.Topic);
        }

        return new DeliveryFacts(First(headers, ["X-Delivery-Id"]), First(headers, ["X-Topic"]));
    }

    /// <summary>The headers as one JSON object.</summary>
    public static string ToJson(IHeaderDictionary headers)
    {
        var bytes = new ArrayBufferWriter<byte>(1024);
        using (var writer = new Utf8JsonWriter(bytes, JsonAnswer.Writing))
        {
            writer.WriteStartObject();
            foreach (var (name, values) in headers)
            {
                if (!Secret.Contains(name, StringComparer.OrdinalIgnoreCase))
                    writer.WriteString(name, values.ToString());
            }

            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(bytes.WrittenSpan);
    }

    private static string? First(IHeaderDictionary headers, ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (headers.TryGetValue(name, out var values) && Usable(values) is { } text)
                return text;
        }

        return null;
    }

    private static string? Usable(string? text) =>
        string.IsNullOrWhiteSpace(text) || text.Length > MaxLength ? null : text;

    /// <summary>What can't be read says nothing: the translation will tell why.</summary>
    private static DeliveryFacts OfBody(ReadOnlySpan<byte> body, string idPath, string topicPath)
    {
        const int MaxDepthLooked = 3;
        string? id = null, topic = null;
        var path = new string[MaxDepthLooked + 1];
        var reader = new Utf8JsonReader(body);
        try
        {
            while ((id is null || topic is null) && reader.Read())
            {
                if (reader.TokenType != JsonTokenType.PropertyName)
                    continue;
                if (reader.CurrentDepth > MaxDepthLooked)
                {
                    reader.Skip();
                    continue;
                }

                path[reader.CurrentDepth] = reader.GetString() ?? "";
                var whole = string.Join('.', path, 1, reader.CurrentDepth);
                if (whole == idPath && reader.Read() && reader.TokenType == JsonTokenType.String)
                    id = Usable(reader.GetString());
                else if (whole == topicPath && reader.Read() && reader.TokenType == JsonTokenType.String)
                    topic = Usable(reader.GetString());
                else if (!idPath.StartsWith(whole, StringComparison.Ordinal)
                    && !topicPath.StartsWith(whole, StringComparison.Ordinal))
                    reader.Skip();
            }
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return new DeliveryFacts(id, topic);
        }

        return new DeliveryFacts(id, topic);
    }
}
