using Microsoft.AspNetCore.Http;
using OrderToCash.Application.Queries;
using OrderToCash.Application.Review;
using OrderToCash.Domain.Values;
using OrderToCash.Engine.Shards;
using OrderToCash.Server.Api;
using OrderToCash.Server.Intake;
using OrderToCash.Server.Keys;
using OrderToCash.Server.Views;

namespace OrderToCash.Server.Reading;

/// <summary>The endpoints by which persons decide whose money a payment is.</summary>
internal sealed class ReviewEndpoints(ServedStore store, SingleIntake single)
{
    /// <summary>The endpoints.</summary>
    public IEnumerable<ApiEndpoint> All() =>
    [
        new(
            HttpMethods.Get, "/v1/review", Roles.Read,
            "Payments that wait for a person, newest first, each with its best suggestion.", ListAsync)
        {
            Query =
            [
                new("waiting", "boolean", "Those instead that wait for a document or a report, and for no person."),
                new(
                    "limit", "integer",
                    $"At most so many, 1 to {PageRequest.MaxSize}; else {PageRequest.DefaultSize}."),
                new("after", "string", "The cursor of the page before, its `next`."),
            ],
        },
        new(
            HttpMethods.Get, "/v1/review/{id}", Roles.Read,
            "A payment with its ranked suggestions and their evidence.", ShowAsync),
        Of("accept", "accept", "Book a suggestion, the best unless its number is given.", ReviewBodies.Accept),
        Of("assign", "assign", "Settle documents in their order; what is left stays on account.", ReviewBodies.Assign),
        Of("split", "split", "Settle documents with stated amounts.", ReviewBodies.Split),
        Of("on-account", "onAccount", "Leave all of it on a customer's account.", ReviewBodies.OnAccount),
        Of("ignore", "ignore", "Set it aside: it is no customer's.", ReviewBodies.Ignore),
        Of("undo", "undo", "Take a decision back: documents are open again.", ReviewBodies.Undo),
    ];

    private ApiEndpoint Of(string verb, string schema, string summary, Func<BodyFields, ReviewRequest> read) => new(
        HttpMethods.Post, $"/v1/payments/{{id}}/{verb}", Roles.Operate, summary,
        context => DecideAsync(context, read))
    {
        Takes = [(JsonAnswer.ContentType, schema)],
        Successes = [(200, "Decided and carried out, durably; or decided so before.")],
    };

    private async Task ListAsync(HttpContext context)
    {
        try
        {
            await JsonAnswer.WriteTaggedAsync(context, await ReviewAnswers.ListAsync(
                store.ReadModel, store.Journal, QueryValues.Flag(context, "waiting"), QueryValues.Page(context),
                context.RequestAborted));
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

    private async Task ShowAsync(HttpContext context)
    {
        var id = EntityPaths.Segment(context, 2);
        var payment = await ReviewAnswers.ShowAsync(store.Journal, id, context.RequestAborted);
        await JsonAnswer.WriteTaggedAsync(context, payment ?? throw new ProblemException(
            Problem.NotFound($"There is no payment '{id}'. The id is compared byte by byte.")));
    }

    private async Task DecideAsync(HttpContext context, Func<BodyFields, ReviewRequest> read)
    {
        var id = EntityPaths.Segment(context, 2);
        var bytes = await BodyFields.ReadBytesAsync(context);
        var request = read(BodyFields.Of(bytes));
        await single.OnceAsync(context, bytes, () => DecideAsync(context, id, request));
    }

    private async Task<Answer> DecideAsync(HttpContext context, string id, ReviewRequest request)
    {
        var who = RequestGate.CallerOf(context).Who;
        var origin = new Origin("http:" + context.TraceIdentifier, who);
        var desk = new ReviewDesk(
            store.Journal, store.ReadModel, store.Time,
            (entity, command) => single.AskAsync(context, entity, command, origin));
        try
        {
            var answer = await desk.DecideAsync(id, request, new Actor(who), context.RequestAborted);
            if (answer.Refusal is { } refusal)
            {
                var problem = Problem.Of(refusal);
                return new Answer(problem.Status, problem.ToBytes(), null);
            }

            return new Answer(StatusCodes.Status200OK, JsonAnswer.ToBytes(ReviewViews.Of(answer)), null);
        }
        catch (ReadModelUnavailableException)
        {
            throw new ProblemException(Problem.StoreAway);
        }
    }
}
