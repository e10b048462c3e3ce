using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Unicode;
using Microsoft.AspNetCore.Http;
using OrderToCash.Application.Pipelines;

namespace OrderToCash.Server.Api;

/// <summary>The fields of a small JSON object that came as body, each read or refused by name.</summary>
internal sealed class BodyFields
{
    /// <summary>Decisions are small; what is larger is none.</summary>
    private const int MaxBytes = 64 * 1024;

    private readonly JsonObject _fields;

    private BodyFields(JsonObject fields) => _fields = fields;

    /// <summary>Reads the body; an empty one has no fields.</summary>
    /// <exception cref="ProblemException">It is not one JSON object.</exception>
    public static async Task<BodyFields> ReadAsync(HttpContext context) => Of(await ReadBytesAsync(context));

    /// <summary>The fields of a body that was read; an empty one has none.</summary>
    /// <exception cref="ProblemException">It is not one JSON object.</exception>
    public static BodyFields Of(byte[] bytes) => bytes.Length == 0 ? new BodyFields([]) : Parse(bytes);

    /// <summary>The bytes of a body.</summary>
    /// <exception cref="ProblemException">They are too many.</exception>
    public static async Task<byte[]> ReadBytesAsync(HttpContext context)
    {
        var bytes = new MemoryStream();
        var buffer = new byte[4096];
        for (int count; (count = await context.Request.Body.ReadAsync(buffer, context.RequestAborted)) > 0;)
        {
            await bytes.WriteAsync(buffer.AsMemory(0, count), context.RequestAborted);
            if (bytes.Length > MaxBytes)
                throw new ProblemException(Problem.Of(new Rejection(
                    "too-long", "the body", $"more than {MaxBytes} bytes", $"at most {MaxBytes} bytes")));
        }

        return bytes.ToArray();
    }

    /// <summary>A text; null where it is not there.</summary>
    public string? Text(string name) => Value(name) switch
    {
        null => null,
        JsonValue value when value.TryGetValue<string>(out var text) && text.Length <= 2000 => text,
        var other => throw Refused(name, "wrong-type", Shown(other), "a text of at most 2,000 characters"),
    };

    /// <summary>A text that has to be there.</summary>
    public string RequiredText(string name) => Text(name) is { Length: > 0 } text
        ? text
        : throw Refused(name, "missing-field", "nothing", "a text");

    /// <summary>A list of texts that has to be there, with at least one.</summary>
    public ImmutableArray<string> RequiredTexts(string name)
    {
        if (Value(name) is not JsonArray { Count: > 0 } list)
            throw Refused(name, "missing-field", Shown(Value(name)), "a list of at least one text");
        return
        [
            .. list.Select((item, index) =>
                item is JsonValue value && value.TryGetValue<string>(out var text) && text.Length is > 0 and <= 2000
                    ? text
                    : throw Refused($"{name}[{index}]", "wrong-type", Shown(item), "a text")),
        ];
    }

    /// <summary>A decimal number, as a text or as a number; null where it is not there.</summary>
    /// <param name="place">How the field is called in a refusal.</param>
    public decimal? Decimal(string name, string place)
    {
        if (Value(name) is not { } node)
            return null;
        var text = node is JsonValue value && value.TryGetValue<string>(out var written) ? written
            : node.GetValueKind() == JsonValueKind.Number ? node.ToJsonString() : "";
        return decimal.TryParse(
            text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture,
            out var number)
            ? number
            : throw Refused(place, "invalid-number", Shown(node), "a decimal number, as \"19.99\"");
    }

    /// <summary>A whole number; null where it is not there.</summary>
    public int? Integer(string name) => Value(name) switch
    {
        null => null,
        JsonValue value when value.TryGetValue<int>(out var number) => number,
        var other => throw Refused(name, "wrong-type", Shown(other), "a whole number"),
    };

    /// <summary>True or false; false where it is not there.</summary>
    public bool Flag(string name) => Value(name) switch
    {
        null => false,
        JsonValue value when value.TryGetValue<bool>(out var flag) => flag,
        var other => throw Refused(name, "wrong-type", Shown(other), "true or false"),
    };

    /// <summary>A list of objects; empty where it is not there.</summary>
    public IEnumerable<(int Index, BodyFields Fields)> List(string name) => Value(name) switch
    {
        null => [],
        JsonArray list => list.Select((item, index) => (index, item is JsonObject fields
            ? new BodyFields(fields)
            : throw Refused($"{name}[{index}]", "wrong-type", Shown(item), "an object"))),
        var other => throw Refused(name, "wrong-type", Shown(other), "a list"),
    };

    /// <summary>An object that has to be there, as JSON.</summary>
    public string RequiredObject(string name) => Value(name) is JsonObject value
        ? value.ToJsonString()
        : throw Refused(name, "missing-field", Shown(Value(name)), "an object");

    /// <summary>A whole number from 0 that has to be there.</summary>
    public int Count(string name) => Value(name) is JsonValue value && value.TryGetValue<int>(out var n) && n >= 0
        ? n
        : throw Refused(name, "invalid-number", Shown(Value(name)), "a whole number from 0");

    /// <summary>A number of pieces.</summary>
    /// <param name="place">How the field is called in a refusal.</param>
    public int Pieces(string name, string place) => Value(name) is JsonValue value && value.TryGetValue<int>(out var n)
        && n > 0
        ? n
        : throw Refused(place, "invalid-quantity", Shown(Value(name)), "a whole number from 1");

    /// <summary>A field that can't be read.</summary>
    public static ProblemException Refused(string field, string reason, string found, string expected) =>
        new(Problem.Of(new Rejection(reason, field, found, expected)));

    private JsonNode? Value(string name) => _fields[name];

    private static string Shown(JsonNode? node)
    {
        var text = node?.ToJsonString() ?? "nothing";
        return text.Length > 80 ? text[..80] + "…" : text;
    }

    private static BodyFields Parse(byte[] bytes)
    {
        if (!Utf8.IsValid(bytes))
            throw Refused("the body", "invalid-utf-8", "bytes that are no text", "UTF-8");
        try
        {
            if (JsonNode.Parse(bytes) is not JsonObject fields)
                throw Refused("the body", "wrong-type", "something else", "one JSON object");
            ReadAll(fields);
            return new BodyFields(fields);
        }
        catch (JsonException exception)
        {
            throw Refused("the body", "malformed-json", exception.Message, "one JSON object");
        }
        catch (ArgumentException)
        {
            throw Refused("the body", "duplicate-field", "a field a second time", "each field once");
        }
        catch (InvalidOperationException)
        {
            throw Refused(
                "the body", "malformed-text", "an escape that is half a character",
                "escapes that make Unicode text: \\ud800 to \\udfff come in pairs");
        }
    }

    /// <summary>Nodes read names and texts when they are asked, and throw only then: so they are asked here.</summary>
    private static void ReadAll(JsonNode? node)
    {
        switch (node)
        {
            case JsonObject fields:
                foreach (var (_, value) in fields)
                    ReadAll(value);
                break;
            case JsonArray items:
                foreach (var item in items)
                    ReadAll(item);
                break;
            case JsonValue value:
                value.TryGetValue<string>(out _);
                break;
        }
    }
}
