using System.Diagnostics;

namespace OrderToCash.LoadTests.Fresh;

/// <summary>This program in a process of its own: nothing is compiled, cached or open yet.</summary>
internal static class FreshProcess
{
    /// <summary>Starts a verb. Its standard error is this one's; its output is to be read.</summary>
    public static Process Start(params IEnumerable<string> arguments) => Start(Of(arguments));

    /// <summary>
    /// Starts a verb that reads its standard input, with the collector that <c>o2c</c> has: this program's is set up
    /// for throughput.
    /// </summary>
    public static Process StartReader(IEnumerable<string> arguments)
    {
        var start = Of(arguments);
        start.RedirectStandardInput = true;
        start.Environment["DOTNET_gcServer"] = "0";
        start.Environment["DOTNET_gcConcurrent"] = "1";
        return Start(start);
    }

    private static ProcessStartInfo Of(IEnumerable<string> arguments)
    {
        var path = Environment.ProcessPath ?? throw new InvalidOperationException("The program's file is unknown.");
        // Run as `dotnet X.dll`, the program is the host, and the library its first argument.
        string[] library = Path.GetFileNameWithoutExtension(path) == "dotnet"
            ? [typeof(FreshProcess).Assembly.Location]
            : [];
        return new ProcessStartInfo(path, [.. library, .. arguments]) { RedirectStandardOutput = true };
    }

    private static Process Start(ProcessStartInfo start) => Process.Start(start)
        ?? throw new InvalidOperationException($"{start.FileName} was not started.");

    /// <summary>Runs <c>open-fresh</c> and returns what it measured.</summary>
    public static async Task<OpenResult> OpenAsync(
        string journal, IEnumerable<string> options, CancellationToken cancellationToken)
    {
        using var process = Start([OpenFreshCommand.Name, journal, .. options]);
        var output = await process.StandardOutput.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        return OpenResult.Parse(output)
            ?? throw new InvalidOperationException($"{OpenFreshCommand.Name} failed: {output}");
    }
}
