using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using OrderToCash.Application.Pipelines;
using OrderToCash.Server.Reading;
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
                ["quarantine"] = Nodes.List(entries, context.Output.IsJson ? QuarantineAnswers.Row : ShortRow),
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

        context.Output.Result(QuarantineAnswers.Whole(entry));
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
            var refusal = await QuarantineRetry.RunAsync(
                store.Host, store.Intake, context.Time, whole, context.User, context.Stop.Token);
            refused += refusal is null ? 0 : 1;

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
}
