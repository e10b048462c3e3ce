using OrderToCash.Adapters.Banks;
using OrderToCash.Adapters.Files;
using OrderToCash.Application.Hosting;
using OrderToCash.Application.Pipelines;
using OrderToCash.Domain.Values;

namespace OrderToCash.Server.Reading;

/// <summary>Takes refused inputs in again, after what was wrong is mended.</summary>
public static class QuarantineRetry
{
    /// <summary>Takes one in; when it is accepted, its entry is marked as resolved.</summary>
    /// <returns>Why it was refused again; null where it was taken in.</returns>
    public static async Task<Rejection?> RunAsync(
        EngineHost host, IIntakeStore intake, TimeProvider time, QuarantineEntry entry, string who,
        CancellationToken cancellationToken)
    {
        var refusal = await TakeAsync(host, time, entry.Input, who, cancellationToken);
        if (refusal is null)
        {
            var at = Views.Nodes.Time(time.GetUtcNow());
            await intake.ResolveQuarantineAsync(entry.Number, $"retried by {who} at {at}", CancellationToken.None);
        }

        return refusal;
    }

    private static async Task<Rejection?> TakeAsync(
        EngineHost host, TimeProvider time, QuarantinedInput input, string who, CancellationToken cancellationToken)
    {
        var name = $"{input.Source}:{input.Position}";
        if (input.Format == FileSources.RetailCsv || input.Format.EndsWith("/csv", StringComparison.Ordinal))
        {
            return new Rejection(
                "not-retryable", "format", input.Format, "a format whose inputs stand alone",
                "Mend the file and take it in again: what is known counts as duplicates.");
        }

        var memory = new RetryIntake();
        var source = input.Format == "bank"
            ? await BankSources.OpenStoredAsync(name, input.Raw, new Actor("feed:bank"), cancellationToken)
            : FileSources.OfStream(new MemoryStream(input.Raw.ToArray()), name, input.Format);
        using var closing = source as IDisposable;
        var pipeline = new Pipeline(host, memory, time);
        var report = await pipeline.RunAsync(source, input.Format, who, cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
        return memory.Refusal ?? (report.Read > 0
            ? null
            : new Rejection("empty", "input", "nothing that could be read", "one input"));
    }
}
