using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using System.Xml;
using OrderToCash.Adapters.Files;
using OrderToCash.Adapters.Marketplaces.Edifact;
using OrderToCash.Adapters.Marketplaces.Json;
using OrderToCash.Adapters.Marketplaces.Xml;
using OrderToCash.Application.Pipelines;
using OrderToCash.Domain.Values;

namespace OrderToCash.Adapters.Marketplaces;

/// <summary>
/// Translates one delivery of a platform into commands: a pure function of its bytes, of the format and the shop.
/// </summary>
/// <remarks>Any thread. A delivery may hold many orders; each is translated, or refused, for itself.</remarks>
/// <param name="format">What the delivery is said to be, and whose orders they are.</param>
/// <param name="actor">Who sends it; null means the feed of the shop.</param>
public sealed class MarketplaceTranslator(MarketplaceFormat format, Actor? actor = null)
{
    /// <summary>The longest document that is read, in bytes.</summary>
    public const int MaxBytes = Frame.MaxBytes;

    /// <summary>How deep documents may nest; the deepest of a platform has about 15 levels.</summary>
    internal const int MaxDepth = 64;

    private static readonly JsonDocumentOptions Strict = new()
    {
        MaxDepth = MaxDepth, AllowDuplicateProperties = false,
    };

    private static readonly JsonDocumentOptions Lenient = new() { MaxDepth = MaxDepth };

    private readonly MarketplaceChannel _channel = new(
        format.Shop, actor ?? new Actor("feed:" + format.Shop), format.TaxRate);

    /// <summary>What the delivery's orders mean; at least one result.</summary>
    public IReadOnlyList<Translated> Translate(ReadOnlyMemory<byte> document)
    {
        if (document.Length > MaxBytes)
        {
            return [Refusal(document, new Rejection(
                "too-long", "the document", $"{document.Length} bytes", $"at most {MaxBytes} bytes"))];
        }

        var results = new List<Translated>(1);
        var content = document.Span.StartsWith(Encoding.UTF8.Preamble) ? document[3..] : document;
        try
        {
            TranslateContent(content, results);
        }
        catch (JsonException exception)
        {
            results.Clear();
            results.Add(Refusal(document, Malformed(content.Span, exception)));
        }
        catch (XmlException exception)
        {
            results.Clear();
            results.Add(Refusal(document, XmlLoader.Malformed(exception)));
        }
        catch (EdifactException exception)
        {
            results.Clear();
            results.Add(Refusal(document, exception.Rejection));
        }

        if (results.Count == 0)
            results.Add(Translated.Nothing(document, "no-orders"));
        return results;
    }

    private static Translated Refusal(ReadOnlyMemory<byte> document, Rejection rejection) =>
        Translated.Refused(document, rejection);

    private void TranslateContent(ReadOnlyMemory<byte> content, List<Translated> results)
    {
        var start = content.Span.TrimStart(" \t\r\n"u8);
        if (start.IsEmpty)
        {
            results.Add(Refusal(content, new Rejection("empty", "the document", "nothing", Documents.Expected)));
        }
        else if (start[0] is (byte)'{' or (byte)'[')
        {
            TranslateJson(content, results);
        }
        else if (start[0] == (byte)'<' || content.Span.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE])
            || content.Span.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]))
        {
            var root = XmlLoader.Load(content);
            var reading = new Reading(content);
            if (Documents.OfXml(root) is { } known && Allows(known.Platform, known.Name, reading))
                known.Translate(root, _channel, content, results);
            else
                results.Add(Refusal(content, reading.Problem ?? Documents.UnknownXml(root)));
        }
        else if (Documents.IsEdifact(start))
        {
            var reading = new Reading(content);
            if (Allows(Platform.Edifact, "UN/EDIFACT", reading) || reading.Problem is not { } other)
                EdifactOrders.Translate(content, _channel, results);
            else
                results.Add(Refusal(content, other));
        }
        else
        {
            results.Add(Refusal(content, Documents.UnknownText(start)));
        }
    }

    private void TranslateJson(ReadOnlyMemory<byte> content, List<Translated> results)
    {
        if (!Utf8.IsValid(content.Span))
        {
            results.Add(Refusal(content, new Rejection(
                "invalid-utf-8", "the document", "bytes that are no UTF-8", "UTF-8, as JSON always is",
                "Convert the file, as with `iconv -f WINDOWS-1252 -t UTF-8`.")));
            return;
        }

        using var json = Parse(content, results);
        if (json is null)
            return;
        var root = new JsonPart(json.RootElement, new Reading(content));
        if (root.IsList)
        {
            foreach (var element in new JsonPart.Elements(root))
                TranslateJson(element, element.CopyBytes(), results);
        }
        else
        {
            TranslateJson(root, content, results);
        }
    }

    private static JsonDocument? Parse(ReadOnlyMemory<byte> content, List<Translated> results)
    {
        try
        {
            return ParseNamesOnce(content, results);
        }
        catch (InvalidOperationException)
        {
            // How the parser says that an escaped name, or one of two values that it compares, is no text.
            results.Add(Refusal(content, new Rejection(
                "malformed-json", "the document", "an escape for half of a character", "whole characters")));
            return null;
        }
    }

    /// <summary>
    /// Members that come twice are looked for by the parser; only where there are some it is asked whether they differ.
    /// </summary>
    private static JsonDocument? ParseNamesOnce(ReadOnlyMemory<byte> content, List<Translated> results)
    {
        try
        {
            return JsonDocument.Parse(content, Strict);
        }
        catch (JsonException exception) when (exception.LineNumber is null)
        {
            var json = JsonDocument.Parse(content, Lenient);
            if (JsonDuplicates.Find(json.RootElement) is not { } name)
                return json;
            json.Dispose();
            results.Add(Refusal(content, new Rejection(
                "duplicate-field", name, "the field a second time, with another value", "each field once")));
            return null;
        }
    }

    private void TranslateJson(JsonPart document, ReadOnlyMemory<byte> raw, List<Translated> results)
    {
        var reading = new Reading(document.Reading.Document);
        document = document.With(reading);
        if (Documents.OfJson(document, format.Platform) is { } known && Allows(known.Platform, known.Name, reading))
            known.Translate(document, _channel, raw, results);
        else
            results.Add(Refusal(raw, reading.Problem ?? Documents.UnknownJson(document)));
    }

    private bool Allows(Platform found, string name, Reading reading)
    {
        if (format.Platform != Platform.Auto && format.Platform != found)
        {
            reading.Refuse(
                "other-format", "the document", name, "a document of " + MarketplaceFormat.NameOf(format.Platform),
                $"Name the format {MarketplaceFormat.NameOf(found)}, or auto.");
        }

        return reading.Problem is null;
    }

    private static Rejection Malformed(ReadOnlySpan<byte> content, JsonException exception)
    {
        var message = exception.Message;
        var end = message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        message = end < 0 ? message : message[..end];
        if (exception.LineNumber is not { } line)
            return new Rejection("malformed-json", "the document", message, "one JSON document");
        var at = 0;
        for (var skipped = 0L; skipped < line; skipped++)
            at += content[at..].IndexOf((byte)'\n') + 1;
        at = Math.Min(at + (int)(exception.BytePositionInLine ?? 0), content.Length);
        var found = at == content.Length ? "the end"
            : Reading.Shown(content.Slice(at, Math.Min(20, content.Length - at)));
        return new Rejection(
            "malformed-json", $"line {line + 1}, column {exception.BytePositionInLine + 1}", found,
            "one JSON document", message);
    }
}
