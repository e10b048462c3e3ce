using System.Diagnostics;
using System.Globalization;

namespace OrderToCash.LoadTests.Ingest;

/// <summary>What a process holds of memory, looked at while it runs. Linux only.</summary>
/// <remarks>
/// Private memory (<c>RssAnon</c>) is the process's own: its heaps, what SQLite allocates, stacks. Resident memory
/// (<c>VmHWM</c>) has pages of files besides, its programs' and those it maps, which the system takes back when others
/// need the room.
/// </remarks>
internal sealed class ProcessMemory(int id)
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(50);

    private readonly string _path = $"/proc/{id}/status";
    private readonly List<long> _looks = [];

    /// <summary>The most private bytes that were seen; a look each 50 ms.</summary>
    public long PeakPrivateBytes { get; private set; }

    /// <summary>The most resident bytes, as the system kept count.</summary>
    public long PeakResidentBytes { get; private set; }

    /// <summary>CPU time at the last look.</summary>
    public TimeSpan Cpu { get; private set; }

    /// <summary>Looks until the process has ended.</summary>
    public async Task WatchAsync(Process process, CancellationToken cancellationToken)
    {
        while (!process.HasExited)
        {
            var bytes = Read("RssAnon:");
            PeakPrivateBytes = Math.Max(PeakPrivateBytes, bytes);
            PeakResidentBytes = Math.Max(PeakResidentBytes, Read("VmHWM:"));
            _looks.Add(bytes);
            Cpu = TimeOf(process) ?? Cpu;
            await Task.WhenAny(process.WaitForExitAsync(cancellationToken), Task.Delay(Look, cancellationToken));
        }
    }

    /// <summary>The most private memory in each tenth of the looks.</summary>
    public double[] TenthsMegabytes() =>
        [.. _looks.Chunk(Math.Max(1, (_looks.Count + 9) / 10)).Select(static tenth => tenth.Max() / 1_000_000)];

    private static TimeSpan? TimeOf(Process process)
    {
        try
        {
            process.Refresh();
            return process.TotalProcessorTime;
        }
        catch (InvalidOperationException)
        {
            // It has just ended.
            return null;
        }
    }

    /// <summary>A line of the process's status in bytes; 0 where it has ended.</summary>
    private long Read(string name)
    {
        try
        {
            var line = File.ReadLines(_path).FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal));
            return line is null
                ? 0
                : 1024 * long.Parse(
                    line.Split((char[])[' ', '\t'], StringSplitOptions.RemoveEmptyEntries)[1],
                    CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            // It has just ended.
            return 0;
        }
    }
}
