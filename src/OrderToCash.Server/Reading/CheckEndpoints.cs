using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using OrderToCash.Application.Pipelines;
using OrderToCash.Domain.Flows;
using OrderToCash.Domain.Orders.Checks;
using OrderToCash.Domain.Receivables;
using OrderToCash.Domain.Values;
using OrderToCash.Engine.Shards;
using OrderToCash.Server.Api;
using OrderToCash.Server.Intake;
using OrderToCash.Server.Keys;
using OrderToCash.Server.Views;

namespace OrderToCash.Server.Reading;

/// <summary>The endpoints that set what holds orders: the checks, and credit and blocks of customers.</summary>
internal sealed class CheckEndpoints(SingleIntake single)
{
    /// <summary>The endpoints; the settings are the entity itself, <c>/v1/checks/orders</c>.</summary>
    public IEnumerable<ApiEndpoint> All() =>
    [
        new(
            HttpMethods.Post, "/v1/checks/{setting}", Roles.Operate,
            "Change a setting of the checks, for orders that come from now on.", SetAsync)
        {
            Takes = [(JsonAnswer.ContentType, "checkSetting")], Successes = [(200, "Changed, durably; or it was so.")],
        },
        Of(
            "block", "Hold this customer's orders from now on, and grant no credit.", "block",
            static (fields, actor) => new AccountCommand.Block(fields.RequiredText("reason"), actor)),
        Of(
            "unblock", "Take this customer's orders as anybody's again.", "block",
            static (fields, actor) => new AccountCommand.Unblock(fields.RequiredText("reason"), actor)),
        Of(
            "limit", "Set a customer's credit limit; without an amount, to the default.", "creditLimit",
            static (fields, actor) => LimitOf(fields, actor)),
    ];

    private ApiEndpoint Of(
        string verb, string summary, string schema, Func<BodyFields, Actor, AccountCommand> command) => new(
        HttpMethods.Post, "/v1/accounts/{id}/" + verb, Roles.Operate, summary,
        context => DecideAsync(context, command))
        {
            Takes = [(JsonAnswer.ContentType, schema)], Successes = [(200, "Decided, durably; or it was so.")],
        };

    private static AccountCommand.SetCreditLimit LimitOf(BodyFields fields, Actor actor)
    {
        var code = fields.Text("currency") ?? Currency.Eur.Code;
        if (!Currency.TryParse(code, out var currency))
            throw BodyFields.Refused("currency", "unknown-currency", code, "an ISO 4217 code, as EUR");
        var amount = fields.Decimal("amount", "amount");
        if (!CreditAmount.TryParse(amount, currency, out var minor))
        {
            throw BodyFields.Refused(
                "amount", "invalid-amount", $"{amount}", $"an amount of at most {currency.Exponent} decimals");
        }

        return new AccountCommand.SetCreditLimit(minor, currency, actor, fields.RequiredText("reason"));
    }

    private async Task SetAsync(HttpContext context)
    {
        var setting = EntityPaths.Segment(context, 2);
        var who = RequestGate.CallerOf(context).Who;
        var fields = await BodyFields.ReadAsync(context);
        var answer = await single.AskAsync(
            context, new EntityId(Kinds.Checks, StoreChecks.Id),
            new ChecksCommand.Set(
                setting, fields.RequiredText("value"), fields.RequiredText("reason"), new Actor(who)),
            new Origin("http:" + context.TraceIdentifier, who));
        var reply = answer.Reply as ChecksReply? ?? throw Failed(answer);
        if (CheckViews.Refusal(reply, setting) is { } refusal)
            throw Refused("setting", Nodes.Word(reply), refusal);
        await JsonAnswer.WriteAsync(context, StatusCodes.Status200OK, new JsonObject
        {
            ["setting"] = setting, ["result"] = Nodes.Word(reply),
        });
    }

    private async Task DecideAsync(HttpContext context, Func<BodyFields, Actor, AccountCommand> command)
    {
        var id = EntityPaths.Segment(context, 2);
        var who = RequestGate.CallerOf(context).Who;
        var fields = await BodyFields.ReadAsync(context);
        var answer = await single.AskAsync(
            context, new EntityId(Kinds.Account, id), command(fields, new Actor(who)),
            new Origin("http:" + context.TraceIdentifier, who));
        var reply = answer.Reply as AccountReply? ?? throw Failed(answer);
        if (CheckViews.Refusal(reply) is { } refusal)
            throw Refused("account", Nodes.Word(reply), refusal);
        await JsonAnswer.WriteAsync(context, StatusCodes.Status200OK, new JsonObject
        {
            ["account"] = id, ["result"] = Nodes.Word(reply),
        });
    }

    private static ProblemException Refused(string place, string reason, string found) => new(Problem.Of(
        new Rejection(reason, place, found, "what can be set")));

    private static ProblemException Failed(in CommandReply answer) => new(Problem.Of(
        new Rejection("internal-error", "decision", answer.Error ?? "no reply", "a reply")));
}
