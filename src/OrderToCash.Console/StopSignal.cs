using System.Runtime.InteropServices;

namespace OrderToCash.Console;

/// <summary>
/// Turns the first Ctrl-C or SIGTERM into a cancelled token; the second ends the process.
/// </summary>
/// <remarks>Signals come on a thread of the runtime; everything here may be called from any thread.</remarks>
internal sealed class StopSignal : IDisposable
{
    private readonly CancellationTokenSource _source = new();
    private readonly TaskCompletionSource _requested = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly PosixSignalRegistration[] _registrations;
    private readonly Action _onFirst;
    private readonly Action _onSecond;
    private int _signals;

    /// <param name="onFirst">Tells the user what happens now.</param>
    /// <param name="onSecond">Tells the user what is left behind; the process ends behind it.</param>
    public StopSignal(Action onFirst, Action onSecond)
    {
        _onFirst = onFirst;
        _onSecond = onSecond;
        _registrations =
        [
            PosixSignalRegistration.Create(PosixSignal.SIGINT, OnSignal),
            PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnSignal),
        ];
    }

    /// <summary>Cancelled at the first signal.</summary>
    public CancellationToken Token => _source.Token;

    /// <summary>True once a signal came.</summary>
    public bool IsRequested => _source.IsCancellationRequested;

    /// <summary>Completes at the first signal.</summary>
    public Task Requested => _requested.Task;

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var registration in _registrations)
            registration.Dispose();
        _source.Dispose();
    }

    private void OnSignal(PosixSignalContext context)
    {
        var signals = Interlocked.Increment(ref _signals);
        if (signals > 1)
        {
            // A third one doesn't wait for the second: telling the user may be what hangs.
            if (signals == 2)
                _onSecond();
            Environment.Exit(ExitCode.Stopped);
            return;
        }

        context.Cancel = true;
        _onFirst();
        _requested.TrySetResult();
        _source.Cancel();
    }
}
