using System.Diagnostics;
using System.Globalization;
using OrderToCash.Application.Queries;
using OrderToCash.LoadTests.Peak;

namespace OrderToCash.LoadTests.Reading;

/// <summary>Asks one kind of question again and again, at a steady rate, and times the answers.</summary>
/// <param name="phase">
/// When in its period it asks, from 0 to 1: people don't ask all at the same moment, and questions that do wait for
/// each other.
/// </param>
internal sealed class Asker(Question question, int perSecond, double phase)
{
    private LatencyHistogram _latencies = new();
    private long _asked;
    private string? _failure;

    /// <summary>Questions that were not answered.</summary>
    public long Failed { get; private set; }

    /// <summary>Forgets what was asked so far: it was to warm up.</summary>
    public void StartMeasuring() => (_latencies, _asked, Failed) = (new LatencyHistogram(), 0, 0);

    /// <summary>Asks until it is cancelled. Open loop: a slow answer doesn't spare the next question.</summary>
    public async Task RunAsync(IReadModel model, CancellationToken cancellationToken)
    {
        var period = TimeSpan.FromSeconds(1.0 / perSecond);
        try
        {
            await Task.Delay(phase * period, cancellationToken);
            using var timer = new PeriodicTimer(period);
            while (await timer.WaitForNextTickAsync(cancellationToken))
            {
                var clock = Stopwatch.GetTimestamp();
                try
                {
                    await question.Ask(model, cancellationToken);
                    _latencies.Record(Stopwatch.GetElapsedTime(clock));
                    _asked++;
                }
                catch (Exception exception) when (exception is ReadModelUnavailableException or NotFoundException)
                {
                    Failed++;
                    _failure = exception.Message;
                }
            }
        }
        catch (OperationCanceledException)
        {
            // As it was told to.
        }
    }

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{question.Name,-34} {_asked,7:N0} asked   p50 {_latencies.Percentile(0.5),7:N2} ms   p99 "
        + $"{_latencies.Percentile(0.99),7:N2} ms   p99.9 {_latencies.Percentile(0.999),7:N2} ms")
        + (Failed == 0 ? "" : $"   {Failed:N0} failed: {_failure}");
}

/// <summary>A kind of question.</summary>
internal sealed record Question(string Name, Func<IReadModel, CancellationToken, ValueTask> Ask);

/// <summary>What was asked for is not in the read models.</summary>
internal sealed class NotFoundException(string message) : Exception(message);
