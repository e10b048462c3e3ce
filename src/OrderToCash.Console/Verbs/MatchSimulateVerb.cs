using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using OrderToCash.Application;
using OrderToCash.Application.CashApplication;
using OrderToCash.Domain.CashApplication;
using OrderToCash.Domain.Payments;
using OrderToCash.Server.Views;

namespace OrderToCash.Console.Verbs;

/// <summary><c>o2c match simulate</c>: what another policy would have decided. Nothing is written.</summary>
internal static class MatchSimulateVerb
{
    /// <summary>Changes that a person is shown; <c>--json</c> has them all.</summary>
    private const int MaxShown = 50;

    /// <summary>The command.</summary>
    public static Command Create()
    {
        var policy = new Option<string>("--policy")
        {
            Description = "The policy to be tried, as JSON.", Required = true,
        };
        var since = new Option<string?>("--since")
        {
            Description = "Only payments booked on this day or later, yyyy-MM-dd.", HelpName = "DATE",
        };
        return Verb.Of(
            "simulate",
            "Decide the store's payments again under another policy, each by what was open then, and list what would "
            + "change.",
            writes: false,
            (parsed, context) => RunAsync(
                context, MatchVerbs.ReadPolicy(parsed.GetRequiredValue(policy)), DayOf(parsed.GetValue(since))),
            policy, since);
    }

    private static async Task<int> RunAsync(VerbContext context, MatchPolicy policy, DateOnly? since)
    {
        var stop = context.Stop.Token;
        await using var journal = await context.Folder.OpenToReadAsync(stop);
        var replay = new PolicyReplay(policy, since);
        var events = new JournalByTime(journal, EntityKinds.ByName, MatchFeed.IsOfInterest);
        var changes = new List<PolicyChange>();
        await foreach (var happened in events.ReadAsync(stop))
        {
            if (replay.Apply(happened.Entity, happened.Event, happened.At) is { } change)
                changes.Add(change);
        }

        Report(context.Output, policy, replay, changes);
        return ExitCode.Success;
    }

    private static void Report(Output output, MatchPolicy policy, PolicyReplay replay, List<PolicyChange> changes)
    {
        var isWhole = output.IsJson || changes.Count <= MaxShown;
        output.Result(new JsonObject
        {
            ["policy"] = policy.Id, ["compared"] = replay.Compared, ["changed"] = changes.Count,
            ["newlyBooked"] = Sum(changes.Where(static change => change.IsNewlyBooked)),
            ["noLongerBooked"] = Sum(changes.Where(static change => change.IsNoLongerBooked)),
            ["bookedOtherwise"] = Sum(changes.Where(
                static change => !change.IsNewlyBooked && !change.IsNoLongerBooked)),
            ["changes"] = Nodes.List(isWhole ? changes : changes.Take(MaxShown), static change => Of(change)),
        });
        if (!isWhole)
            output.Note($"{changes.Count - MaxShown:N0} more changes are in --json.");
    }

    // "3 payments, 120.00 EUR".
    private static JsonObject Sum(IEnumerable<PolicyChange> changes)
    {
        var amounts = new JsonObject();
        var count = 0;
        foreach (var group in changes.GroupBy(static change => change.Transaction.Currency))
        {
            count += group.Count();
            amounts[group.Key.Code] = Nodes.Amount(
                group.Sum(static change => change.Transaction.SignedMinor), group.Key);
        }

        return new JsonObject { ["payments"] = count, ["amount"] = amounts };
    }

    private static JsonObject Of(PolicyChange change) => new()
    {
        ["payment"] = change.Payment.Value, ["booked"] = Nodes.Day(change.Transaction.BookingDate),
        ["amount"] = Nodes.Money(change.Transaction.SignedMinor, change.Transaction.Currency),
        ["payer"] = change.Transaction.CounterpartyName, ["text"] = change.Transaction.Text,
        ["before"] = TextOf(change.Before, change.Transaction), ["after"] = TextOf(change.After, change.Transaction),
        ["why"] = change.After.Reason, ["score"] = change.After.Explanation.Score,
    };

    private static string TextOf(MatchDecision decision, BankTransaction transaction)
    {
        var parts = decision.Allocations
            .Select(one => PaymentDecisions.TextOf(one, transaction.Currency)).ToList();
        if (decision.OnAccountMinor != 0)
            parts.Add($"{Nodes.Money(decision.OnAccountMinor, transaction.Currency)} on account");
        if (decision.Reverses is { } original)
            parts.Add(original.Value);
        if (decision.Payout is { } payout)
            parts.Add(payout);
        var what = Nodes.Word(decision.Outcome);
        return parts.Count == 0 ? what : $"{what}: {string.Join(", ", parts)}";
    }

    private static DateOnly? DayOf(string? text)
    {
        if (text is null)
            return null;
        return DateOnly.TryParseExact(
            text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? day
            : throw new UserFailureException($"--since '{text}' is no day: expected yyyy-MM-dd, as 2026-11-01.");
    }
}
