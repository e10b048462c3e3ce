using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;

namespace OrderToCash.LoadTests.Http;

/// <summary><c>o2c serve</c> as a process of its own, on a free port.</summary>
internal sealed class ServedProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly string? _folder;
    private readonly string _store;

    private ServedProcess(Process process, string? folder, string store, Uri address) =>
        (_process, _folder, _store, Address) = (process, folder, store, address);

    /// <summary>Where it listens.</summary>
    public Uri Address { get; }

    /// <summary>Starts it.</summary>
    /// <param name="store">The store; null for SQLite in a temporary folder, which goes with it.</param>
    /// <param name="maxHeapBytes">What its managed heap may grow to: beyond it ends; null: the system's.</param>
    public static async Task<ServedProcess> StartAsync(string? store, long? maxHeapBytes, params string[] options)
    {
        var folder = store is null ? Directory.CreateTempSubdirectory("o2c-http-").FullName : null;
        var name = store ?? "sqlite:" + folder;
        var process = Start(
            ["serve", "--json", "--listen", "http://127.0.0.1:0", "--no-auth", "--store", name, .. options],
            maxHeapBytes);
        var line = await process.StandardOutput.ReadLineAsync()
            ?? throw new InvalidOperationException("o2c serve has ended before it listened.");
        var address = (string?)JsonNode.Parse(line)?["listening"]?[0]
            ?? throw new InvalidOperationException($"o2c serve said: {line}");
        return new ServedProcess(process, folder, name, new Uri(address));
    }

    /// <summary>
    /// Memory of the process that is its own, in bytes: without pages of files, which the system takes back. Linux
    /// only; 0 elsewhere.
    /// </summary>
    public long ResidentBytes()
    {
        var path = $"/proc/{_process.Id}/status";
        var line = File.Exists(path) ? File.ReadLines(path).FirstOrDefault(IsResident) : null;
        return line is null
            ? 0
            : 1024 * long.Parse(
                line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);

        static bool IsResident(string line) => line.StartsWith("RssAnon:", StringComparison.Ordinal);
    }

    /// <summary>CPU time that the process has used.</summary>
    public TimeSpan CpuTime()
    {
        _process.Refresh();
        return _process.TotalProcessorTime;
    }

    /// <summary>True while it runs.</summary>
    public bool IsRunning => !_process.HasExited;

    /// <summary>Stops it as a supervisor does, and audits the store.</summary>
    public async Task<bool> StopAndAuditAsync()
    {
        using (var kill = Process.Start("kill", ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)]))
            await kill.WaitForExitAsync();
        await _process.WaitForExitAsync();
        using var audit = Start(["audit", "--json", "--store", _store]);
        await audit.StandardOutput.ReadToEndAsync();
        await audit.WaitForExitAsync();
        return _process.ExitCode == 0 && audit.ExitCode == 0;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        if (_folder is not null)
            Directory.Delete(_folder, recursive: true);
    }

    private static Process Start(string[] arguments, long? maxHeapBytes = null)
    {
        var program = Path.Combine(AppContext.BaseDirectory, "o2c.dll");
        var start = new ProcessStartInfo("dotnet", [program, .. arguments]) { RedirectStandardOutput = true };
        if (maxHeapBytes is { } bytes)
            start.Environment["DOTNET_GCHeapHardLimit"] = bytes.ToString("x", CultureInfo.InvariantCulture);
        return Process.Start(start) ?? throw new InvalidOperationException("dotnet was not started.");
    }
}
