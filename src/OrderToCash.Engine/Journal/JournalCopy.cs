using OrderToCash.Engine.Shards;

namespace OrderToCash.Engine.Journal;

/// <summary>
/// Copies a drained journal into an empty one, of any store, with the same or another number of shards.
/// </summary>
/// <remarks>
/// With the same number, positions, turns, chains, channel numbers and the reminder index stay as they are. With
/// another, events are merged in the order of their time (an entity's order stays), chained anew, and channels are
/// numbered as their reactions would have been from the start, so that they can still be derived from the journal. Dead
/// letters are copied; snapshots are not: they are a cache. While it runs the target's rows say so, and no engine
/// starts on them.
/// </remarks>
public sealed class JournalCopy
{
    private const int PageEvents = 4096;

    /// <summary>A reactions version that no program has: an engine refuses to start on it.</summary>
    private const int UnderWay = int.MaxValue;

    private readonly IJournal _source;
    private readonly IJournal _target;
    private readonly Dictionary<string, EntityKind> _kinds;
    private readonly IProgress<long>? _progress;
    private readonly ShardRow[] _targetRows;
    private long _events;

    /// <param name="kinds">Their reactions are counted where the number of shards changes.</param>
    private JournalCopy(IJournal source, IJournal target, IEnumerable<EntityKind> kinds, IProgress<long>? progress)
    {
        (_source, _target, _progress) = (source, target, progress);
        _kinds = kinds.ToDictionary(kind => kind.Name);
        _targetRows = new ShardRow[target.Info.ShardCount];
    }

    /// <summary>Copies everything and returns the number of events.</summary>
    /// <param name="kinds">All kinds that the journal has entities of.</param>
    /// <param name="progress">Told the number of events copied so far, a page at a time.</param>
    /// <exception cref="JournalFormatException">
    /// The source is not drained, or the target is not empty; the message says what to do. An interrupted copy is not
    /// empty: delete it and start again.
    /// </exception>
    public static async ValueTask<long> RunAsync(
        IJournal source, IJournal target, IEnumerable<EntityKind> kinds, IProgress<long>? progress,
        CancellationToken cancellationToken)
    {
        var copy = new JournalCopy(source, target, kinds, progress);
        var rows = await source.ReadShardRowsAsync(cancellationToken).ConfigureAwait(false);
        foreach (var row in rows)
        {
            if (row.State.Watermark != row.State.Position)
            {
                throw new JournalFormatException(
                    $"Shard {row.Shard} of the journal to copy has reactions that are not handled yet (watermark "
                    + $"{row.State.Watermark}, position {row.State.Position}): run `o2c drain` on it first.");
            }
        }

        await copy.ClaimTargetAsync(cancellationToken).ConfigureAwait(false);
        var states = rows.Length == target.Info.ShardCount
            ? await copy.CopyShardsAsync(rows, cancellationToken).ConfigureAwait(false)
            : await copy.MergeAsync(rows, cancellationToken).ConfigureAwait(false);
        await copy.FinishAsync(rows, states, cancellationToken).ConfigureAwait(false);
        return copy._events;
    }

    private async ValueTask ClaimTargetAsync(CancellationToken cancellationToken)
    {
        foreach (var row in await _target.ReadShardRowsAsync(cancellationToken).ConfigureAwait(false))
        {
            if (row.State.Position != 0)
            {
                throw new JournalFormatException(
                    $"The journal to copy to has events already (shard {row.Shard} is at {row.State.Position}): "
                    + "name an empty one, or delete what an interrupted copy left.");
            }
        }

        for (var shard = 0; shard < _targetRows.Length; shard++)
            _targetRows[shard] = await _target.ClaimAsync(shard, cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask<ShardState[]> CopyShardsAsync(ShardRow[] rows, CancellationToken cancellationToken)
    {
        foreach (var row in rows)
        {
            var page = new JournalCopyPage(row.Shard);
            for (var position = 0L; position < row.State.Position; position = _targetRows[row.Shard].State.Position)
            {
                await ReadTurnsAsync(page, position, cancellationToken).ConfigureAwait(false);
                var chain = page.Turn.Events[^1].Chain.ToArray();
                await CommitAsync([page], chain, cancellationToken).ConfigureAwait(false);
            }
        }

        return [.. rows.Select(row => row.State)];
    }

    /// <summary>Fills the page with whole turns.</summary>
    private async ValueTask ReadTurnsAsync(JournalCopyPage page, long position, CancellationToken cancellationToken)
    {
        page.Clear();
        page.Position = position;
        var last = -1;
        while (last < 0)
        {
            var before = page.Position;
            await _source
                .ReadShardAsync(page.Turn.Shard, before, PageEvents, page, cancellationToken).ConfigureAwait(false);
            if (page.Position == before)
            {
                throw new JournalFormatException(
                    $"Shard {page.Turn.Shard} ends within a turn at {before}: the journal is damaged. "
                    + "Run `o2c journal verify` and restore a backup.");
            }

            last = page.Turn.Events.FindLastIndex(written => !written.Chain.IsEmpty);
        }

        page.Turn.Events.RemoveRange(last + 1, page.Turn.Events.Count - last - 1);
    }

    private async ValueTask<ShardState[]> MergeAsync(ShardRow[] rows, CancellationToken cancellationToken)
    {
        var sources = new JournalCopyPage[rows.Length];
        var heads = new PriorityQueue<int, (long AtTicks, int Shard)>();
        for (var shard = 0; shard < rows.Length; shard++)
        {
            sources[shard] = new JournalCopyPage(shard);
            await EnqueueAsync(sources[shard], heads, cancellationToken).ConfigureAwait(false);
        }

        var targets = new JournalCopyPage[_targetRows.Length];
        for (var shard = 0; shard < targets.Length; shard++)
            targets[shard] = new JournalCopyPage(shard);

        var numbers = new ChannelCount(_kinds, targets.Length);
        var merged = 0;
        while (heads.TryDequeue(out var head, out _))
        {
            var from = sources[head];
            var written = from.Turn.Events[from.Next];
            from.Next++;
            var to = targets[ShardMap.ShardOf(written.Id, targets.Length)];
            numbers.Count(to.Turn.Shard, written, from.Turn.Buffer[written.Payload]);
            to.Add(from, written);
            await EnqueueAsync(from, heads, cancellationToken).ConfigureAwait(false);
            merged++;
            if (merged % PageEvents == 0)
                await CommitAsync(targets, null, cancellationToken).ConfigureAwait(false);
        }

        await CommitAsync(targets, null, cancellationToken).ConfigureAwait(false);
        return [.. _targetRows.Select(row => row.State with
        {
            Watermark = row.State.Position,
            Taken = numbers.TakenBy(row.Shard),
            Delivered = numbers.DeliveredBy(row.Shard),
            RemindersPosition = 0,
            ReactionsVersion = 0,
        })];
    }

    private async ValueTask EnqueueAsync(
        JournalCopyPage page, PriorityQueue<int, (long AtTicks, int Shard)> heads, CancellationToken cancellationToken)
    {
        if (page.Next == page.Turn.Events.Count)
        {
            page.Clear();
            await _source.ReadShardAsync(page.Turn.Shard, page.Position, PageEvents, page, cancellationToken)
                .ConfigureAwait(false);
        }

        if (page.Next < page.Turn.Events.Count)
            heads.Enqueue(page.Turn.Shard, (page.Turn.Events[page.Next].AtTicks, page.Turn.Shard));
    }

    /// <summary>Writes the pages' events, as one turn a shard; chained anew where no chain is given.</summary>
    private async ValueTask CommitAsync(
        IReadOnlyList<JournalCopyPage> pages, byte[]? chain, CancellationToken cancellationToken)
    {
        List<TurnWrite> turns = [];
        foreach (var turn in pages.Select(page => page.Turn).Where(turn => turn.Events.Count > 0))
        {
            var row = _targetRows[turn.Shard];
            turn.Epoch = row.Epoch;
            turn.PositionBefore = row.State.Position;
            var next = chain ?? new byte[ShardState.ChainBytes];
            if (chain is null)
            {
                ChainHash.Compute(row.State.Chain, turn, next);
                turn.Events[^1] = turn.Events[^1] with { Chain = next };
            }

            turn.State = row.State with
            {
                Position = row.State.Position + turn.Events.Count,
                Chain = next,
                ReactionsVersion = UnderWay,
            };
            turns.Add(turn);
            _events += turn.Events.Count;
        }

        await CommitAsync(turns, cancellationToken).ConfigureAwait(false);
        _progress?.Report(_events);
        foreach (var page in pages)
            page.Clear();
    }

    private async ValueTask CommitAsync(List<TurnWrite> turns, CancellationToken cancellationToken)
    {
        var outcome = await _target.CommitAsync(turns, cancellationToken).ConfigureAwait(false);
        if (outcome.Status != CommitStatus.Committed)
        {
            throw new JournalUnavailableException(
                $"The copy was not written: {outcome.Detail ?? outcome.Status.ToString()}. Delete it and start again.");
        }

        foreach (var turn in turns)
            _targetRows[turn.Shard] = _targetRows[turn.Shard] with { State = turn.State };
    }

    /// <summary>
    /// Writes what is not events, and the rows as they are to be, in one commit: from then on the copy is whole.
    /// </summary>
    private async ValueTask FinishAsync(ShardRow[] rows, ShardState[] states, CancellationToken cancellationToken)
    {
        List<TurnWrite> turns = [];
        for (var shard = 0; shard < states.Length; shard++)
        {
            var turn = new TurnWrite { Shard = shard, Epoch = _targetRows[shard].Epoch };
            turn.PositionBefore = states[shard].Position;
            turn.State = states[shard];
            turns.Add(turn);
            if (states[shard].RemindersPosition == 0 || rows.Length != states.Length)
                continue;

            foreach (var stored in await _source.ReadRemindersAsync(shard, cancellationToken).ConfigureAwait(false))
                turn.Reminders.Add(new ReminderWrite(stored.Entity, stored.Name, stored.DueTicks));
        }

        foreach (var letter in await _source.ReadDeadLettersAsync(cancellationToken).ConfigureAwait(false))
        {
            var shard = ShardMap.ShardOf(letter.Entity, turns.Count);
            turns[shard].DeadLetters.Add(letter with { Shard = shard });
        }

        await CommitAsync(turns, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The numbers that reactions would have on the channels of another number of shards.</summary>
    private sealed class ChannelCount(Dictionary<string, EntityKind> kinds, int shardCount)
    {
        private readonly long[,] _numbers = new long[shardCount, shardCount];
        private readonly List<Reaction> _reactions = [];

        public void Count(int from, in EventWrite written, ReadOnlySpan<byte> payload)
        {
            if (!kinds.TryGetValue(written.Id.Kind, out var kind))
            {
                throw new JournalFormatException(
                    $"This program doesn't know what {written.Id} is: use the one that wrote it.");
            }

            _reactions.Clear();
            kind.React(
                written.Id.Id, kind.Decode(written.Name.Utf8.Span, written.Name.Version, payload), _reactions);
            foreach (var reaction in _reactions)
                _numbers[from, ShardMap.ShardOf(reaction.To, shardCount)]++;
        }

        public long[] DeliveredBy(int from) => [.. Enumerable.Range(0, shardCount).Select(to => _numbers[from, to])];

        public long[] TakenBy(int to) => [.. Enumerable.Range(0, shardCount).Select(from => _numbers[from, to])];
    }
}
