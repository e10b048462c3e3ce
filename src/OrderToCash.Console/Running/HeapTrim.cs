using System.Runtime;
using OrderToCash.Adapters.Sqlite;

namespace OrderToCash.Console.Running;

/// <summary>Keeps the heaps of a verb near what lives in them.</summary>
/// <remarks>
/// Left alone, .NET collected what is old twice in a statement of 1 GB, and then never: half of its heap was garbage. A
/// verb runs beside others and answers nobody, so it may stand still: this looks at what the last collection left,
/// which costs nothing, and where that has grown collects all, some 30 ms. One task runs it from its creation until it
/// is disposed of; nothing that it calls fails.
/// </remarks>
internal sealed class HeapTrim : IAsyncDisposable
{
    /// <summary>So much more than what lived last is let be, and <see cref="SparePart"/> of that.</summary>
    private const long SpareBytes = 4_000_000;

    /// <summary>One in so many: a collection takes the longer the more lives, so they come more seldom then.</summary>
    private const long SparePart = 12;

    private const int OldGeneration = 2;
    private const int LargeObjects = 3;

    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(50);

    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _running;
    private readonly GCLatencyMode _before = GCSettings.LatencyMode;

    /// <summary>What lived when all was collected last.</summary>
    private long _livingBytes;

    /// <summary>Begins to look.</summary>
    public HeapTrim(TimeProvider time)
    {
        _time = time;
        // What is collected beside the program's work is not put together, and leaves holes.
        GCSettings.LatencyMode = GCLatencyMode.Batch;
        _running = RunAsync(_stop.Token);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAny(_running);
        GCSettings.LatencyMode = _before;
        _stop.Dispose();
    }

    private async Task RunAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            await Task.Delay(LookEvery, _time, cancellationToken);
            if (OldBytes(GCKind.Any) > _livingBytes + (_livingBytes / SparePart) + SpareBytes)
                Collect();
        }
    }

    private void Collect()
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        _livingBytes = OldBytes(GCKind.FullBlocking);
        SqliteMemory.GiveBack();
    }

    // After the last collection of a kind; what is young is collected often enough.
    private static long OldBytes(GCKind kind)
    {
        var generations = GC.GetGCMemoryInfo(kind).GenerationInfo;
        return generations[OldGeneration].SizeAfterBytes + generations[LargeObjects].SizeAfterBytes;
    }
}
