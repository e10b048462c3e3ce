using OrderToCash.Engine.Journal;
using OrderToCash.Engine.Shards;

namespace OrderToCash.Simulation.Audit;

/// <summary>
/// The reactions that durable events yield, numbered by the auditor itself: what may be sent, what has to arrive.
/// </summary>
internal sealed class ChannelModel
{
    private readonly Verdict _verdict;
    private readonly List<(string Id, EntityId To)>[][] _channels;
    private readonly Dictionary<string, (int Source, int Target, long Number, EntityId To)> _byId =
        new(StringComparer.Ordinal);

    /// <summary>By source: where in the shard each of its reactions was caused, and for whom; in order.</summary>
    private readonly List<(long Position, int Target)>[] _caused;

    private readonly int[] _delivered;
    private readonly long[][] _deliveredNumbers;
    private readonly long[][] _handled;
    private readonly long[][] _handledAt;
    private readonly ShardState?[] _states;

    public ChannelModel(int shards, Verdict verdict)
    {
        _verdict = verdict;
        _channels = Rows(shards, static count => Rows(count, static _ => new List<(string, EntityId)>()));
        _caused = Rows(shards, static _ => new List<(long, int)>());
        _delivered = new int[shards];
        _deliveredNumbers = Rows(shards, static count => new long[count]);
        _handled = Rows(shards, static count => new long[count]);
        _handledAt = Rows(shards, static count => new long[count]);
        _states = new ShardState?[shards];
    }

    public void Add(int source, long position, in EntityId cause, long sequence, List<Reaction> reactions)
    {
        for (var index = 0; index < reactions.Count; index++)
        {
            var target = ShardMap.ShardOf(reactions[index].To, _channels.Length);
            var channel = _channels[source][target];
            var id = $"{cause}#{sequence}.{index}";
            channel.Add((id, reactions[index].To));
            _byId[id] = (source, target, channel.Count, reactions[index].To);
            _caused[source].Add((position, target));
        }
    }

    /// <summary>
    /// An event was caused by a reaction: by one of its channel, not again, and in the channel's order.
    /// </summary>
    public void CheckCause(int shard, long position, in EntityId entity, string cause)
    {
        if (!_byId.TryGetValue(cause, out var known))
        {
            _verdict.Fail($"{entity} at {shard}@{position} was caused by {cause}, which is no reaction of any event.");
            return;
        }

        _verdict.Require(known.To == entity, $"{entity} at {shard}@{position} handled {cause}, sent to {known.To}.");
        ref var last = ref _handled[shard][known.Source];
        ref var at = ref _handledAt[shard][known.Source];
        if (known.Number < last || (known.Number == last && position != at + 1))
        {
            _verdict.Fail(
                $"Shard {shard} handles number {known.Number} of shard {known.Source} ({cause}) at {position}, "
                + $"after {last}: twice, or out of order.");
        }

        (last, at) = (known.Number, position);
    }

    /// <summary>Reactions leave: the durable events yield exactly these.</summary>
    public void CheckSent(int from, IReadOnlyList<ReactionMessage> reactions)
    {
        foreach (var reaction in reactions)
        {
            var channel = _channels[from][reaction.Target];
            if (reaction.Number < 1 || reaction.Number > channel.Count)
            {
                _verdict.Fail(
                    $"Shard {from} sends {reaction.Id} as number {reaction.Number} to shard {reaction.Target}; "
                    + $"what is durable has caused {channel.Count} only.");
                return;
            }

            var expected = channel[(int)reaction.Number - 1];
            _verdict.Require(
                expected.To == reaction.To && expected.Id == reaction.Id,
                $"Number {reaction.Number} from shard {from} to {reaction.Target} is {reaction.Id}, "
                + $"not {expected.Id}.");
        }
    }

    /// <summary>An acknowledgement leaves: what it covers is durably taken.</summary>
    public void CheckAcknowledged(int by, int source, long number) => _verdict.Require(
        number <= (_states[by]?.Taken[source] ?? 0),
        $"Shard {by} acknowledges {number} of shard {source} and has durably taken {_states[by]?.Taken[source]} only.");

    /// <summary>A shard's row after a commit fits what is stored.</summary>
    public void CheckState(int shard, ShardState state)
    {
        if (_states[shard] is { } before)
        {
            for (var source = 0; source < before.Taken.Length; source++)
            {
                _verdict.Require(
                    state.Taken[source] >= before.Taken[source],
                    $"Shard {shard} forgets what it took of shard {source}: {before.Taken[source]} was durable, "
                    + $"now {state.Taken[source]}.");
            }
        }

        for (var source = 0; source < _handled.Length; source++)
        {
            _verdict.Require(
                state.Taken[source] >= _handled[shard][source],
                $"Shard {shard} handled number {_handled[shard][source]} of shard {source}, and its row says "
                + $"{state.Taken[source]}.");
            _verdict.Require(
                state.Taken[source] <= _channels[source][shard].Count,
                $"Shard {shard} took {state.Taken[source]} of shard {source}, which sent fewer.");
        }

        _states[shard] = state;
        CheckWatermark(shard, state);
    }

    /// <summary>Once all rest: everything was taken, and everybody knows.</summary>
    public void CheckQuiet()
    {
        for (var source = 0; source < _channels.Length; source++)
        {
            for (var target = 0; target < _channels.Length; target++)
            {
                var (from, to) = (source, target);
                _verdict.Same(
                    _channels[source][target].Count, _states[target]?.Taken[source] ?? 0,
                    $"Reactions from shard {from} that shard {to} took");
            }

            if (_states[source] is { } state && state.Watermark != state.Position)
                _verdict.Fail($"Shard {source} rests at {state.Position} with its watermark at {state.Watermark}.");
        }
    }

    private void CheckWatermark(int shard, ShardState state)
    {
        var caused = _caused[shard];
        var numbers = _deliveredNumbers[shard];
        while (_delivered[shard] < caused.Count && caused[_delivered[shard]].Position <= state.Watermark)
            numbers[caused[_delivered[shard]++].Target]++;

        _verdict.Require(
            _delivered[shard] == 0 || caused[_delivered[shard] - 1].Position <= state.Watermark,
            $"The watermark of shard {shard} goes back to {state.Watermark}.");
        for (var target = 0; target < numbers.Length; target++)
        {
            var to = target;
            _verdict.Same(
                numbers[target], state.Delivered[target],
                $"Number delivered to shard {to} at watermark {state.Watermark} of shard {shard}");
            _verdict.Require(
                numbers[target] <= (_states[target]?.Taken[shard] ?? 0),
                $"Watermark {state.Watermark} of shard {shard} is too far: number {numbers[target]} for shard {target} "
                + $"was not taken ({_states[target]?.Taken[shard] ?? 0}).");
        }
    }

    private static T[] Rows<T>(int count, Func<int, T> make)
    {
        var rows = new T[count];
        for (var i = 0; i < count; i++)
            rows[i] = make(count);

        return rows;
    }
}
