using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using OrderToCash.Adapters.Marketplaces;
using OrderToCash.Application.Pipelines;

namespace OrderToCash.Adapters.Inbox;

/// <summary>
/// The deliveries that wait in an inbox, translated, in the order of arrival; and what becomes of them, back to the
/// inbox.
/// </summary>
/// <remarks>
/// A pipeline reads it, one run a source, and tells <see cref="OnDecided"/> of each order in order. A delivery is
/// marked when all its orders are decided and durable; what is not marked at a crash comes again, which the orders'
/// versions make harmless. Deliveries that are replayed come after those that wait already.
/// </remarks>
public sealed class InboxSource : ISource, IDisposable
{
    private const int MaxPerPage = 256;
    private const long MaxBytesPerPage = 8 * 1024 * 1024;
    private const int MaxOrdersNamed = 20;
    private const int MaxDetail = 1000;

    /// <summary>
    /// Deliveries gather so long before they are decided together: nobody waits for that, and each step of an order
    /// takes a commit, alone or with others. At 1,000 deliveries/s it takes a fifth less CPU time (`webhooks`).
    /// </summary>
    private static readonly TimeSpan Gather = TimeSpan.FromMilliseconds(20);

    /// <summary>Another process may have asked for a replay.</summary>
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    private readonly SqliteInbox _inbox;
    private readonly Func<string, string, MarketplaceFormat> _formats;
    private readonly TimeProvider _time;
    private readonly bool _endsWhenEmpty;

    /// <summary>Deliveries that the pipeline has, the oldest first.</summary>
    private readonly ConcurrentQueue<Underway> _underway = new();

    /// <summary>Numbers of deliveries whose marks became durable, from the inbox's writer.</summary>
    private readonly ConcurrentQueue<long> _marked = new();

    /// <summary>
    /// Numbers of deliveries that are read and are not known to be marked. The reader's alone: one whose mark becomes
    /// durable while a page is read stays until the next page, which shows what it is by then.
    /// </summary>
    private readonly HashSet<long> _read = [];

    /// <param name="formats">How to read a shop's deliveries: platform and shop.</param>
    /// <param name="endsWhenEmpty">True to end when nothing waits, false to wait for more.</param>
    public InboxSource(
        SqliteInbox inbox, Func<string, string, MarketplaceFormat> formats, TimeProvider time, bool endsWhenEmpty)
    {
        (_inbox, _formats, _time, _endsWhenEmpty) = (inbox, formats, time, endsWhenEmpty);
        _inbox.Marked += Forget;
    }

    /// <inheritdoc/>
    public string Name => "inbox";

    /// <inheritdoc/>
    /// <remarks>None: the marks say what is decided.</remarks>
    public string? Identity => null;

    /// <inheritdoc/>
    public long? TotalBytes => null;

    /// <summary>Takes what became of an order: the pipeline calls it for each, in order.</summary>
    /// <param name="position">The delivery's number.</param>
    public void OnDecided(long position, IntakeOutcome outcome)
    {
        if (!_underway.TryPeek(out var delivery) || delivery.Number != position)
            throw new InvalidOperationException($"Bug: the delivery {position} is decided out of order.");
        if (!delivery.Take(outcome))
            return;
        _underway.TryDequeue(out _);
        _inbox.Mark(delivery.ToMark(_time.GetUtcNow()));
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<SourceItem> ReadAsync(
        long afterPosition, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var after = 0L;
        var lookedAt = _time.GetTimestamp();
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            while (_marked.TryDequeue(out var marked))
                _read.Remove(marked);
            var page = _inbox.ReadWaiting(after, isReplayed: false, MaxPerPage, MaxBytesPerPage);
            if (page.Count == 0 || _time.GetElapsedTime(lookedAt) >= LookEvery)
            {
                lookedAt = _time.GetTimestamp();
                page = [.. page, .. _inbox.ReadWaiting(after, isReplayed: true, MaxPerPage, MaxBytesPerPage)];
            }

            var isNew = false;
            foreach (var entry in page)
            {
                after = Math.Max(after, entry.Number);
                if (!_read.Add(entry.Number))
                    continue;
                isNew = true;
                foreach (var item in Translate(entry))
                    yield return item;
            }

            if (isNew)
            {
                if (page.Count < MaxPerPage && !_endsWhenEmpty)
                    await Task.Delay(Gather, _time, cancellationToken).ConfigureAwait(false);
                continue;
            }

            if (_endsWhenEmpty)
                yield break;
            await _inbox.WaitForArrivalAsync(LookEvery, _time, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _inbox.Marked -= Forget;

    private IEnumerable<SourceItem> Translate(InboxEntry entry)
    {
        var delivery = entry.Delivery;
        var format = _formats(delivery.Platform, delivery.Shop);
        IReadOnlyList<Translated> orders =
            DeliveryTopics.WhyIgnored(delivery) is { } why
                ? [Translated.Nothing(delivery.Body, why)]
                : new MarketplaceTranslator(format).Translate(delivery.Body);
        var names = orders.SelectMany(static order => order.Commands.Take(1)).Take(MaxOrdersNamed)
            .Select(static message => message.To.Id);
        _underway.Enqueue(new Underway(entry.Number, orders.Count, string.Join(' ', names)));
        return orders.Select(order => new SourceItem(
            entry.Number, entry.Number, order.Raw, order.Commands, order.Rejection, NothingToDo: order.NothingToDo,
            Format: format.Name));
    }

    private void Forget(IReadOnlyList<InboxMark> marks)
    {
        foreach (var mark in marks)
            _marked.Enqueue(mark.Number);
    }

    /// <summary>A delivery that is being decided. The pipeline's task alone changes it.</summary>
    private sealed class Underway(long number, int orders, string names)
    {
        private int _open = orders;
        private InboxState _state = InboxState.Ignored;
        private string? _reason;
        private string? _detail;

        public long Number { get; } = number;

        /// <summary>Takes one order's outcome; true where it was the last one.</summary>
        public bool Take(IntakeOutcome outcome)
        {
            var state = outcome.Result switch
            {
                IntakeResult.Accepted => InboxState.Accepted,
                IntakeResult.Duplicate => InboxState.Duplicate,
                IntakeResult.Rejected => InboxState.Refused,
                _ => InboxState.Ignored,
            };
            if (_reason is null || (state == InboxState.Refused && _state != InboxState.Refused))
                (_reason, _detail) = (outcome.Reason, Shortened(outcome.Rejection?.ToString()));
            _state = Weight(state) > Weight(_state) ? state : _state;
            return --_open == 0;
        }

        public InboxMark ToMark(DateTimeOffset at) => new(
            Number, _state, _reason, _detail, names.Length == 0 ? null : names, at);

        private static int Weight(InboxState state) => state switch
        {
            InboxState.Refused => 3,
            InboxState.Accepted => 2,
            InboxState.Duplicate => 1,
            _ => 0,
        };

        private static string? Shortened(string? text) => text?.Length > MaxDetail ? text[..MaxDetail] + "…" : text;
    }
}
