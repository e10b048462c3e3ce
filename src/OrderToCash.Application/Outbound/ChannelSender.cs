using System.Diagnostics.Metrics;
using OrderToCash.Application.Queries;
using OrderToCash.Domain.Flows;
using OrderToCash.Domain.Orders;
using OrderToCash.Engine.Journal;
using OrderToCash.Engine.Shards;

namespace OrderToCash.Application.Outbound;

/// <summary>Sends what one channel is to be told, and keeps what it answers.</summary>
/// <remarks>
/// One task, one request at a time: for one SKU or order never two are under way, so what comes later was sent later.
/// A channel has a sender of its own, so one that is down holds up no other. After an attempt in vain it rests as a
/// whole, longer each time, up to <see cref="OutboundEntrySteps.MaxPause"/>, or as long as the channel says.
/// </remarks>
/// <param name="readOrder">An order as it is now.</param>
public sealed class ChannelSender(
    IOutboundStore store, string channel, IChannelTeller teller,
    Func<string, CancellationToken, ValueTask<OrderState>> readOrder, TimeProvider time)
{
    private static readonly Meter Meter = new("OrderToCash.Outbound");
    private static readonly Counter<long> Answers =
        Meter.CreateCounter<long>("o2c.outbound.answers", "{answer}", "What channels answered to what they were told");
    private static readonly Histogram<double> LagSeconds =
        Meter.CreateHistogram<double>("o2c.outbound.lag", "s", "From an event to the channel's confirmation");

    private bool _hasBegun;
    private int _inVain;
    private DateTimeOffset _restsUntil;

    /// <summary>Why it rests; null where it doesn't.</summary>
    public string? Problem { get; private set; }

    /// <summary>A sender that reads orders from a journal.</summary>
    public static ChannelSender On(
        IJournal journal, IOutboundStore store, string channel, IChannelTeller teller, TimeProvider time) =>
        new(store, channel, teller, async (order, cancellationToken) =>
            (OrderState)(await EntityLoad.ReadAsync(journal, new EntityId(Kinds.Order, order), cancellationToken)
                .ConfigureAwait(false)).State, time);

    /// <summary>Sends some of what is due.</summary>
    /// <returns>When to call again; null where nothing waits.</returns>
    /// <exception cref="OutboundUnavailableException">The file can't be read or written.</exception>
    public async Task<DateTimeOffset?> SendDueAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (now < _restsUntil)
            return _restsUntil;
        var taken = store.Change(tables => Take(tables, now));
        _hasBegun = true;
        if (taken.Count > 0)
        {
            var answers = await SendAsync(taken, cancellationToken).ConfigureAwait(false);
            now = time.GetUtcNow();
            store.Change(tables => Keep(tables, taken, answers, now));
            NoteAll(taken, answers, now);
        }

        var due = store.Change(tables => tables.NextDue(channel));
        return due > _restsUntil ? due : due is null ? null : _restsUntil;
    }

    private List<OutboundEntry> Take(IOutboundTables tables, DateTimeOffset now)
    {
        // What an earlier sender had on its way: nobody will hear the answer.
        foreach (var entry in _hasBegun ? [] : tables.Sending(channel))
            tables.Put(entry.Orphaned(now));
        var taken = new List<OutboundEntry>();
        foreach (var entry in tables.Due(channel, now, teller.MaxOffers))
        {
            // An order goes alone, offers together.
            if (taken.Count > 0 && (entry.Kind == OutboundKind.Order || taken[0].Kind == OutboundKind.Order))
                break;
            taken.Add(entry.Sent(now));
        }

        foreach (var entry in taken)
            tables.Put(entry);
        return taken;
    }

    private int Keep(
        IOutboundTables tables, List<OutboundEntry> taken, IReadOnlyList<TellAnswer> answers, DateTimeOffset now)
    {
        for (var i = 0; i < taken.Count; i++)
        {
            // As it is now: a newer value may have come while it was on its way. It is gone where the journal was
            // exchanged meanwhile.
            var entry = tables.Find(channel, taken[i].Kind, taken[i].Id);
            if (entry is { State: OutboundState.Sending } && entry.SentPosition == taken[i].SentPosition)
                tables.Put(entry.Answered(answers[i], now));
        }

        return 0;
    }

    private async ValueTask<IReadOnlyList<TellAnswer>> SendAsync(
        List<OutboundEntry> taken, CancellationToken cancellationToken)
    {
        if (taken[0].Kind == OutboundKind.Stock)
        {
            return await teller.TellStockAsync(
                taken.ConvertAll(static entry => new StockOffer(
                    entry.Id, entry.SentQuantity, entry.Shard, entry.SentPosition)),
                cancellationToken).ConfigureAwait(false);
        }

        return [await TellOrderAsync(taken[0].Id, cancellationToken).ConfigureAwait(false)];
    }

    private async ValueTask<TellAnswer> TellOrderAsync(string id, CancellationToken cancellationToken)
    {
        OrderState order;
        try
        {
            order = await readOrder(id, cancellationToken).ConfigureAwait(false);
        }
        catch (JournalUnavailableException exception)
        {
            return new TellAnswer(TellResult.Later, exception.Message);
        }

        return OrderNews.Of(order) is { } news
            ? await teller.TellOrderAsync(news, cancellationToken).ConfigureAwait(false)
            : new TellAnswer(TellResult.Refused, "the journal has no such order");
    }

    private void NoteAll(List<OutboundEntry> taken, IReadOnlyList<TellAnswer> answers, DateTimeOffset now)
    {
        var rest = TimeSpan.Zero;
        var isAnyTaken = false;
        for (var i = 0; i < answers.Count; i++)
        {
            var answer = answers[i];
            Answers.Add(
                1, new KeyValuePair<string, object?>("channel", channel),
                new KeyValuePair<string, object?>("result", answer.Result.ToString().ToLowerInvariant()));
            if (answer.Result == TellResult.Told)
                LagSeconds.Record((now - taken[i].ChangedAt).TotalSeconds);
            isAnyTaken |= answer.Result is TellResult.Told or TellResult.Refused;
            if (answer.Result is not (TellResult.Unknown or TellResult.Later))
                continue;
            Problem = answer.Reason;
            var asked = answer.RetryAfter ?? OutboundEntrySteps.PauseAfter(_inVain + 1);
            rest = asked > rest ? asked : rest;
        }

        _inVain = rest > TimeSpan.Zero && !isAnyTaken ? _inVain + 1 : 0;
        _restsUntil = now + rest;
        if (rest == TimeSpan.Zero)
            Problem = null;
    }
}
