using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using OrderToCash.Application.Queries;
using OrderToCash.Console.Access;
using OrderToCash.Domain.Orders;
using OrderToCash.Server.Views;

namespace OrderToCash.Console.Verbs;

/// <summary><c>o2c orders list</c>: orders by filters or words, page by page, from the read models.</summary>
internal static class OrderListVerb
{
    private static readonly string Statuses = string.Join(
        ", ", Enum.GetValues<OrderStatus>().Where(static status => status != OrderStatus.None).Select(Nodes.Word));

    /// <summary>The command.</summary>
    public static Command Create()
    {
        var search = Text("--search", "WORDS", "Words of order number, customer or SKU, instead of filters.");
        var status = Text("--status", "STATUS", $"One of {Statuses}.");
        var channel = Text("--channel", "CHANNEL", "The sales channel.");
        var account = Text("--account", "ID", "The customer account.");
        var warehouse = Text("--warehouse", "NAME", "With pieces that are tied to this warehouse, or left it.");
        var sku = Text("--sku", "SKU", "With a line of this SKU.");
        var from = Text("--placed-from", "TIME", "Placed at or after this time, RFC 3339.");
        var before = Text("--placed-before", "TIME", "Placed before this time.");
        var min = new Option<long?>("--min-total-minor") { Description = "Total at least this, in cents." };
        var max = new Option<long?>("--max-total-minor") { Description = "Total at most this, in cents." };
        var currency = Text("--currency", "CODE", "ISO 4217 code.");
        var limit = new Option<int?>("--limit")
        {
            Description = $"At most so many, 1 to {PageRequest.MaxSize}; else {PageRequest.DefaultSize}.",
        };
        var after = Text("--after", "CURSOR", "The page after the one that ended with this.");
        return Verb.Of(
            "list", "List orders that fit every filter, newest first; or those with these words.", writes: false,
            (parsed, context) => RunAsync(context, new OrderListQuestion(
                parsed.GetValue(search),
                new OrderQuery(
                    Status(parsed.GetValue(status)), parsed.GetValue(channel), parsed.GetValue(account),
                    parsed.GetValue(warehouse), parsed.GetValue(sku), Time(parsed, from), Time(parsed, before),
                    parsed.GetValue(min), parsed.GetValue(max), parsed.GetValue(currency)),
                new PageRequest(Limit(parsed.GetValue(limit)), parsed.GetValue(after)))),
            search, status, channel, account, warehouse, sku, from, before, min, max, currency, limit, after);
    }

    private static async Task<int> RunAsync(VerbContext context, OrderListQuestion question)
    {
        if (question.Search is not null && (question.Filters != new OrderQuery() || question.Page.After is not null))
        {
            throw new UserFailureException(
                "--search can't be combined with filters or --after: leave them out, or search by filters alone.");
        }

        await using var access = context.OpenAccess();
        var page = await access.OrdersAsync(question);
        if (context.Output.IsJson)
        {
            context.Output.Document(page);
            return ExitCode.Success;
        }

        if (page["orders"] is not JsonArray { Count: > 0 } orders)
        {
            context.Output.Line("No order fits.");
            return ExitCode.Success;
        }

        context.Output.Result(new JsonObject { ["orders"] = Nodes.List(orders, ShortRow) });
        if ((string?)page["next"] is { } next)
            context.Output.Note($"There are more: the same with --after {next}");
        return ExitCode.Success;
    }

    /// <summary>What fits a line; --json has all of it.</summary>
    private static JsonObject ShortRow(JsonNode? order) => new()
    {
        ["order"] = order?["order"]?.DeepClone(), ["status"] = order?["status"]?.DeepClone(),
        ["placedAt"] = order?["placedAt"]?.DeepClone(), ["total"] = $"{order?["total"]} {order?["currency"]}",
        ["account"] = order?["account"]?.DeepClone(), ["customer"] = order?["customer"]?.DeepClone(),
        ["lines"] = order?["lines"]?.DeepClone(), ["holds"] = order?["holds"]?.DeepClone(),
    };

    private static Option<string?> Text(string name, string helpName, string description) =>
        new(name) { Description = description, HelpName = helpName };

    private static OrderStatus? Status(string? text)
    {
        if (text is null)
            return null;
        foreach (var status in Enum.GetValues<OrderStatus>())
        {
            if (status != OrderStatus.None && Nodes.Word(status) == text)
                return status;
        }

        throw new UserFailureException($"--status '{text}': expected one of {Statuses}.");
    }

    private static DateTimeOffset? Time(ParseResult parsed, Option<string?> option)
    {
        if (parsed.GetValue(option) is not { } text)
            return null;
        return DateTimeOffset.TryParse(
            text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time
            : throw new UserFailureException(
                $"{option.Name} '{text}' is not a time: expected RFC 3339, for example 2026-11-27T00:00:00+01:00.");
    }

    /// <summary>How many are asked for at most.</summary>
    internal static int Limit(int? limit) => limit switch
    {
        null => PageRequest.DefaultSize,
        >= 1 and <= PageRequest.MaxSize => limit.Value,
        _ => throw new UserFailureException($"--limit {limit}: expected 1 to {PageRequest.MaxSize}."),
    };
}
