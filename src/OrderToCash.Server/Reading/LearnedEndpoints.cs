using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using OrderToCash.Application.Queries;
using OrderToCash.Domain.Flows;
using OrderToCash.Domain.Receivables;
using OrderToCash.Domain.Values;
using OrderToCash.Engine.Shards;
using OrderToCash.Server.Api;
using OrderToCash.Server.Intake;
using OrderToCash.Server.Keys;

namespace OrderToCash.Server.Reading;

/// <summary>The endpoints of what was learned of payers.</summary>
internal sealed class LearnedEndpoints(ServedStore store, SingleIntake single)
{
    /// <summary>The endpoints.</summary>
    public IEnumerable<ApiEndpoint> All() =>
    [
        new(
            HttpMethods.Get, "/v1/learned-payers", Roles.Read,
            "Who pays for which customer, by what was learned and told; pages of accounts.", ListAsync)
        {
            Query =
            [
                new("account", "string", "Of this customer alone."),
                new(
                    "limit", "integer",
                    $"At most so many accounts, 1 to {PageRequest.MaxSize}; else {PageRequest.DefaultSize}."),
                new("after", "string", "The cursor of the page before, its `next`."),
            ],
        },
        new(
            HttpMethods.Post, "/v1/accounts/{id}/forget-payer", Roles.Operate,
            "Take a payer for this customer's no more.", ForgetAsync)
        {
            Takes = [(JsonAnswer.ContentType, "payer")], Successes = [(200, "Forgotten, durably.")],
        },
    ];

    private async Task ListAsync(HttpContext context)
    {
        try
        {
            var account = QueryValues.Text(context, "account");
            var page = await LearnedAnswers.ListAsync(
                store.ReadModel, store.Journal, account, QueryValues.Page(context), context.RequestAborted);
            await JsonAnswer.WriteTaggedAsync(context, page ?? throw new ProblemException(
                Problem.NotFound($"There is no account '{account}'. The id is compared byte by byte.")));
        }
        catch (InvalidCursorException exception)
        {
            throw QueryValues.Refused("after", QueryValues.Text(context, "after") ?? "", exception.Message);
        }
        catch (ReadModelUnavailableException)
        {
            throw new ProblemException(Problem.StoreAway);
        }
    }

    private async Task ForgetAsync(HttpContext context)
    {
        var id = EntityPaths.Segment(context, 2);
        var fields = BodyFields.Of(await BodyFields.ReadBytesAsync(context));
        var payer = LearnedAnswers.PayerOf(fields.Text("iban"), fields.Text("name"));
        if (payer.Iban is null == payer.Name is null)
            throw BodyFields.Refused("iban", "missing-field", "both or none", "iban, or name where there is none");
        var who = RequestGate.CallerOf(context).Who;
        var reply = await single.AskAsync(
            context, new EntityId(Kinds.Account, id), new AccountCommand.ForgetPayer(payer, new Actor(who)),
            new Origin("http:" + context.TraceIdentifier, who));
        if (LearnedAnswers.RefusalOf(reply, id, payer) is { } refusal)
            throw new ProblemException(Problem.Of(refusal));
        await JsonAnswer.WriteAsync(context, StatusCodes.Status200OK, new JsonObject
        {
            ["account"] = id, ["result"] = "accepted", ["iban"] = payer.Iban, ["name"] = payer.Name,
        });
    }
}
