using System.CommandLine;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using OrderToCash.Adapters.Banks;
using OrderToCash.Adapters.Files;
using OrderToCash.Application.Pipelines;
using OrderToCash.Console.Running;
using OrderToCash.Domain.Values;
using OrderToCash.Server.Views;

namespace OrderToCash.Console.Verbs;

/// <summary><c>o2c quarantine</c>: refused inputs, and trying them again.</summary>
internal static class QuarantineVerbs
{
    private const int MaxShown = 40;

    /// <summary>The commands.</summary>
    public static Command Create()
    {
        var all = new Option<bool>("--all") { Description = "Also those that a retry has resolved." };
        var number = new Argument<long>("N") { Description = "The number of the refused input." };
        var which = new Argument<string>("N|all") { Description = "The number of a refused input, or all open ones." };
        return Verb.Group(
            "quarantine", "Refused inputs: list them, look at one with its bytes, try again.",
            Verb.Of(
                "list", "List the refused inputs with their reasons.", writes: false,
                (parsed, context) => ListAsync(context, parsed.GetValue(all)), all),
            Verb.Of(
                "show", "Show one with its bytes as they came.", writes: false,
                (parsed, context) => ShowAsync(context, parsed.GetValue(number)), number),
            Verb.Of(
                "retry", "Take refused inputs in again, after what was wrong is mended.", writes: true,
                (parsed, context) => RetryAsync(context, parsed.GetRequiredValue(which)), which));
    }

    private static async Task<int> ListAsync(VerbContext context, bool includeResolved)
    {
        await using var intake = await context.Folder.OpenIntakeToReadAsync(context.Stop.Token);
        var entries = await intake.ListQuarantineAsync(includeResolved, context.Stop.Token);
        if (entries.Count == 0 && !context.Output.IsJson)
            context.Output.Line("The quarantine is empty.");
        else
            context.Output.Result(new JsonObject
            {
                ["quarantine"] = Nodes.List(entries, context.Output.IsJson ? Row : ShortRow),
            });
        return ExitCode.Success;
    }

    private static async Task<int> ShowAsync(VerbContext context, long number)
    {
        await using var intake = await context.Folder.OpenIntakeToReadAsync(context.Stop.Token);
        if (await intake.ReadQuarantineAsync(number, context.Stop.Token) is not { } entry)
        {
            context.Output.Note(
                $"o2c: there is no number {number} in the quarantine. See `o2c quarantine list --all`.");
            return ExitCode.Findings;
        }

        var result = Row(entry);
        result["bytes"] = entry.Input.Raw.Length;
        result["raw"] = Encoding.UTF8.GetString(entry.Input.Raw.Span);
        context.Output.Result(result);
        return ExitCode.Success;
    }

    /// <summary>What fits a line; the whole is shown one at a time.</summary>
    private static JsonObject ShortRow(QuarantineEntry entry)
    {
        var rejection = entry.Input.Rejection;
        var found = rejection.Found.Length > MaxShown ? rejection.Found[..MaxShown] + "…" : rejection.Found;
        return new JsonObject
        {
            ["number"] = entry.Number, ["source"] = $"{entry.Input.Source}:{entry.Input.Position}",
            ["reason"] = rejection.Reason, ["place"] = rejection.Place, ["found"] = found,
            ["resolution"] = entry.Resolution,
        };
    }

    private static JsonObject Row(QuarantineEntry entry)
    {
        var row = new JsonObject
        {
            ["number"] = entry.Number, ["source"] = entry.Input.Source, ["format"] = entry.Input.Format,
            ["position"] = entry.Input.Position,
        };
        foreach (var (name, value) in Nodes.Of(entry.Input.Rejection))
            row[name] = value?.DeepClone();
        row["at"] = Nodes.Time(entry.Input.At);
        row["resolution"] = entry.Resolution;
        return row;
    }

    private static async Task<int> RetryAsync(VerbContext context, string which)
    {
        await context.Folder.CheckExistsAsync(context.Stop.Token);
        await using var store = await context.StartEngineAsync();
        IReadOnlyList<QuarantineEntry> entries;
        if (which == "all")
        {
            entries = await store.Intake.ListQuarantineAsync(includeResolved: false, context.Stop.Token);
        }
        else
        {
            entries = long.TryParse(which, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                && await store.Intake.ReadQuarantineAsync(number, context.Stop.Token) is { } one
                ? [one]
                : throw new UserFailureException(
                    $"There is no '{which}' in the quarantine: expected a number of `o2c quarantine list`, or all.");
        }

        var refused = 0;
        foreach (var entry in entries)
        {
            // Read again one by one: a list need not hold the bytes.
            var whole = await store.Intake.ReadQuarantineAsync(entry.Number, context.Stop.Token) ?? entry;
            var refusal = await RetryAsync(context, store, whole.Input);
            refused += refusal is null ? 0 : 1;
            if (refusal is null)
            {
                var at = Nodes.Time(context.Time.GetUtcNow());
                await store.Intake.ResolveQuarantineAsync(
                    entry.Number, $"retried by {context.User} at {at}", CancellationToken.None);
            }

            Write(context.Output, entry.Number, refusal);
            context.Stop.Token.ThrowIfCancellationRequested();
        }

        await store.StopAsync(CancellationToken.None);
        return refused > 0 ? ExitCode.Findings : ExitCode.Success;
    }

    private static void Write(Output output, long number, Rejection? refusal)
    {
        if (output.IsJson)
        {
            output.JsonLine(new JsonObject
            {
                ["number"] = number, ["result"] = refusal is null ? "accepted" : "rejected",
                ["rejection"] = refusal is null ? null : Nodes.Of(refusal),
            });
        }
        else
        {
            output.Line(refusal is null ? $"{number}: taken in" : $"{number}: refused again: {refusal}");
        }
    }

    private static async Task<Rejection?> RetryAsync(VerbContext context, RunningStore store, QuarantinedInput input)
    {
        var name = $"{input.Source}:{input.Position}";
        if (input.Format == FileSources.RetailCsv)
        {
            return new Rejection(
                "not-retryable", "format", input.Format, "a format whose inputs stand alone",
                "Mend the file and take it in again: what is known counts as duplicates.");
        }

        var memory = new RetryIntake();
        var source = input.Format == "bank"
            ? await OpenStatementAsync(name, input.Raw, context.Stop.Token)
            : FileSources.OfStream(new MemoryStream(input.Raw.ToArray()), name, input.Format);
        using var closing = source as IDisposable;
        var pipeline = new Pipeline(store.Host, memory, context.Time);
        var report = await pipeline.RunAsync(source, input.Format, context.User, context.Stop.Token);
        return memory.Refusal ?? (report.Read > 0
            ? null
            : new Rejection("empty", "input", "nothing that could be read", "one input"));
    }

    /// <summary>A statement is kept without the message around it, which a reader needs.</summary>
    private static async Task<ISource> OpenStatementAsync(
        string name, ReadOnlyMemory<byte> raw, CancellationToken cancellationToken)
    {
        var text = Encoding.UTF8.GetString(raw.Span);
        if (!text.Contains("Document", StringComparison.Ordinal))
        {
            text = "<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.053.001.08\"><BkToCstmrStmt><GrpHdr>"
                + "<MsgId>retry</MsgId><CreDtTm>2000-01-01T00:00:00Z</CreDtTm></GrpHdr>" + text
                + "</BkToCstmrStmt></Document>";
        }

        return await CamtSource.OpenAsync(
            name, new MemoryStream(Encoding.UTF8.GetBytes(text)), new Actor("feed:bank"), cancellationToken);
    }
}
