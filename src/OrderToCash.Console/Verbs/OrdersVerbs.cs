using System.CommandLine;
using System.Text.Json.Nodes;
using OrderToCash.Console.Access;
using OrderToCash.Domain.Orders;
using OrderToCash.Server.Views;

namespace OrderToCash.Console.Verbs;

/// <summary><c>o2c orders</c>: lists of orders, and what persons decide about them.</summary>
internal static class OrdersVerbs
{
    /// <summary>The commands.</summary>
    public static Command Create() => Verb.Group(
        "orders", "Lists of orders, and what a person decides about orders.",
        OrderListVerb.Create(),
        Verb.Of(
            "held", "List the orders that wait for a person, for credit or for money, with the evidence.",
            writes: false, (_, context) => HeldAsync(context)),
        Release(),
        Reject(),
        Cancel());

    private static Command Release()
    {
        var id = Id();
        var note = new Option<string?>("--note") { Description = "Why, kept with the decision." };
        var hold = new Option<HoldReason?>("--hold")
        {
            Description = "Which hold; without it review and credit. A hold for money has to be named.",
            HelpName = "review|credit|prepayment",
        };
        hold.AcceptOnlyFromAmong("review", "credit", "prepayment");
        return Verb.Of(
            "release", "Let a held order go on.", writes: true,
            (parsed, context) => DecideAsync(context, parsed.GetRequiredValue(id), new OrderDecision.Release(
                parsed.GetValue(note), parsed.GetValue(hold)), "released"),
            id, hold, note);
    }

    private static Command Reject()
    {
        var id = Id();
        var reason = Reason();
        return Verb.Of(
            "reject", "Refuse a held order for good; what was promised is given back.", writes: true,
            (parsed, context) => DecideAsync(context, parsed.GetRequiredValue(id), new OrderDecision.Reject(
                parsed.GetRequiredValue(reason)), "rejected"),
            id, reason);
    }

    private static Command Cancel()
    {
        var id = Id();
        var reason = Reason();
        var lines = new Option<string[]>("--line")
        {
            Description = "Only these pieces, LINE=QUANTITY; may be given several times.", HelpName = "LINE=QUANTITY",
        };
        return Verb.Of(
            "cancel", "Cancel an order, or some of its pieces.", writes: true,
            (parsed, context) => DecideAsync(context, parsed.GetRequiredValue(id), new OrderDecision.Cancel(
                parsed.GetRequiredValue(reason), [.. (parsed.GetValue(lines) ?? []).Select(ParseLine)]), "cancelled"),
            id, reason, lines);
    }

    private static Argument<string> Id() => new("ORDER") { Description = "The order, channel:number." };

    private static Option<string> Reason() =>
        new("--reason") { Description = "Why, kept with the decision.", Required = true };

    private static CancelLine ParseLine(string text)
    {
        var equals = text.LastIndexOf('=');
        return equals > 0 && int.TryParse(text.AsSpan(equals + 1), out var quantity) && quantity > 0
            ? new CancelLine(text[..equals], quantity)
            : throw new UserFailureException($"--line '{text}': expected LINE=QUANTITY, for example 1=2.");
    }

    private static async Task<int> HeldAsync(VerbContext context)
    {
        await using var access = context.OpenAccess();
        var rows = await access.HeldAsync();
        if (rows.Count == 0 && !context.Output.IsJson)
            context.Output.Line("No order is held.");
        else
            context.Output.Result(new JsonObject { ["held"] = rows });
        return ExitCode.Success;
    }

    private static async Task<int> DecideAsync(VerbContext context, string id, OrderDecision decision, string done)
    {
        await using var access = context.OpenAccess();
        var answer = await access.DecideAsync(id, decision);
        await access.FinishAsync();
        if (context.Output.IsJson)
        {
            context.Output.Document(new JsonObject
            {
                ["order"] = id, ["result"] = answer.Result, ["detail"] = answer.Detail,
            });
        }
        else if (answer.IsDone)
        {
            var isRepeat = answer.Result == Nodes.Word(OrderReplyCode.Duplicate);
            context.Output.Line($"{id} is {done}{(isRepeat ? " already" : "")}.");
        }
        else
        {
            context.Output.Note(
                $"o2c: {id} is not {done}: {answer.Result}"
                + $"{(answer.Detail is null ? "" : ", " + answer.Detail)}. See `o2c show order {id}`.");
        }

        return answer.IsDone ? ExitCode.Success : ExitCode.Findings;
    }
}
