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
    public static async Task<BodyFields> ReadAsync(HttpContext context)
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

        return bytes.Length == 0 ? new BodyFields([]) : Parse(bytes.ToArray());
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

    /// <summary>A list of objects; empty where it is not there.</summary>
    public IEnumerable<(int Index, BodyFields Fields)> List(string name) => Value(name) switch
    {
        null => [],
        JsonArray list => list.Select((item, index) => (index, item is JsonObject fields
            ? new BodyFields(fields)
            : throw Refused($"{name}[{index}]", "wrong-type", Shown(item), "an object"))),
        var other => throw Refused(name, "wrong-type", Shown(other), "a list"),
    };

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
