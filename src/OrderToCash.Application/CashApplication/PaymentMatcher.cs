using System.Collections.Concurrent;
using System.Threading.Channels;
using OrderToCash.Application.Hosting;
using OrderToCash.Domain.CashApplication;
using OrderToCash.Domain.Flows;
using OrderToCash.Domain.Payments;
using OrderToCash.Domain.Values;
using OrderToCash.Engine.Journal;
using OrderToCash.Engine.Shards;

namespace OrderToCash.Application.CashApplication;

/// <summary>
/// A publisher: follows what is committed, decides whose money payments are, and tells them.
/// </summary>
/// <remarks>
/// <see cref="OnCommitted"/> is called on the shards' loops and only queues; one task, <see cref="RunAsync"/>, owns
/// everything else. It reads the journal once, from its image or from the beginning, waiting where that is away, then
/// follows what shards commit. What was committed before a payment came is queued before it, so the index always knows
/// at least what was durable when the statement was read. A payment is decided when all that its account booked with it
/// and before it is known, so what is decided doesn't depend on which payment's shard is faster.
/// </remarks>
/// <param name="shelf">Where transactions of payments that wait are kept; the matcher's alone.</param>
/// <param name="images">Keeps what the matcher knows from one run to the next; null where nothing is kept.</param>
public sealed partial class PaymentMatcher(
    TimeProvider time, MatchPolicy policy, ITransactionShelf shelf, MatcherImages? images = null)
    : IReplyTo, IDisposable
{
    /// <summary>Commands on their way; more wait, so that a slow store slows the matcher.</summary>
    private const int MaxInFlight = 1024;

    /// <summary>So many events are taken in before what is due is decided, where more come all the time.</summary>
    private const int MaxEvents = 4096;

    private static readonly Origin Origin = new("matcher", "rule:matcher");

    // Shards' loops write, the task reads.
    private readonly Channel<Input> _inputs =
        Channel.CreateUnbounded<Input>(new UnboundedChannelOptions { SingleReader = true });

    private readonly SemaphoreSlim _inFlight = new(MaxInFlight);

    // The task's.
    private MatchFeed _feed = new(policy, shelf);

    /// <summary>By shard: the last event that was taken in.</summary>
    private long[] _positions = [];

    /// <summary>Events taken in since the last image.</summary>
    private long _sinceImage;

    /// <summary>True once the journal is read.</summary>
    private bool _isFollowing;

    // Each shard's loop its own: the last position that it told.
    private readonly long[] _told = new long[ShardMap.MaxShardCount];

    /// <summary>One of them is the reading of the journal at the beginning.</summary>
    private long _pending = 1;
    private long _tags;

    /// <summary>What the feed held back when it was counted as pending.</summary>
    private int _heldBack;

    // Shards' loops take out, the task adds.
    private readonly ConcurrentDictionary<long, PaymentId> _sent = new();

    /// <summary>A matcher under the policy that is in force where nothing else is said, all in memory.</summary>
    public PaymentMatcher(TimeProvider time)
        : this(time, MatchPolicy.Default, new VolatileTransactionShelf())
    {
    }

    /// <summary>Memory held by what it knows of items, numbers, customers and payments.</summary>
    public MatchIndexBytes IndexBytes => _feed.Index.Bytes;

    /// <summary>
    /// Events taken from shards and not looked at yet, bookings whose payments are awaited, and commands not answered
    /// yet; 0 where the matcher rests. Before the journal is read it is never 0.
    /// </summary>
    public long PendingCount => Interlocked.Read(ref _pending);

    /// <inheritdoc/>
    void IReplyTo.OnReply(long tag, in CommandReply reply)
    {
        var answer = reply.Status == CommandStatus.Decided ? reply.Reply as PaymentReply? : null;
        if (_sent.TryRemove(tag, out var payment) && answer is not (PaymentReply.Accepted or PaymentReply.Duplicate))
        {
            // Stays pending: the task looks at the payment again.
            _inputs.Writer.TryWrite(new Input(InputKind.Answer, 0, 0)
            {
                Payment = payment, Answer = answer ?? AnswerOf(reply.Status),
            });
        }
        else
        {
            Interlocked.Decrement(ref _pending);
        }

        _inFlight.Release();
    }

    /// <summary>Takes what a shard committed. Any shard's loop.</summary>
    public void OnCommitted(int shard, IReadOnlyList<CommittedEvent> events)
    {
        if (events.Count == 0)
            return;
        // What another owner of the shard wrote meanwhile is told by nobody.
        if (events[0].Position != _told[shard] + 1)
            Queue(new Input(InputKind.Gap, shard, events[0].Position - 1));
        _told[shard] = events[^1].Position;
        foreach (var committed in events)
        {
            if (MatchFeed.IsOfInterest(committed.Event) || committed.Event is BankEvent.EntriesBooked)
                Queue(new Input(InputKind.Committed, shard, committed.Position) { Committed = committed });
        }
    }

    /// <summary>What a shard's events up to a position cause is durable, and was told. Any shard's loop.</summary>
    public void OnDelivered(int shard, long position) => Queue(new Input(InputKind.Delivered, shard, position));

    /// <summary>Reads the journal, then follows the shards until cancelled.</summary>
    public async Task RunAsync(
        IJournal journal, IReadOnlyDictionary<string, EntityKind> kinds, EngineHost host,
        CancellationToken cancellationToken)
    {
        await ReadJournalAsync(journal, kinds, cancellationToken).ConfigureAwait(false);
        // The reading is done when what it made due is decided.
        var done = 1;
        while (true)
        {
            if (_feed.DueCount == 0)
            {
                Interlocked.Add(ref _pending, _feed.HeldBackCount - _heldBack - done);
                _heldBack = _feed.HeldBackCount;
                done = 0;
                if (!await _inputs.Reader.WaitToReadAsync(cancellationToken).ConfigureAwait(false))
                    return;
            }

            for (var taken = 0; taken < MaxEvents && _inputs.Reader.TryRead(out var input); taken++, done++)
            {
                if (input.Kind == InputKind.Gap)
                    await ReadGapAsync(journal, kinds, input, cancellationToken).ConfigureAwait(false);
                else
                    Take(input);
            }

            await SendAsync(host, cancellationToken).ConfigureAwait(false);
            if (images is { IsWriting: false } && _sinceImage >= images.EventsBetween)
                await KeepImageAsync(images, journal, isGentle: true, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>
    /// Keeps what the matcher knows for the next start; nothing where the journal wasn't read, or nothing much came.
    /// To be called when <see cref="RunAsync"/> has ended, in whatever way.
    /// </summary>
    /// <param name="isAtRest">False where the store takes nothing: then it is only waited for what is on its way.
    /// </param>
    public async Task EndAsync(IJournal journal, bool isAtRest, CancellationToken cancellationToken)
    {
        if (images is null)
            return;
        if (isAtRest && _isFollowing && _sinceImage >= images.MinEventsAtEnd)
            await KeepImageAsync(images, journal, isGentle: false, cancellationToken).ConfigureAwait(false);
        await images.WrittenAsync().ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public void Dispose() => _inFlight.Dispose();

    private static PaymentReply? AnswerOf(CommandStatus status) => status switch
    {
        CommandStatus.Retry => null,
        // The journal keeps what is to be decided.
        CommandStatus.Stopped => PaymentReply.NotOpen,
        _ => PaymentReply.Incomplete,
    };

    private async ValueTask KeepImageAsync(
        MatcherImages kept, IJournal journal, bool isGentle, CancellationToken cancellationToken)
    {
        // Where it fails, the next one is tried as much later.
        _sinceImage = 0;
        await kept.KeepAsync(journal, _feed, _positions, isGentle, cancellationToken).ConfigureAwait(false);
    }

    private void Queue(in Input input)
    {
        Interlocked.Increment(ref _pending);
        _inputs.Writer.TryWrite(input);
    }

    private void Take(in Input input)
    {
        var (shard, position) = (input.Shard, input.Position);
        switch (input.Kind)
        {
            case InputKind.Answer:
                _feed.OnRefused(input.Payment, input.Answer);
                break;
            case InputKind.Delivered:
                _feed.OnDelivered(shard, position);
                break;
            case InputKind.Committed when position > _positions[shard]:
                if (input.Committed.Event is BankEvent.EntriesBooked booked)
                    _feed.OnBooked(shard, position, booked);
                else
                    _feed.Apply(input.Committed.Entity, input.Committed.Event, input.Committed.At);
                _positions[shard] = position;
                _sinceImage++;
                break;
        }
    }

    private async ValueTask SendAsync(EngineHost host, CancellationToken cancellationToken)
    {
        foreach (var (payment, decision) in _feed.Decide())
        {
            await _inFlight.WaitAsync(cancellationToken).ConfigureAwait(false);
            Interlocked.Increment(ref _pending);
            var tag = ++_tags;
            _sent[tag] = payment;
            await host.PostAsync(
                new EntityId(Kinds.Payment, payment.Value), new PaymentCommand.Decide(
                    decision, Actor.Rule(decision.Explanation.Policy)),
                Origin, this, tag, cancellationToken).ConfigureAwait(false);
        }
    }

    private enum InputKind
    {
        /// <summary>An event of a shard.</summary>
        Committed,

        /// <summary>A shard's events up to a position may not have been told.</summary>
        Gap,

        /// <summary>What a shard's events up to a position cause was told.</summary>
        Delivered,

        /// <summary>What a payment answered, where that is not what was hoped for.</summary>
        Answer,
    }

    private readonly record struct Input(InputKind Kind, int Shard, long Position)
    {
        public CommittedEvent Committed { get; init; }

        public PaymentId Payment { get; init; }

        public PaymentReply? Answer { get; init; }
    }
}
