using System.Diagnostics;

namespace OrderToCash.LoadTests.Ingest;

/// <summary><c>o2c</c> as a process of its own, from its start to its end.</summary>
internal sealed record ProgramRun(int ExitCode, string Output, TimeSpan Wall, ProcessMemory Memory)
{
    /// <summary>Runs it with these arguments; what it says on standard error goes to this program's.</summary>
    public static async Task<ProgramRun> RunAsync(CancellationToken cancellationToken, params string[] arguments)
    {
        var program = Path.Combine(AppContext.BaseDirectory, "o2c.dll");
        var started = Stopwatch.GetTimestamp();
        using var process = Process.Start(
            new ProcessStartInfo("dotnet", [program, .. arguments]) { RedirectStandardOutput = true })
            ?? throw new InvalidOperationException("dotnet was not started.");
        try
        {
            var memory = new ProcessMemory(process.Id);
            var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
            await memory.WatchAsync(process, cancellationToken);
            var text = await output;
            await process.WaitForExitAsync(cancellationToken);
            return new ProgramRun(process.ExitCode, text, Stopwatch.GetElapsedTime(started), memory);
        }
        finally
        {
            if (!process.HasExited)
                process.Kill();
        }
    }
}
