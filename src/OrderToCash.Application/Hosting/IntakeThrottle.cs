using System.Diagnostics.Metrics;

namespace OrderToCash.Application.Hosting;

/// <summary>
/// Slows intake while somebody who follows the journal lags behind: the read models, or the matcher.
/// </summary>
/// <remarks>
/// Any thread. Pipelines wait before each input, and with them whoever sends; single inputs are put off. It slows and
/// never stops: after <see cref="MaxHold"/> without the lag having come down it gives way until it has, so that read
/// models that hang don't keep orders out.
/// </remarks>
public sealed class IntakeThrottle
{
    /// <summary>Intake is held for so long at most.</summary>
    public static readonly TimeSpan MaxHold = TimeSpan.FromSeconds(30);

    /// <summary>The lag from which on intake waits, unless somebody says another.</summary>
    /// <value>
    /// 30 seconds: a burst is taken in at full speed and the lists follow it; only where they fall further and further
    /// behind is intake slowed to what they can do.
    /// </value>
    public static readonly TimeSpan DefaultMaxLag = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(20);

    private static readonly Meter Meter = new("OrderToCash.Intake");
    private static readonly Counter<double> HeldSeconds = Meter.CreateCounter<double>(
        "o2c.intake.held", "s", "Time that intakes waited for the read models or the matcher");
    private static readonly Counter<long> PutOff = Meter.CreateCounter<long>(
        "o2c.intake.put_off", "{input}", "Single inputs answered 503 because the read models lagged");

    private readonly Func<bool> _isBehind;
    private readonly TimeProvider _time;
    private readonly Action _onGivenWay;

    /// <summary>When it began to hold, as a timestamp; 0 while it doesn't, -1 while it gives way.</summary>
    private long _heldSince;

    /// <summary>When the lag is looked at next, as a timestamp: an input costs a comparison.</summary>
    private long _nextLook;
    private volatile bool _isHolding;

    /// <summary>A throttle by time.</summary>
    /// <param name="lag">How old the oldest event is that the read models lack.</param>
    /// <param name="onGivenWay">Told, once each time, of the lag with which it gives way; null: nobody logs.</param>
    public IntakeThrottle(
        Func<TimeSpan> lag, TimeSpan maxLag, TimeProvider time, Action<TimeSpan>? onGivenWay = null)
        : this(() => lag() > maxLag, time, () => onGivenWay?.Invoke(lag()))
    {
    }

    /// <summary>A throttle by whatever tells that it is too much.</summary>
    /// <param name="isBehind">True where intake is to wait; asked every 20 ms at most.</param>
    /// <param name="onGivenWay">Told once each time that it gives way.</param>
    public IntakeThrottle(Func<bool> isBehind, TimeProvider time, Action onGivenWay) =>
        (_isBehind, _time, _onGivenWay) = (isBehind, time, onGivenWay);

    /// <summary>True while intake is to wait.</summary>
    public bool IsHolding
    {
        get
        {
            var now = _time.GetTimestamp();
            var next = Volatile.Read(ref _nextLook);
            // One of those who come at that moment looks.
            if (now >= next && Interlocked.CompareExchange(
                ref _nextLook, now + (long)(LookEvery.TotalSeconds * _time.TimestampFrequency), next) == next)
                _isHolding = Look(now);
            return _isHolding;
        }
    }

    /// <summary>Counts a single input that was put off.</summary>
    public static void NotePutOff() => PutOff.Add(1);

    /// <summary>Completes once they have come near enough.</summary>
    /// <exception cref="OperationCanceledException">The intake was stopped.</exception>
    public ValueTask WaitAsync(CancellationToken cancellationToken) =>
        IsHolding ? new ValueTask(HoldAsync(cancellationToken)) : ValueTask.CompletedTask;

    private async Task HoldAsync(CancellationToken cancellationToken)
    {
        var began = _time.GetTimestamp();
        try
        {
            while (IsHolding)
                await Task.Delay(LookEvery, _time, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            HeldSeconds.Add(_time.GetElapsedTime(began).TotalSeconds);
        }
    }

    private bool Look(long now)
    {
        const long GivesWay = -1;
        if (!_isBehind())
        {
            Volatile.Write(ref _heldSince, 0);
            return false;
        }

        var since = Volatile.Read(ref _heldSince);
        if (since == GivesWay) return false;
        if (since == 0)
        {
            Volatile.Write(ref _heldSince, now);
            return true;
        }

        if (_time.GetElapsedTime(since, now) < MaxHold) return true;
        Volatile.Write(ref _heldSince, GivesWay);
        _onGivenWay();
        return false;
    }
}
