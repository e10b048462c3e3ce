using System.Diagnostics;
using System.Runtime.InteropServices;

namespace OrderToCash.IntegrationTests;

/// <summary>The program as users run it: a process of its own, watched line by line.</summary>
/// <remarks>
/// Two tasks read its output from the start, so that it never waits for the test; they end with the process. Disposing
/// kills it if it still runs. Waiting is always for a line or the end, and fails after <see cref="MaxWait"/>.
/// </remarks>
internal sealed partial class O2cProcess : IAsyncDisposable
{
    /// <summary>128 + SIGKILL, as .NET reports a process that was killed.</summary>
    public const int Killed = 137;

    private const int Interrupt = 2;
    private const int TerminateSignal = 15;
    private const int Continue = 18;
    private const int Stop = 19;

    /// <summary>Far longer than anything here takes, also on a machine that is busy with other things.</summary>
    private static readonly TimeSpan MaxWait = TimeSpan.FromMinutes(2);

    private static readonly string Program = Path.Combine(AppContext.BaseDirectory, "o2c.dll");

    private readonly Process _process;
    private readonly Task _ended;

    /// <summary>Guards the lines and the waiters' signal.</summary>
    private readonly Lock _gate = new();
    private readonly List<string> _output = [];
    private readonly List<string> _error = [];
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _isOver;

    private O2cProcess(Process process)
    {
        _process = process;
        _ended = RunAsync();
    }

    /// <summary>The process's id.</summary>
    public int Id => _process.Id;

    /// <summary>
    /// Starts <c>o2c</c> with a folder of its own as working folder, home and place for temporary files.
    /// </summary>
    public static O2cProcess Start(string folder, params IEnumerable<string> arguments)
    {
        var host = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";
        var start = new ProcessStartInfo(host, [Program, .. arguments])
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["HOME"] = folder;
        start.Environment["TMPDIR"] = folder;
        // A killed process can't clean up its debugger's sockets.
        start.Environment["DOTNET_EnableDiagnostics"] = "0";
        var process = Process.Start(start) ?? throw new InvalidOperationException($"{host} was not started.");
        return new O2cProcess(process);
    }

    /// <summary>Writes to its standard input.</summary>
    public async Task WriteAsync(string text)
    {
        await _process.StandardInput.WriteAsync(text);
        await _process.StandardInput.FlushAsync();
    }

    /// <summary>Writes lines to its standard input, as fast as it takes them.</summary>
    public Task WriteLinesAsync(IEnumerable<string> lines) => WriteAsync(string.Concat(lines.Select(x => x + "\n")));

    /// <summary>Ends its standard input.</summary>
    public void CloseInput() => _process.StandardInput.Close();

    /// <summary>Completes once so many lines are on standard output; false where it ended with fewer.</summary>
    public async Task<bool> WaitForLinesAsync(int count)
    {
        using var patience = new CancellationTokenSource(MaxWait);
        while (true)
        {
            Task changed;
            lock (_gate)
            {
                if (_output.Count >= count || _isOver)
                    return _output.Count >= count;
                changed = _changed.Task;
            }

            await WithinAsync(changed, $"{count} lines", patience.Token);
        }
    }

    /// <summary>Completes once standard error has a line with this text; fails where it ends without.</summary>
    public async Task WaitForErrorAsync(string text)
    {
        using var patience = new CancellationTokenSource(MaxWait);
        while (true)
        {
            Task changed;
            lock (_gate)
            {
                if (_error.Exists(line => line.Contains(text, StringComparison.Ordinal)))
                    return;
                Assert.False(_isOver, $"It ended without saying '{text}'.\n{string.Join('\n', _error)}");
                changed = _changed.Task;
            }

            await WithinAsync(changed, $"'{text}'", patience.Token);
        }
    }

    /// <summary>The lines of standard output so far.</summary>
    public string[] Output()
    {
        lock (_gate)
            return [.. _output];
    }

    /// <summary>Ends it as a power cut does, at once.</summary>
    public void Kill()
    {
        if (!_process.HasExited)
            _process.Kill();
    }

    /// <summary>Ctrl-C.</summary>
    public void PressCtrlC() => Assert.Equal(0, Signal(Id, Interrupt));

    /// <summary>SIGTERM, as a supervisor sends it.</summary>
    public void Terminate() => Assert.Equal(0, Signal(Id, TerminateSignal));

    /// <summary>Stops it where it is, as a hanging machine does.</summary>
    public void Freeze() => Assert.Equal(0, Signal(Id, Stop));

    /// <summary>Lets it go on.</summary>
    public void Thaw() => Assert.Equal(0, Signal(Id, Continue));

    /// <summary>Waits for its end.</summary>
    public async Task<O2cResult> WaitAsync()
    {
        using var patience = new CancellationTokenSource(MaxWait);
        await WithinAsync(_ended, "end", patience.Token);
        return new O2cResult(_process.ExitCode, [.. _output], string.Join('\n', _error));
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Kill();
        await _ended;
        _process.Dispose();
    }

    private async Task RunAsync()
    {
        await Task.WhenAll(ReadAsync(_process.StandardOutput, _output), ReadAsync(_process.StandardError, _error));
        await _process.WaitForExitAsync();
        lock (_gate)
        {
            _isOver = true;
            _changed.SetResult();
        }
    }

    private async Task ReadAsync(StreamReader reader, List<string> lines)
    {
        while (await reader.ReadLineAsync() is { } line)
        {
            lock (_gate)
            {
                lines.Add(line);
                _changed.SetResult();
                _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            }
        }
    }

    private async Task WithinAsync(Task task, string what, CancellationToken patience)
    {
        try
        {
            await task.WaitAsync(patience);
        }
        catch (OperationCanceledException)
        {
            string said;
            lock (_gate)
                said = $"{_output.Count} lines, the last: {_output.LastOrDefault()}\n{string.Join('\n', _error)}";
            throw new TimeoutException(
                $"{string.Join(' ', _process.StartInfo.ArgumentList.Skip(1))}: no {what} in {MaxWait}: {said}");
        }
    }

    /// <summary>Makes a named pipe: opening it to read waits until somebody opens it to write.</summary>
    public static void MakeFifo(string path) => Assert.Equal(0, MakeFifo(path, Convert.ToUInt32("600", 8)));

    [LibraryImport("libc", EntryPoint = "mkfifo", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int MakeFifo(string path, uint mode);

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Signal(int process, int signal);
}
