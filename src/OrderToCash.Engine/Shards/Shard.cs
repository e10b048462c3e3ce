using System.Collections.Concurrent;
using System.Threading.Channels;
using OrderToCash.Engine.Journal;
using OrderToCash.Engine.Reminders;

namespace OrderToCash.Engine.Shards;

/// <summary>
/// Hosts the entities of one shard: one turn at a time decides what waits, commits it, and lets the effects go.
/// </summary>
/// <remarks>
/// Driven by a host: whenever <see cref="HasWork"/>, the host runs one turn, never two at once. Fields below "any
/// thread" may be touched by senders; all others belong to the running turn. A turn throws only on a bug of the engine
/// or of the journal; deciders' exceptions, failed commits and unreachable stores are handled here. A commit that has
/// started is not cancelled.
/// </remarks>
public sealed partial class Shard
{
    // Any thread.
    private readonly Channel<Envelope> _mailbox;
    private readonly ConcurrentQueue<ShardMail> _mail = new();
    private readonly Action<Shard> _wake;
    private volatile bool _flushRequested;

    // The turn's.
    private readonly ShardEnvironment _environment;
    private readonly EntityCache _entities = new();
    private readonly TurnWrite _turn;
    private readonly Queue<(int From, ReactionMessage Reaction)> _inbox = new();
    private readonly Queue<Work> _carried = new();
    private OutChannels _out;
    private ReminderIndex _reminders = new();

    /// <summary>By source shard: the last number in the inbox, or taken.</summary>
    private readonly long[] _expected;

    /// <summary>By source shard: the last number decided; durable once the turn is.</summary>
    private long[] _taken;

    /// <summary>What the observer was told last; -1 before the first activation.</summary>
    private long _toldDelivered = -1;

    private long _epoch;
    private ShardState _state;
    private volatile bool _isActive;

    /// <summary>A shard that is not active yet: its first turn activates it.</summary>
    /// <param name="wake">Called from any thread when the shard may have work.</param>
    public Shard(int number, ShardEnvironment environment, Action<Shard> wake)
    {
        var count = environment.Journal.Info.ShardCount;
        Number = number;
        _environment = environment;
        _wake = wake;
        _mailbox = Channel.CreateBounded<Envelope>(new BoundedChannelOptions(environment.Options.MailboxCapacity)
        {
            SingleReader = true,
            FullMode = BoundedChannelFullMode.Wait,
        });
        _turn = new TurnWrite { Shard = number };
        _state = ShardState.Empty(count);
        _expected = new long[count];
        _taken = new long[count];
        _out = new OutChannels(_state.Delivered);
        _writer = CreateWriter(_turn.Buffer);
        _snapshotWriter = CreateWriter(_snapshotBuffer);
    }

    /// <summary>The shard's number, from 0.</summary>
    public int Number { get; }

    /// <summary>True from its activation until it loses its ownership or a commit fails.</summary>
    public bool IsActive => _isActive;

    /// <summary>The last durable position.</summary>
    public long Position => _state.Position;

    /// <summary>Own reactions that are not acknowledged yet.</summary>
    public int UnacknowledgedCount => _out.UnacknowledgedCount;

    /// <summary>States in memory.</summary>
    public int ActiveEntityCount => _entities.Count;

    /// <summary>
    /// What these states take, estimated from the stored bytes of their snapshots and events; of one at most 256 KiB.
    /// </summary>
    public long ActiveBytes => _entities.Bytes;

    /// <summary>Reminders that are set.</summary>
    public int ReminderCount => _reminders.Count;

    /// <summary>True where nothing waits here and all own reactions are handled.</summary>
    public bool IsQuiet =>
        _isActive && !_flushRequested && _mail.IsEmpty && _inbox.Count == 0 && _carried.Count == 0
        && _mailbox.Reader.Count == 0
        && _out.UnacknowledgedCount == 0;

    /// <summary>True where a turn would do something now.</summary>
    public bool HasWork =>
        !_isActive || _flushRequested || !_mail.IsEmpty || _inbox.Count > 0 || _carried.Count > 0
        || (_mailbox.Reader.Count > 0 && TakesIntake) || NextDue <= _environment.Time.GetUtcNow();

    /// <summary>
    /// When a turn is due without any mail: a reminder, or reactions to send again; null where neither waits.
    /// </summary>
    public DateTimeOffset? NextDue
    {
        get
        {
            var resend = _out.NextResend(_environment.Options.ResendAfter);
            return _reminders.NextDueTicks is { } ticks && (resend is null || ticks < resend.Value.UtcTicks)
                ? new DateTimeOffset(ticks, TimeSpan.Zero)
                : resend;
        }
    }

    private bool TakesIntake => _out.UnacknowledgedCount < _environment.Options.MaxUnacknowledged;

    /// <summary>Puts a command from outside into the mailbox; waits while it is full.</summary>
    /// <exception cref="ChannelClosedException">The shard takes no more commands: it is stopping.</exception>
    public async ValueTask PostAsync(
        EntityId to, object command, Origin origin, IReplyTo? replyTo, long tag, CancellationToken cancellationToken)
    {
        await _mailbox.Writer.WriteAsync(new Envelope(to, command, origin, replyTo, tag), cancellationToken)
            .ConfigureAwait(false);
        _wake(this);
    }

    /// <summary>
    /// Puts a command from outside into the mailbox; false where it is full or the shard is stopping.
    /// </summary>
    public bool TryPost(EntityId to, object command, Origin origin, IReplyTo? replyTo, long tag)
    {
        if (!_mailbox.Writer.TryWrite(new Envelope(to, command, origin, replyTo, tag)))
        {
            return false;
        }

        _wake(this);
        return true;
    }

    /// <summary>Takes what another shard (or this one) sent.</summary>
    public void Receive(in ShardMail mail)
    {
        _mail.Enqueue(mail);
        _wake(this);
    }

    /// <summary>
    /// Asks for a turn that makes the watermark and the reminder index durable, and keeps what was used last as
    /// snapshots.
    /// </summary>
    public void RequestFlush()
    {
        _flushRequested = true;
        _wake(this);
    }

    /// <summary>Takes no more commands from outside; those that wait are still decided.</summary>
    public void CloseMailbox() => _mailbox.Writer.TryComplete();

    /// <summary>Answers everything that still waits from outside: the shard stops. Only when no turn runs.</summary>
    public void AbandonMailbox()
    {
        CloseMailbox();
        if (_isUnresolved)
        {
            _isUnresolved = false;
            Answer(CommandStatus.Retry,
                "It isn't known whether the commit succeeded, and the shard stops; send it again.");
        }

        var stopped = new CommandReply(
            CommandStatus.Stopped, null, "The engine stopped before it took the command; send it again.");
        while (_carried.TryDequeue(out var work))
        {
            work.ReplyTo?.OnReply(work.Tag, stopped);
        }

        while (_mailbox.Reader.TryRead(out var envelope))
        {
            envelope.ReplyTo?.OnReply(envelope.Tag, stopped);
        }
    }

    private void TellDelivered()
    {
        var delivered = _out.Watermark(_state.Position);
        if (delivered == _toldDelivered)
        {
            return;
        }

        _toldDelivered = delivered;
        _environment.Observer?.OnDelivered(Number, delivered);
    }

    private void Notify(ShardNoticeKind kind, string text) =>
        _environment.Observer?.OnNotice(new ShardNotice(kind, Number, text));
}
