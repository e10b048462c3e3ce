using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using OrderToCash.Application.Pipelines;
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
        await using var access = context.OpenAccess();
        var entries = await access.QuarantineAsync(includeResolved);
        if (entries.Count == 0 && !context.Output.IsJson)
            context.Output.Line("The quarantine is empty.");
        else
            context.Output.Result(new JsonObject
            {
                ["quarantine"] = context.Output.IsJson ? entries : Nodes.List(entries, ShortRow),
            });
        return ExitCode.Success;
    }

    private static async Task<int> ShowAsync(VerbContext context, long number)
    {
        await using var access = context.OpenAccess();
        if (await access.RefusedAsync(number) is not { } entry)
        {
            context.Output.Note(
                $"o2c: there is no number {number} in the quarantine. See `o2c quarantine list --all`.");
            return ExitCode.Findings;
        }

        context.Output.Result(entry);
        return ExitCode.Success;
    }

    /// <summary>What fits a line; the whole is shown one at a time.</summary>
    private static JsonObject ShortRow(JsonNode? entry)
    {
        var found = (string?)entry?["found"] ?? "";
        return new JsonObject
        {
            ["number"] = (long?)entry?["number"], ["source"] = $"{entry?["source"]}:{entry?["position"]}",
            ["reason"] = (string?)entry?["reason"], ["place"] = (string?)entry?["place"],
            ["found"] = found.Length > MaxShown ? found[..MaxShown] + "…" : found,
            ["resolution"] = (string?)entry?["resolution"],
        };
    }

    private static async Task<int> RetryAsync(VerbContext context, string which)
    {
        await using var access = context.OpenAccess();
        long[] numbers;
        if (which == "all")
        {
            var open = await access.QuarantineAsync(includeResolved: false);
            numbers = [.. open.Select(row => (long?)row?["number"] ?? 0)];
        }
        else
        {
            numbers = long.TryParse(which, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                && await access.RefusedAsync(number) is not null
                ? [number]
                : throw new UserFailureException(
                    $"There is no '{which}' in the quarantine: expected a number of `o2c quarantine list`, or all.");
        }

        var refused = 0;
        foreach (var one in numbers)
        {
            var refusal = await access.RetryAsync(one);
            refused += refusal is null ? 0 : 1;
            Write(context.Output, one, refusal);
            context.Stop.Token.ThrowIfCancellationRequested();
        }

        await access.FinishAsync();
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
}
