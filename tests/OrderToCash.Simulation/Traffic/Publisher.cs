using System.Collections.Immutable;
using OrderToCash.Application;
using OrderToCash.Application.Outbound;
using OrderToCash.Application.Queries;
using OrderToCash.Domain.Orders;
using OrderToCash.Engine.Shards;
using OrderToCash.Simulation.Audit;
using OrderToCash.Simulation.World;

namespace OrderToCash.Simulation.Traffic;

/// <summary>
/// A publisher on one thread: follows what is durable and tells two sales channels of it, as the product does, with a
/// queue that survives its crashes.
/// </summary>
internal sealed class Publisher
{
    private const int PageEvents = 512;

    private readonly SimulatedStore _store;
    private readonly JournalModel _journal;
    private readonly SimulatedTime _time;
    private readonly IOutboundStore _queue;
    private readonly OutboundDesk _desk;
    private readonly long[] _positions;
    private readonly Line[] _lines;
    private readonly ImmutableArray<ChannelPublishing> _terms;
    private readonly OfferModel _audit;
    private readonly Action<string> _onBug;
    private int _life;

    public Publisher(
        SimulatedStore store, JournalModel journal, Verdict verdict, SimulatedTime time, Random random,
        Func<IOutboundStore, IOutboundStore> seam, Action<string> onBug)
    {
        (_store, _journal, _time, _onBug) = (store, journal, time, onBug);
        _queue = seam(new VolatileOutboundStore());
        _desk = new OutboundDesk(_queue);
        _audit = new OfferModel(journal, verdict);
        _positions = new long[store.Inner.Info.ShardCount];
        _terms =
        [
            new ChannelPublishing("shopify", DateTimeOffset.MinValue),
            new ChannelPublishing("ebay", DateTimeOffset.MinValue) { Buffer = 2, MinChange = 3 },
        ];
        _lines =
        [
            .. _terms.Select(terms => new Line(new SimulatedChannel(
                terms, _audit, time, random, () => store.Faults != Faults.None))),
        ];
        Begin();
    }

    /// <summary>Offers and news that were sent.</summary>
    public long SentCount => _audit.SentCount;

    /// <summary>True where everything is taken in and told, and nothing is under way.</summary>
    public bool IsUpToDate => !IsBehind && Array.TrueForAll(
        _lines, line => !line.IsBusy && line.Channel.UnderWayCount == 0 && NextDue(line) is null);

    private bool IsBehind
    {
        get
        {
            for (var shard = 0; shard < _positions.Length; shard++)
            {
                if (_positions[shard] < _journal.PositionOf(shard))
                    return true;
            }

            return false;
        }
    }

    /// <summary>Loses its memory; the queue and what is under way stay.</summary>
    public void Crash()
    {
        foreach (var line in _lines)
        {
            line.Channel.OnCrash();
            line.Sender = null;
            line.IsBusy = false;
        }

        Begin();
    }

    /// <summary>Takes in what came since the last time, and sends what is due.</summary>
    public void Follow()
    {
        if (IsBehind)
            TakeIn();
        foreach (var line in _lines)
        {
            if (line.IsBusy || NextDue(line) is not { } due)
                continue;
            due = due > line.RestsUntil ? due : line.RestsUntil;
            if (due <= _time.Now)
            {
                _ = SendAsync(line, _life);
            }
            else if (line.WakesAt != due)
            {
                // Time has to go on until then; whoever drives it looks here again.
                line.WakesAt = due;
                _time.Schedule(due - _time.Now, static () => { });
            }
        }
    }

    /// <summary>What has to hold once nothing is on its way any more.</summary>
    public void CheckQuiet()
    {
        foreach (var line in _lines)
            _audit.CheckQuiet(line.Channel.Terms, line.Channel.Shown, line.Channel.Shipments);
    }

    private void Begin()
    {
        _life++;
        var heads = new long[_positions.Length];
        for (var shard = 0; shard < heads.Length; shard++)
            heads[shard] = _journal.PositionOf(shard);
        _desk.Begin(_store.Inner.Info.Id, heads);
        _desk.Positions(heads.Length).CopyTo(_positions, 0);
        foreach (var line in _lines)
        {
            line.RestsUntil = default;
            line.Sender = new ChannelSender(
                _queue, line.Channel.Terms.Channel, line.Channel, (id, _) => ValueTask.FromResult(Read(id)), _time);
            line.IsOrphanedLookedFor = false;
        }
    }

    private void TakeIn()
    {
        var batch = new List<ShardEvents>();
        for (var shard = 0; shard < _positions.Length; shard++)
        {
            if (_positions[shard] < _journal.PositionOf(shard))
            {
                batch.Add(SimulatedStore.Now(OutboundReading.ReadAsync(
                    _store.Inner, shard, _positions[shard], PageEvents, default)));
            }
        }

        _desk.Take(batch, _terms, _time.Now);
        foreach (var events in batch)
            _positions[events.Shard] = events.UpTo;
        while (_desk.OfferAnew(_terms, _time.Now))
        {
        }
    }

    private async Task SendAsync(Line line, int life)
    {
        if (line.Sender is not { } sender)
            return;
        line.IsBusy = true;
        line.IsOrphanedLookedFor = true;
        try
        {
            var next = await sender.SendDueAsync(default).ConfigureAwait(false);
            if (life == _life)
                (line.IsBusy, line.RestsUntil) = (false, next ?? default);
        }
        catch (Exception exception)
        {
            _onBug($"The sender to {line.Channel.Terms.Channel} threw: {exception}");
        }
    }

    /// <summary>When something is to be sent; now, where a crash has left something on its way.</summary>
    private DateTimeOffset? NextDue(Line line)
    {
        var channel = line.Channel.Terms.Channel;
        return line.IsOrphanedLookedFor
            ? _queue.Change(tables => tables.NextDue(channel))
            : _time.Now;
    }

    private OrderState Read(string order) => (OrderState)SimulatedStore.Now(
        EntityLoad.ReadAsync(_store.Inner, new EntityId(EntityKinds.Order.Name, order), default)).State;

    /// <summary>A channel and who sends to it.</summary>
    private sealed class Line(SimulatedChannel channel)
    {
        public SimulatedChannel Channel { get; } = channel;

        public ChannelSender? Sender { get; set; }

        public bool IsBusy { get; set; }

        /// <summary>True once this life's sender has looked for what an earlier one had on its way.</summary>
        public bool IsOrphanedLookedFor { get; set; }

        public DateTimeOffset RestsUntil { get; set; }

        public DateTimeOffset WakesAt { get; set; }
    }
}
