using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using OrderToCash.Application.Pipelines;
using OrderToCash.Engine.Journal;
using OrderToCash.Server.Api;

namespace OrderToCash.Server.Intake;

/// <summary>Takes a request's body as a source of any length, and answers each input with a line, in order.</summary>
/// <remarks>
/// The request's task runs the pipeline; a second one writes the answers, and ends with it. A slow store fills the
/// pipeline's window, a slow client the answers' buffer: both stop the reading of the body, and so the client.
/// </remarks>
internal sealed class StreamIntake(
    ServedStore store, Slots streams, ApiServerOptions options, CancellationToken stopping)
{
    /// <summary>The content type of the answers.</summary>
    public const string ContentType = "application/x-ndjson";

    private static readonly TimeSpan PartWithin = TimeSpan.FromSeconds(2);

    /// <summary>Takes in the body to its end.</summary>
    /// <param name="open">Makes the body the source.</param>
    /// <exception cref="ProblemException">Nothing was taken in.</exception>
    /// <exception cref="SourceUnreadableException">The body can't be read; nothing was taken in.</exception>
    public async Task HandleAsync(HttpContext context, string format, Func<Stream, ISource> open)
    {
        streams.Enter();
        try
        {
            Unlimited(context);
            await TakeAsync(context, format, open);
        }
        finally
        {
            streams.Leave();
        }
    }

    private static void Unlimited(HttpContext context)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
            size.MaxRequestBodySize = null;

        // A live source may be silent between two orders; PacedBody has an end for that.
        if (context.Features.Get<IHttpMinRequestBodyDataRateFeature>() is { } rate)
            rate.MinDataRate = null;
    }

    private async Task TakeAsync(HttpContext context, string format, Func<Stream, ISource> open)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
        using var results = new ResultLines();
        var tally = new StreamTally();
        var source = open(new PacedBody(context.Request.Body, results, options.MaxStreamSilence, store.Time));
        var pipeline = new Pipeline(store.Host, store.Intake, store.Time, (position, outcome) =>
        {
            tally.Add(outcome);
            results.Add(position, outcome);
        });
        var writing = WriteAsync(context, results, stop);
        var isComplete = false;
        try
        {
            (isComplete, var problem) = await RunAsync(context, pipeline, source, format, tally, stop.Token);
            var counts = tally.Counts(source.Name, isComplete);
            results.AddSummary(counts, problem);
            LogMessages.StreamEnded(
                store.Logger, source.Name, RequestGate.CallerOf(context).Name, counts.Read, counts.Accepted,
                counts.Duplicates, counts.Rejected, isComplete);
        }
        finally
        {
            results.Complete();
            await writing;
        }

        if (!isComplete)
            await PartAsync(context);
    }

    /// <summary>
    /// Ends a request whose body did not end: its client gets a moment to see the last line and to close, else the
    /// server would wait for the rest of the body.
    /// </summary>
    private async Task PartAsync(HttpContext context)
    {
        try
        {
            await context.Response.CompleteAsync();
            using var patience = new CancellationTokenSource(PartWithin, store.Time);
            var rest = new byte[4096];
            while (await context.Request.Body.ReadAsync(rest, patience.Token) > 0)
            {
            }
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException)
        {
            context.Abort();
        }
    }

    private async Task<(bool IsComplete, Problem? Problem)> RunAsync(
        HttpContext context, Pipeline pipeline, ISource source, string format, StreamTally tally,
        CancellationToken cancellationToken)
    {
        try
        {
            var report = await pipeline.RunAsync(
                source, format, RequestGate.CallerOf(context).Who, cancellationToken);
            return report.IsComplete ? (true, null) : (false, Problem.Stopping);
        }
        catch (SourceUnreadableException exception) when (tally.Read > 0)
        {
            // Too late for another status: the last line says it.
            return (false, RequestGate.ProblemOf(exception));
        }
        catch (JournalUnavailableException exception) when (tally.Read > 0)
        {
            return (false, RequestGate.ProblemOf(exception));
        }
        catch (InvalidOperationException) when (store.Host.Completion.IsCompleted)
        {
            return (false, Problem.Stopping);
        }
    }

    private static async Task WriteAsync(HttpContext context, ResultLines results, CancellationTokenSource stop)
    {
        try
        {
            await results.RunAsync(
                () => context.Response.ContentType = ContentType, context.Response.Body, context.RequestAborted);
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException)
        {
            // The client is gone: what it sent before is finished, nothing more is read.
            await stop.CancelAsync();
        }
    }
}
