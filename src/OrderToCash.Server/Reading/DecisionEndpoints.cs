using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using OrderToCash.Application.Pipelines;
using OrderToCash.Domain.Flows;
using OrderToCash.Domain.Orders;
using OrderToCash.Domain.Payments;
using OrderToCash.Domain.Values;
using OrderToCash.Engine.Shards;
using OrderToCash.Server.Api;
using OrderToCash.Server.Intake;
using OrderToCash.Server.Keys;
using OrderToCash.Server.Views;

namespace OrderToCash.Server.Reading;

/// <summary>The endpoints by which persons decide.</summary>
internal sealed class DecisionEndpoints(ServedStore store, SingleIntake single)
{
    /// <summary>The endpoints.</summary>
    public IEnumerable<ApiEndpoint> All() =>
    [
        Of(
            "/v1/orders/{id}/cancel", Roles.Ingest, "Cancel an order, or some of its pieces.", "cancellation",
            (fields, actor) => new OrderCommand.Cancel(
                fields.RequiredText("reason"), store.Time.GetUtcNow(), Lines(fields), actor)),
        Of(
            "/v1/orders/{id}/release", Roles.Operate, "Let a held order go on.", "release",
            (fields, actor) => new OrderCommand.ReleaseHold(actor, fields.Text("note"), Hold(fields))),
        Of(
            "/v1/orders/{id}/reject", Roles.Operate, "Refuse a held order for good.", "rejection",
            (fields, actor) => new OrderCommand.Reject(fields.RequiredText("reason"), actor)),
        new(
            HttpMethods.Post, "/v1/bank-accounts", Roles.Operate, "Register an own bank account.", RegisterAsync)
        {
            Takes = [(JsonAnswer.ContentType, "bankAccount")],
            Successes = [(200, "It is registered already."), (201, "It is registered.")],
        },
        new(
            HttpMethods.Post, "/v1/bank-accounts/{iban}/accept-gap", Roles.Operate,
            "Let a feed go on although a statement is missing.", AcceptGapAsync)
        {
            Takes = [(JsonAnswer.ContentType, "gap")], Successes = [(200, "The statement can be sent again.")],
        },
    ];

    private ApiEndpoint Of(
        string path, Roles role, string summary, string schema, Func<BodyFields, Actor, OrderCommand> command) =>
        new(HttpMethods.Post, path, role, summary, context => DecideAsync(context, command))
        {
            Takes = [(JsonAnswer.ContentType, schema)], Successes = [(200, "Decided, durably; or decided before.")],
        };

    private async Task DecideAsync(HttpContext context, Func<BodyFields, Actor, OrderCommand> command)
    {
        var id = EntityPaths.Segment(context, 2);
        var caller = RequestGate.CallerOf(context);
        var fields = await BodyFields.ReadAsync(context);
        var answer = await single.AskAsync(
            context, new EntityId(Kinds.Order, id), command(fields, new Actor(caller.Who)),
            new Origin("http:" + context.TraceIdentifier, caller.Who));
        if (answer.Reply is not OrderReply { IsDone: true } reply)
            throw new ProblemException(Problem.Of(RejectionOf(answer)));
        await JsonAnswer.WriteAsync(context, StatusCodes.Status200OK, new JsonObject
        {
            ["order"] = id, ["result"] = Nodes.Word(reply.Code), ["detail"] = reply.Detail,
        });
    }

    private async Task RegisterAsync(HttpContext context)
    {
        var caller = RequestGate.CallerOf(context);
        var fields = await BodyFields.ReadAsync(context);
        var text = fields.RequiredText("iban");
        if (!IbanCheck.TryParse(text, out var iban, out var problem))
            throw BodyFields.Refused("iban", "invalid-iban", text, $"an IBAN: {problem}");
        var code = fields.Text("currency") ?? Currency.Eur.Code;
        if (!Currency.TryParse(code, out var currency))
            throw BodyFields.Refused("currency", "unknown-currency", code, "an ISO 4217 code, as EUR");
        var answer = await single.AskAsync(
            context, new EntityId(Kinds.Bank, iban.Value),
            new BankCommand.Register(currency, fields.Text("name"), new Actor(caller.Who)),
            new Origin("http:" + context.TraceIdentifier, caller.Who));
        if (answer.Reply is not BankReply { IsDone: true } reply)
            throw new ProblemException(Problem.Of(RejectionOf(answer)));
        context.Response.Headers.Location = EntityPaths.Of(Kinds.Bank, iban.Value);
        await JsonAnswer.WriteAsync(
            context,
            reply.Code == BankReplyCode.Duplicate ? StatusCodes.Status200OK : StatusCodes.Status201Created,
            new JsonObject
            {
                ["iban"] = iban.Value, ["currency"] = currency.Code, ["result"] = Nodes.Word(reply.Code),
            });
    }

    private async Task AcceptGapAsync(HttpContext context)
    {
        var iban = EntityPaths.Segment(context, 2);
        var caller = RequestGate.CallerOf(context);
        var fields = await BodyFields.ReadAsync(context);
        var answer = await single.AskAsync(
            context, new EntityId(Kinds.Bank, iban),
            new BankCommand.AcceptGap(fields.RequiredText("reason"), new Actor(caller.Who)),
            new Origin("http:" + context.TraceIdentifier, caller.Who));
        if (answer.Reply is not BankReply { IsDone: true } reply)
            throw new ProblemException(Problem.Of(RejectionOf(answer)));
        await JsonAnswer.WriteAsync(
            context, StatusCodes.Status200OK,
            new JsonObject { ["iban"] = iban, ["result"] = Nodes.Word(reply.Code) });
    }

    private static Rejection RejectionOf(in CommandReply answer) =>
        IntakeOutcome.Of(answer)?.Rejection
        ?? new Rejection("internal-error", "decision", answer.Error ?? "no reply", "a reply");

    private static ImmutableArray<CancelLine> Lines(BodyFields fields) =>
    [
        .. fields.List("lines").Select(line => new CancelLine(
            line.Fields.RequiredText("lineId"), line.Fields.Pieces("quantity", $"lines[{line.Index}].quantity"))),
    ];

    private static HoldReason? Hold(BodyFields fields)
    {
        if (fields.Text("hold") is not { } text)
            return null;
        foreach (var reason in Enum.GetValues<HoldReason>())
        {
            if (Nodes.Word(reason) == text)
                return reason;
        }

        throw BodyFields.Refused(
            "hold", "unknown-value", text,
            "one of " + string.Join(", ", Enum.GetValues<HoldReason>().Select(Nodes.Word)));
    }
}
