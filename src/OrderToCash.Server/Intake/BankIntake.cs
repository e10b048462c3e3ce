using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using OrderToCash.Adapters.Banks;
using OrderToCash.Application.Pipelines;
using OrderToCash.Server.Api;
using OrderToCash.Server.Views;

namespace OrderToCash.Server.Intake;

/// <summary>Takes in a file of bank statements: all of it is verified before any of it is booked.</summary>
internal sealed class BankIntake(
    ServedStore store, Slots streams, ApiServerOptions options, CancellationToken stopping)
{
    /// <summary>How the quarantine names the format.</summary>
    public const string Format = "bank";

    /// <summary>Takes in the body.</summary>
    public async Task HandleAsync(HttpContext context)
    {
        streams.Enter();
        try
        {
            if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
                size.MaxRequestBodySize = options.MaxStatementBytes;
            await TakeAsync(context);
        }
        finally
        {
            streams.Leave();
        }
    }

    private async Task TakeAsync(HttpContext context)
    {
        var caller = RequestGate.CallerOf(context);
        var results = new JsonArray();
        IntakeOutcome? firstRefused = null;
        using var source = await BankSources.OpenAsync(
            IntakeEndpoints.SourceName(context), context.Request.Body, OwnBankFeed.Of(store.Journal),
            context.RequestAborted);
        var pipeline = new Pipeline(store.Host, store.Intake, store.Time, (position, outcome) =>
        {
            firstRefused ??= outcome.Rejection is null ? null : outcome;
            results.Add(Line(position, outcome));
        });
        var report = await pipeline.RunAsync(new Afresh(source), Format, caller.Who, stopping);
        if (!report.IsComplete)
            throw new ProblemException(Problem.Stopping);
        if (report.Accepted + report.Duplicates == 0 && firstRefused?.Rejection is { } rejection)
            throw new ProblemException(Problem.Of(rejection));

        await JsonAnswer.WriteAsync(context, StatusCodes.Status200OK, new JsonObject
        {
            ["results"] = results,
            ["summary"] = new JsonObject
            {
                ["source"] = report.Source, ["read"] = report.Read, ["accepted"] = report.Accepted,
                ["duplicates"] = report.Duplicates, ["rejected"] = report.Rejected, ["complete"] = true,
            },
        });
    }

    private static JsonObject Line(long position, in IntakeOutcome outcome)
    {
        var line = new JsonObject { ["statement"] = position, ["result"] = outcome.Word };
        if (outcome.Rejection is { } rejection)
            line["rejection"] = Nodes.Of(rejection);
        return line;
    }

    /// <summary>
    /// The source without its checkpoint: who sends a file again is told what became of each statement, again.
    /// </summary>
    private sealed class Afresh(BankSource source) : ISource
    {
        public string Name => source.Name;

        public string? Identity => null;

        public long? TotalBytes => source.TotalBytes;

        public IAsyncEnumerable<SourceItem> ReadAsync(long afterPosition, CancellationToken cancellationToken) =>
            source.ReadAsync(afterPosition, cancellationToken);
    }
}
