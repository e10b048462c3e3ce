using System.Diagnostics;

namespace OrderToCash.LoadTests.Peak;

/// <summary>What the process has used up to a moment; the difference of two is what lay between them.</summary>
internal readonly record struct Spent(
    TimeSpan Wall, TimeSpan Cpu, long AllocatedBytes, TimeSpan Paused, int Collections0, int Collections1,
    int Collections2)
{
    public static Spent UpToNow()
    {
        using var process = Process.GetCurrentProcess();
        return new Spent(
            Stopwatch.GetElapsedTime(0), process.TotalProcessorTime, GC.GetTotalAllocatedBytes(),
            GC.GetTotalPauseDuration(), GC.CollectionCount(0), GC.CollectionCount(1), GC.CollectionCount(2));
    }

    public Spent Since(in Spent start) => new(
        Wall - start.Wall, Cpu - start.Cpu, AllocatedBytes - start.AllocatedBytes, Paused - start.Paused,
        Collections0 - start.Collections0, Collections1 - start.Collections1, Collections2 - start.Collections2);
}
