using System.Text.Json.Nodes;
using OrderToCash.Application.Pipelines;
using OrderToCash.Application.Queries;
using OrderToCash.Application.Review;
using OrderToCash.Server.Views;

namespace OrderToCash.Console.Verbs;

/// <summary>Asks about payments that wait for a person, and writes the answers.</summary>
internal static class ReviewOutput
{
    private const int MaxShown = 40;

    /// <summary>A page of the queue.</summary>
    public static async Task<int> ListAsync(VerbContext context, bool waiting, int limit, string? after)
    {
        await using var access = context.OpenAccess();
        var page = await access.ReviewAsync(waiting, new PageRequest(limit, after));
        if (context.Output.IsJson)
        {
            context.Output.Document(page);
            return ExitCode.Success;
        }

        if (page["review"] is JsonArray { Count: > 0 } rows)
            context.Output.Result(new JsonObject { ["review"] = Nodes.List(rows, ShortRow) });
        else
            context.Output.Line(waiting ? "No payment waits for something." : "No payment waits for a person.");
        if ((string?)page["next"] is { } next)
            context.Output.Note($"There are more: the same with --after {next}");
        return ExitCode.Success;
    }

    /// <summary>A payment with its suggestions.</summary>
    public static async Task<int> ShowAsync(VerbContext context, string payment)
    {
        await using var access = context.OpenAccess();
        if (await access.ReviewedAsync(payment) is not { } found)
        {
            context.Output.Note(
                $"o2c: there is no payment '{payment}' in {access.Name}. Check the id, it is compared byte by byte: "
                + "IBAN/reference, as `o2c review list` shows it.");
            return ExitCode.Findings;
        }

        if (context.Output.IsJson)
        {
            context.Output.Document(found);
            return ExitCode.Success;
        }

        var suggestions = found["suggestions"] as JsonArray ?? [];
        found.Remove("suggestions");
        context.Output.Result(found);
        foreach (var suggestion in suggestions.OfType<JsonObject>())
        {
            var number = $"{suggestion["number"]}";
            context.Output.Line(
                $"\nsuggestion {number}, {suggestion["score"]} points: "
                + $"o2c review accept {payment} --suggestion {number}");
            suggestion.Remove("number");
            suggestion.Remove("score");
            context.Output.Result(suggestion);
        }

        return ExitCode.Success;
    }

    /// <summary>Decides, and says what became of it.</summary>
    public static async Task<int> DecideAsync(VerbContext context, string payment, ReviewRequest request)
    {
        await using var access = context.OpenAccess();
        var (result, refusal) = await access.DecideAsync(payment, request);
        await access.FinishAsync();
        if (context.Output.IsJson)
            context.Output.Document(refusal is null ? result ?? [] : ReviewViews.Of(payment, refusal));
        else if (refusal is null)
            Write(context.Output, payment, result ?? []);
        else
            context.Output.Note($"o2c: {payment} is not changed: {InWords(refusal)}");
        return refusal is null ? ExitCode.Success : ExitCode.Findings;
    }

    private static void Write(Output output, string payment, JsonObject result)
    {
        var already = (string?)result["result"] == "duplicate" ? " already" : "";
        output.Line($"{payment} is {result["status"]}{already}: {result["reason"]}");
        result.Remove("payment");
        result.Remove("result");
        result.Remove("status");
        result.Remove("reason");
        output.Result(result);
    }

    /// <summary>Why something was refused, in one line.</summary>
    internal static string InWords(Rejection refusal) =>
        $"{refusal.Reason}: {refusal.Place}: found {refusal.Found}, expected {refusal.Expected}."
        + (refusal.Advice is null ? "" : " " + refusal.Advice);

    /// <summary>What fits a line; --json has all of it.</summary>
    private static JsonObject ShortRow(JsonNode? row)
    {
        var text = (string?)row?["text"] ?? "";
        return new JsonObject
        {
            ["payment"] = row?["payment"]?.DeepClone(), ["booked"] = row?["bookedOn"]?.DeepClone(),
            ["amount"] = $"{row?["amount"]} {row?["currency"]}", ["from"] = row?["from"]?.DeepClone(),
            ["text"] = text.Length > MaxShown ? text[..MaxShown] + "…" : text, ["best"] = row?["best"]?.DeepClone(),
        };
    }
}
