using System.Diagnostics;

namespace OrderToCash.LoadTests.Peak;

/// <summary>What orders cost on the way: time, CPU and memory of each tenth of a run.</summary>
/// <remarks>
/// Told by orders that ended: what is placed goes ahead of the work by as many as may be in flight. One task at a time.
/// </remarks>
internal sealed class CostMeter
{
    /// <summary>Growth is told from here on, where a run is ten times as long.</summary>
    private const int FirstOrders = 10_000;
    private const int OrdersPerLook = 1000;

    private readonly int _orders;
    private readonly Process _process = Process.GetCurrentProcess();
    private readonly Moment _start;
    private Moment _tenthStart;
    private long _nextLook = 1;
    private long _mostBytes;
    private OrderCost? _first;

    public CostMeter(int orders)
    {
        _orders = orders;
        _tenthStart = _start = Now(0);
    }

    public List<OrderCost> Tenths { get; } = [];

    /// <summary>The last tenth's costs over those of the first 10,000 orders, or of the first tenth.</summary>
    public Growth? Growth => Tenths is [var first, .., var last]
        ? new Growth(
            (_first ?? first).Orders, Ratio(last.WallMicroseconds, (_first ?? first).WallMicroseconds),
            Ratio(last.CpuMicroseconds, (_first ?? first).CpuMicroseconds),
            Ratio(last.PeakMemoryBytes, first.PeakMemoryBytes))
        : null;

    /// <summary>So many orders have ended. Called often; it looks at the clock once for many orders.</summary>
    public void OnEnded(long count)
    {
        if (count < _nextLook)
        {
            return;
        }

        _mostBytes = Math.Max(_mostBytes, Environment.WorkingSet);
        if (_first is null && count >= FirstOrders && _orders >= 10 * FirstOrders)
        {
            _first = Between(_start, Now(count));
        }

        if (Tenths.Count < 10 && count >= Mark(Tenths.Count + 1) && count > _tenthStart.Orders)
        {
            var now = Now(count);
            Tenths.Add(Between(_tenthStart, now));
            (_tenthStart, _mostBytes) = (now, 0);
        }

        _nextLook = Math.Min(count + OrdersPerLook, Mark(Math.Min(Tenths.Count + 1, 10)));
    }

    private long Mark(int tenth) => (long)_orders * tenth / 10;

    private OrderCost Between(Moment from, Moment to) => new(
        to.Orders - from.Orders, Math.Round((to.At - from.At) / (double)TimeSpan.TicksPerSecond, 3),
        PerOrder(to.At - from.At, from, to), PerOrder(to.CpuTicks - from.CpuTicks, from, to),
        Math.Max(_mostBytes, Environment.WorkingSet));

    private Moment Now(long orders)
    {
        _process.Refresh();
        return new Moment(orders, Stopwatch.GetElapsedTime(0).Ticks, _process.TotalProcessorTime.Ticks);
    }

    private static double PerOrder(long ticks, Moment from, Moment to) => Math.Round(
        ticks / (double)TimeSpan.TicksPerMicrosecond / (to.Orders - from.Orders), 1);

    private static double Ratio(double last, double first) => first > 0 ? Math.Round(last / first, 3) : 0;

    private readonly record struct Moment(long Orders, long At, long CpuTicks);
}

/// <summary>What each of so many orders took.</summary>
/// <param name="PeakMemoryBytes">The most of the process meanwhile, as seen every thousand orders.</param>
internal sealed record OrderCost(
    long Orders, double Seconds, double WallMicroseconds, double CpuMicroseconds, long PeakMemoryBytes);

/// <summary>The last tenth over the beginning: 1.0 is no growth.</summary>
/// <param name="FirstOrders">Orders of the beginning.</param>
internal sealed record Growth(long FirstOrders, double Wall, double Cpu, double Memory);
