using System.Diagnostics;

namespace OrderToCash.LoadTests.Http;

/// <summary>Sends at a rate, whatever the answers take: latencies count from when something was due.</summary>
/// <remarks>
/// It sends for some seconds before it measures, with numbers below 0: what both sides compile for their first requests
/// is no answer time of a server that runs.
/// </remarks>
internal sealed class OpenLoop(int count, double rate)
{
    /// <summary>So long it sends before it measures.</summary>
    public const int WarmUpSeconds = 5;

    private readonly Stopwatch _clock = new();

    /// <summary>So many are sent before it measures.</summary>
    public int WarmUp { get; } = (int)(WarmUpSeconds * rate);

    /// <summary>Time measured so far.</summary>
    public double Seconds => _clock.Elapsed.TotalSeconds - WarmUpSeconds;

    /// <summary>How long ago something was due.</summary>
    public TimeSpan LatencyOf(int number) => TimeSpan.FromSeconds(Seconds - (number / rate));

    /// <summary>Sends all, by their numbers, and waits for their answers.</summary>
    public async Task RunAsync(Func<int, Task> send, CancellationToken cancellationToken)
    {
        var tasks = new List<Task>(WarmUp + count);
        _clock.Start();
        for (var number = -WarmUp; number < count;)
        {
            for (var due = Seconds * rate; number < count && number < due; number++)
                tasks.Add(send(number));
            await Task.Delay(1, cancellationToken);
        }

        await Task.WhenAll(tasks);
    }
}
