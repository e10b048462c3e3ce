using System.Diagnostics;
using OrderToCash.Simulation;

namespace OrderToCash.LoadTests.Simulate;

/// <summary>Runs many seeds, each on one thread; stops at the first that fails, or tells of each.</summary>
internal sealed class SimulateMany(int from, int orders, int threads, bool goesOn)
{
    private static readonly TimeSpan ReportEvery = TimeSpan.FromSeconds(10);

    // Any thread, under the lock.
    private readonly Lock _lock = new();
    private readonly Stopwatch _clock = new();
    private readonly List<SimulationResult> _failed = [];
    private TimeSpan _reportedAt;
    private int _next;
    private int _seeds;
    private long _events;
    private long _orders;
    private long _crashes;

    /// <summary>Runs so many seeds, or for so many minutes; 0 where everything held.</summary>
    public int Run(int? seeds, double? minutes)
    {
        var until = minutes is { } given ? TimeSpan.FromMinutes(given) : TimeSpan.MaxValue;
        var end = minutes is not null && seeds is null ? int.MaxValue : from + (seeds ?? 1000);
        _next = from;
        _clock.Start();
        var workers = new Thread[threads];
        for (var i = 0; i < workers.Length; i++)
        {
            workers[i] = new Thread(() => Work(end, until)) { IsBackground = true };
            workers[i].Start();
        }

        foreach (var worker in workers)
            worker.Join();

        Report();
        foreach (var failed in _failed)
            Console.WriteLine($"Seed {failed.Seed}: {failed.Problem}\nTo see it: {failed.Command} --orders {orders}");

        return _failed.Count == 0 ? 0 : 1;
    }

    private void Work(int end, TimeSpan until)
    {
        while (true)
        {
            int seed;
            lock (_lock)
            {
                if ((_failed.Count > 0 && !goesOn) || _next >= end || _clock.Elapsed >= until)
                    return;

                seed = _next++;
            }

            Take(SimulationRun.Run(new SimulationOptions(seed) { Orders = orders }));
        }
    }

    private void Take(SimulationResult result)
    {
        lock (_lock)
        {
            _seeds++;
            _events += result.Events;
            _orders += result.Orders;
            _crashes += result.Crashes;
            if (!result.Holds)
                _failed.Add(result);

            if (_clock.Elapsed - _reportedAt >= ReportEvery)
                Report();
        }
    }

    private void Report()
    {
        _reportedAt = _clock.Elapsed;
        Console.WriteLine(
            $"{_seeds:N0} seeds from {from}, {_orders:N0} orders, {_events:N0} events, {_crashes:N0} crashes, "
            + $"{_failed.Count} failed, {_clock.Elapsed.TotalSeconds:N0} s");
    }
}
