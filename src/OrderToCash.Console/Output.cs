using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace OrderToCash.Console;

/// <summary>Where a run writes: results to standard output, everything said about the run to standard error.</summary>
internal sealed class Output : IDisposable
{
    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>One line, with nothing escaped that need not be.</summary>
    public static readonly JsonSerializerOptions OneLine = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private readonly Stream _out = System.Console.OpenStandardOutput();
    private readonly TextWriter _error = System.Console.Error;

    /// <summary>Results for a program (<paramref name="isJson"/>) or for a person.</summary>
    public Output(bool isJson) => IsJson = isJson;

    /// <summary>True where standard output holds JSON and nothing else.</summary>
    public bool IsJson { get; }

    /// <summary>True where a person sees standard error.</summary>
    public bool IsTerminal { get; } = !System.Console.IsErrorRedirected && !System.Console.IsOutputRedirected;

    /// <summary>Writes a line of the result, at once: nothing is held back that a reader may rely on.</summary>
    public void Line(string text) => _out.Write(Encoding.UTF8.GetBytes((IsJson ? text : Printable.Of(text)) + "\n"));

    /// <summary>Writes a whole JSON document.</summary>
    public void Document(JsonNode node) => Line(node.ToJsonString(Indented));

    /// <summary>Writes one line of NDJSON, at once.</summary>
    public void JsonLine(JsonNode node) => Line(node.ToJsonString(OneLine));

    /// <summary>Writes the result in the form that was asked for.</summary>
    public void Result(JsonObject result)
    {
        if (IsJson)
            Document(result);
        else
            Line(TextView.Of(result));
    }

    /// <summary>Says something about the run.</summary>
    public void Note(string text) => _error.WriteLine(Printable.Of(text));

    /// <inheritdoc/>
    public void Dispose()
    {
        _out.Dispose();
        _error.Flush();
    }
}
