using Microsoft.AspNetCore.Http;
using OrderToCash.Application.CashApplication;
using OrderToCash.Application.Queries;
using OrderToCash.Domain.Values;
using OrderToCash.Engine.Shards;
using OrderToCash.Server.Api;
using OrderToCash.Server.Intake;
using OrderToCash.Server.Keys;

namespace OrderToCash.Server.Reading;

/// <summary>The endpoints of providers' payouts: the list, and whose money a row is.</summary>
internal sealed class SettlementEndpoints(ServedStore store, SingleIntake single)
{
    /// <summary>The list reads each payout of its page.</summary>
    private readonly Slots _whole = new("lists of settlements", 1);

    /// <summary>The endpoints.</summary>
    public IEnumerable<ApiEndpoint> All() =>
    [
        new(
            HttpMethods.Get, "/v1/settlements", Roles.Operate,
            "Providers' payouts with what is unallocated of them, by id.", ListAsync)
        {
            Query =
            [
                new(
                    "limit", "integer",
                    $"At most so many, 1 to {PageRequest.MaxSize}; else {PageRequest.DefaultSize}."),
                new("after", "string", "The answer's next, for the page after it."),
            ],
        },
        new(
            HttpMethods.Post, "/v1/settlements/{id}/allocate", Roles.Operate,
            "Say whose money a row of a provider's report is; the first row is 1.", AllocateAsync)
        {
            Takes = [(JsonAnswer.ContentType, "rowAllocation")],
            Successes = [(200, "Allocated, durably, and carried out where the payout is there; or so before.")],
        },
    ];

    private async Task ListAsync(HttpContext context)
    {
        _whole.Enter();
        try
        {
            await JsonAnswer.WriteTaggedAsync(context, await SettlementAnswers.ListAsync(
                store.Journal, QueryValues.Page(context), context.RequestAborted));
        }
        finally
        {
            _whole.Leave();
        }
    }

    private async Task AllocateAsync(HttpContext context)
    {
        var id = EntityPaths.Segment(context, 2);
        var bytes = await BodyFields.ReadBytesAsync(context);
        var fields = BodyFields.Of(bytes);
        var row = fields.Integer("row")
            ?? throw BodyFields.Refused("row", "missing-field", "nothing", "the row's number, 1 for the first");
        var customer = new AccountId(fields.RequiredText("customer"));
        var document = fields.RequiredText("document");
        await single.OnceAsync(context, bytes, async () =>
        {
            var who = RequestGate.CallerOf(context).Who;
            var origin = new Origin("http:" + context.TraceIdentifier, who);
            var desk = new RowDesk(
                store.Journal, store.Time, (entity, command) => single.AskAsync(context, entity, command, origin));
            var answer = await desk.AllocateAsync(
                id, row, customer, document, new Actor(who), context.RequestAborted);
            if (answer.Refusal is not { } refusal)
            {
                return new Answer(
                    StatusCodes.Status200OK, JsonAnswer.ToBytes(SettlementAnswers.Of(answer, row)), null);
            }

            var problem = Problem.Of(refusal);
            return new Answer(problem.Status, problem.ToBytes(), null);
        });
    }
}
