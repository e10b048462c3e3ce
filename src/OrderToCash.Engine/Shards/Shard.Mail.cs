using OrderToCash.Engine.Journal;

namespace OrderToCash.Engine.Shards;

public sealed partial class Shard
{
    /// <summary>
    /// Targets that want reactions from before the watermark (their store was restored from a backup), and after which.
    /// </summary>
    private readonly List<(int Target, long After)> _behindWatermark = [];

    /// <summary>
    /// Reads what other shards sent: reactions into the inbox, acknowledgements, requests to send again.
    /// </summary>
    private void ReadMail(DateTimeOffset now)
    {
        _behindWatermark.Clear();
        while (_mail.TryDequeue(out var mail))
        {
            switch (mail.Kind)
            {
                case ShardMailKind.Reactions:
                    ReadReactions(mail.From, mail.Reactions);
                    break;
                case ShardMailKind.Acknowledgement:
                    _out.Acknowledge(mail.From, mail.Number, now);
                    break;
                default:
                    if (!_out.Resend(Number, mail.From, mail.Number, _environment.Transport, now))
                    {
                        _behindWatermark.Add((mail.From, mail.Number));
                    }

                    break;
            }
        }
    }

    /// <summary>
    /// Takes only the next number of the channel: what is lower was handled, what is higher would leave a gap.
    /// </summary>
    private void ReadReactions(int from, IReadOnlyList<ReactionMessage> reactions)
    {
        for (var i = 0; i < reactions.Count; i++)
        {
            var reaction = reactions[i];
            if (reaction.Number == _expected[from] + 1)
            {
                _expected[from]++;
                _inbox.Enqueue((from, reaction));
            }
            else if (reaction.Number > _expected[from])
            {
                _environment.Transport.RequestResend(Number, from, _expected[from]);
                return;
            }
            else if (reaction.Number <= _state.Taken[from] && i == reactions.Count - 1)
            {
                // All of it was handled before: the acknowledgement was lost.
                _environment.Transport.SendAcknowledgement(Number, from, _state.Taken[from]);
            }
        }
    }

    /// <summary>
    /// Derives reactions from the shard's first event on and sends those that lie behind the watermark.
    /// </summary>
    private async ValueTask ResendFromStartAsync(CancellationToken cancellationToken)
    {
        foreach (var (target, after) in _behindWatermark)
        {
            var derived = new DerivedReactions(this, target, after, _out.Delivered[target]);
            try
            {
                var position = 0L;
                while (position < _state.Watermark && !derived.IsComplete)
                {
                    var last = await _environment.Journal
                        .ReadShardAsync(Number, position, ActivationPageEvents, derived, cancellationToken)
                        .ConfigureAwait(false);
                    derived.Send();
                    if (last == position)
                    {
                        break;
                    }

                    position = last;
                }
            }
            catch (JournalUnavailableException exception)
            {
                // The target asks again.
                Notify(ShardNoticeKind.ActivationFailed,
                    $"Reactions for shard {target} can't be read again: {exception.Message}");
            }
        }
    }

    /// <summary>Numbers the reactions to one target anew, from the shard's first event on.</summary>
    private sealed class DerivedReactions(Shard shard, int target, long after, long upTo) : IEventSink
    {
        private readonly List<Reaction> _reactions = [];
        private List<ReactionMessage> _batch = [];
        private long _number;

        public bool IsComplete => _number >= upTo;

        public void OnEvent(in EventRow row)
        {
            var (entity, domainEvent) = shard.Decode(row);
            _reactions.Clear();
            shard.KindOf(entity).React(entity.Id, domainEvent, _reactions);
            for (var index = 0; index < _reactions.Count; index++)
            {
                if (ShardMap.ShardOf(_reactions[index].To, shard._expected.Length) == target && ++_number > after
                    && _number <= upTo)
                {
                    _batch.Add(new ReactionMessage(
                        _number, _reactions[index].To, _reactions[index].Command, entity, row.Sequence, index,
                        EventMetadata.Read(row.Metadata).Correlation, target));
                }
            }
        }

        public void Send()
        {
            if (_batch.Count > 0)
            {
                shard._environment.Transport.SendReactions(shard.Number, target, _batch);
                _batch = [];
            }
        }
    }
}
