namespace OrderToCash.Engine.Shards;

/// <summary>
/// The channels from one shard to all: numbers its reactions, keeps them until acknowledged, and knows the watermark.
/// </summary>
/// <remarks>
/// Owned by its shard's loop. A failed turn throws all of it away; it is derived again from the journal.
/// </remarks>
internal sealed class OutChannels
{
    private readonly Channel[] _channels;

    /// <summary>
    /// Where the not yet acknowledged reactions of all channels are, in the order of their causes. The messages
    /// themselves have long left the cache when they are acknowledged; nothing here looks into them then.
    /// </summary>
    private readonly Queue<Undelivered> _undelivered = new();

    /// <summary>By target: the number of the last reaction to it that the watermark covers.</summary>
    private readonly long[] _delivered;

    /// <summary>
    /// Acknowledged reactions of an event of which others are not: they count when the whole event is delivered.
    /// </summary>
    private readonly List<(int Target, long Number)> _partial = [];

    private long _partialPosition;

    public OutChannels(long[] delivered)
    {
        _delivered = (long[])delivered.Clone();
        _channels = new Channel[delivered.Length];
        for (var i = 0; i < delivered.Length; i++)
        {
            _channels[i] = new Channel { Last = delivered[i], Acknowledged = delivered[i] };
        }
    }

    /// <summary>Reactions without acknowledgement, over all channels.</summary>
    public int UnacknowledgedCount => _undelivered.Count;

    /// <summary>The numbers at the watermark; a copy.</summary>
    public long[] Delivered => (long[])_delivered.Clone();

    /// <summary>Gives a reaction the next number of its channel.</summary>
    public void Add(
        in Reaction reaction, in EntityId cause, long causeSequence, int index, string? correlation, long causePosition)
    {
        var target = ShardMap.ShardOf(reaction.To, _channels.Length);
        var channel = _channels[target];
        var message = new ReactionMessage(
            ++channel.Last, reaction.To, reaction.Command, cause, causeSequence, index, correlation, target);
        channel.Pending.Enqueue(message);
        (channel.New ??= []).Add(message);
        _undelivered.Enqueue(new Undelivered(target, message.Number, causePosition));
    }

    /// <summary>Sends what was added since the last time.</summary>
    public void SendNew(int from, ITransport transport, DateTimeOffset now)
    {
        for (var target = 0; target < _channels.Length; target++)
        {
            var channel = _channels[target];
            if (channel.New is { } batch)
            {
                if (batch.Count == channel.Pending.Count)
                {
                    channel.ProgressAt = now;
                }

                channel.New = null;
                transport.SendReactions(from, target, batch);
            }
        }
    }

    /// <summary>
    /// Sends again what is wanted after this number. False where it reaches back behind the watermark.
    /// </summary>
    public bool Resend(int from, int target, long afterNumber, ITransport transport, DateTimeOffset now)
    {
        var channel = _channels[target];
        if (afterNumber < _delivered[target])
        {
            return false;
        }

        if (channel.Pending.Count > 0)
        {
            channel.ProgressAt = now;
            SendAgain(from, target, channel, afterNumber, transport);
        }

        return true;
    }

    /// <summary>Sends again what has waited too long for its acknowledgement.</summary>
    public void ResendOverdue(int from, ITransport transport, DateTimeOffset now, TimeSpan after)
    {
        for (var target = 0; target < _channels.Length; target++)
        {
            var channel = _channels[target];
            if (channel.Pending.Count > 0 && now - channel.ProgressAt >= after)
            {
                Resend(from, target, channel.Acknowledged, transport, now);
            }
        }
    }

    /// <summary>When the next acknowledgement is overdue; null where none is awaited.</summary>
    public DateTimeOffset? NextResend(TimeSpan after)
    {
        if (_undelivered.Count == 0)
        {
            return null;
        }

        DateTimeOffset? next = null;
        foreach (var channel in _channels)
        {
            if (channel.Pending.Count > 0 && (next is null || channel.ProgressAt + after < next))
            {
                next = channel.ProgressAt + after;
            }
        }

        return next;
    }

    /// <summary>Everything up to this number is durably handled by the target.</summary>
    public void Acknowledge(int target, long number, DateTimeOffset now)
    {
        var channel = _channels[target];
        if (number <= channel.Acknowledged)
        {
            return;
        }

        channel.Acknowledged = number;
        channel.ProgressAt = now;
        while (channel.Pending.Count > Math.Max(channel.Last - number, 0))
        {
            channel.Pending.Dequeue();
        }

        AdvanceWatermark();
    }

    /// <summary>
    /// The position up to which every reaction is handled, where the shard is at <paramref name="position"/>.
    /// </summary>
    public long Watermark(long position)
    {
        var first = _undelivered.TryPeek(out var next) ? next.CausePosition : position + 1;
        return (_partial.Count > 0 ? Math.Min(_partialPosition, first) : first) - 1;
    }

    private void AdvanceWatermark()
    {
        while (_undelivered.TryPeek(out var first) && first.Number <= _channels[first.Target].Acknowledged)
        {
            if (_partial.Count > 0 && first.CausePosition != _partialPosition)
            {
                CountPartial();
            }

            _partialPosition = first.CausePosition;
            _partial.Add((first.Target, first.Number));
            _undelivered.Dequeue();
        }

        if (!_undelivered.TryPeek(out var next) || next.CausePosition != _partialPosition)
        {
            CountPartial();
        }
    }

    private void CountPartial()
    {
        foreach (var (target, number) in _partial)
        {
            _delivered[target] = number;
        }

        _partial.Clear();
    }

    private static void SendAgain(int from, int target, Channel channel, long after, ITransport transport)
    {
        var batch = new List<ReactionMessage>(channel.Pending.Count);
        foreach (var message in channel.Pending)
        {
            if (message.Number > after)
            {
                batch.Add(message);
            }
        }

        channel.New = null;
        if (batch.Count > 0)
        {
            transport.SendReactions(from, target, batch);
        }
    }

    private readonly record struct Undelivered(int Target, long Number, long CausePosition);

    private sealed class Channel
    {
        /// <summary>All with numbers beyond <see cref="Acknowledged"/>, up to <see cref="Last"/>.</summary>
        public readonly Queue<ReactionMessage> Pending = new();

        public List<ReactionMessage>? New;
        public long Last;
        public long Acknowledged;
        public DateTimeOffset ProgressAt;
    }
}
