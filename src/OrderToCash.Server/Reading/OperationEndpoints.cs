using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using OrderToCash.Application.Audit;
using OrderToCash.Application.Pipelines;
using OrderToCash.Application.Queries;
using OrderToCash.Domain.Flows;
using OrderToCash.Domain.Payments;
using OrderToCash.Server.Api;
using OrderToCash.Server.Keys;
using OrderToCash.Server.Views;

namespace OrderToCash.Server.Reading;

/// <summary>The endpoints for whoever runs the system: what was refused, what failed, and the proof.</summary>
internal sealed class OperationEndpoints(ServedStore store)
{
    /// <summary>Each reads the whole journal, so they wait for each other's end elsewhere.</summary>
    private readonly Slots _whole = new("readings of the whole journal", 1);

    /// <summary>The endpoints.</summary>
    public IEnumerable<ApiEndpoint> All() =>
    [
        new(HttpMethods.Get, "/v1/quarantine", Roles.Read, "Refused inputs, oldest first.", QuarantineAsync)
        {
            Query =
            [
                new("all", "boolean", "Also those that a retry has resolved."),
                new("after", "string", "The answer's next, for the page after it."),
                new(
                    "limit", "integer",
                    $"At most so many, 1 to {PageRequest.MaxSize}; else {PageRequest.DefaultSize}."),
            ],
        },
        new(HttpMethods.Get, "/v1/quarantine/{number}", Roles.Read, "A refused input with its bytes.", RefusedAsync),
        new(
            HttpMethods.Post, "/v1/quarantine/{number}/retry", Roles.Operate,
            "Take a refused input in again, after what was wrong is mended.", RetryAsync),
        new(
            HttpMethods.Get, "/v1/dead-letters", Roles.Read, "Commands that could not be decided: each is a bug.",
            DeadLettersAsync),
        new(
            HttpMethods.Get, "/v1/bank-accounts", Roles.Operate,
            "The own bank accounts with their balances, each read by itself.", BankAccountsAsync),
        new(
            HttpMethods.Get, "/v1/audit", Roles.Operate,
            "Proves from the journal that every invariant holds. Reads the whole journal.", AuditAsync),
    ];

    private async Task QuarantineAsync(HttpContext context)
    {
        var size = QueryValues.Limit(context, PageRequest.DefaultSize, PageRequest.MaxSize);
        var entries = await store.Intake.ListQuarantineAsync(
            QueryValues.Flag(context, "all"), QueryValues.Integer(context, "after") ?? 0, size,
            context.RequestAborted);
        var answer = new JsonObject { ["quarantine"] = Nodes.List(entries, QuarantineAnswers.Row) };
        if (entries.Count == size)
            answer["next"] = entries[^1].Number.ToString(CultureInfo.InvariantCulture);
        await JsonAnswer.WriteTaggedAsync(context, answer);
    }

    private async Task RefusedAsync(HttpContext context) => await JsonAnswer.WriteTaggedAsync(
        context, QuarantineAnswers.Whole(await FindAsync(context)));

    private async Task RetryAsync(HttpContext context)
    {
        var entry = await FindAsync(context);
        var refusal = await QuarantineRetry.RunAsync(
            store.Host, store.Intake, store.Time, entry, RequestGate.CallerOf(context).Who, context.RequestAborted);
        if (refusal is not null)
            throw new ProblemException(Problem.Of(refusal));
        await JsonAnswer.WriteAsync(
            context, StatusCodes.Status200OK,
            new JsonObject { ["number"] = entry.Number, ["result"] = "accepted" });
    }

    private async Task<QuarantineEntry> FindAsync(HttpContext context)
    {
        var text = EntityPaths.Segment(context, 2);
        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && await store.Intake.ReadQuarantineAsync(number, context.RequestAborted) is { } entry
            ? entry
            : throw new ProblemException(Problem.NotFound($"There is no number '{text}' in the quarantine."));
    }

    private async Task DeadLettersAsync(HttpContext context)
    {
        var letters = await store.Journal.ReadDeadLettersAsync(context.RequestAborted);
        await JsonAnswer.WriteTaggedAsync(
            context, new JsonObject { ["deadLetters"] = QuarantineAnswers.DeadLetters(letters) });
    }

    private async Task BankAccountsAsync(HttpContext context)
    {
        _whole.Enter();
        try
        {
            var accounts = await EntityList.RunAsync<BankAccountState, BankAccountState>(
                store.Journal, Kinds.Bank, null, int.MaxValue, static state => state.IsRegistered ? state : null,
                context.RequestAborted);
            await JsonAnswer.WriteTaggedAsync(
                context, new JsonObject { ["accounts"] = Nodes.List(accounts, EntityViews.Of) });
        }
        finally
        {
            _whole.Leave();
        }
    }

    private async Task AuditAsync(HttpContext context)
    {
        _whole.Enter();
        try
        {
            // One reader: the intake needs the other cores.
            var report = await JournalAudit.RunAsync(
                store.Journal, new AuditOptions { Readers = 1, Time = store.Time }, null, context.RequestAborted);
            await JsonAnswer.WriteAsync(
                context, StatusCodes.Status200OK, System.Text.Encoding.UTF8.GetBytes(report.ToJson()));
        }
        finally
        {
            _whole.Leave();
        }
    }
}
