using System.Text.Json.Nodes;

namespace OrderToCash.IntegrationTests;

/// <summary>What a run of the program left: exit code, the lines of standard output, and standard error.</summary>
internal sealed record O2cResult(int ExitCode, string[] Lines, string Error)
{
    /// <summary>The lines as JSON, one object each: the answers of an ingest and its summary.</summary>
    public JsonObject[] Objects() => [.. Lines.Select(Parse)];

    /// <summary>The last line as JSON: the summary of an ingest.</summary>
    public JsonObject Summary() => Parse(Lines[^1]);

    /// <summary>The whole of standard output as one JSON document.</summary>
    public JsonObject Document() => Parse(string.Join('\n', Lines));

    /// <summary>Fails, with all that was said, unless it ended so.</summary>
    public O2cResult Ends(int exitCode)
    {
        Assert.True(
            ExitCode == exitCode,
            $"Exit code {ExitCode} instead of {exitCode}.\n{Error}\n{string.Join('\n', Lines.TakeLast(20))}");
        return this;
    }

    /// <summary>A line of output.</summary>
    public static JsonObject Parse(string text) =>
        JsonNode.Parse(text) as JsonObject ?? throw new FormatException($"Not a JSON object: {text}");
}
