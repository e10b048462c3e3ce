using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Text;
using OrderToCash.Engine.Shards;

namespace OrderToCash.Engine.Journal;

/// <summary>The first thing in a shard that is not as the engine wrote it.</summary>
/// <param name="Position">Where: the event's position, or the last one of the turn whose chain is wrong.</param>
public sealed record JournalBreak(int Shard, long Position, string What);

/// <summary>What a verification found.</summary>
/// <param name="Events">Events that were read.</param>
/// <param name="Breaks">At most one a shard; what follows a break is not looked at.</param>
public sealed record JournalVerifyReport(long Events, ImmutableArray<JournalBreak> Breaks)
{
    /// <summary>True where everything is as it was written.</summary>
    public bool IsWhole => Breaks.IsEmpty;
}

/// <summary>
/// Reads a whole journal and proves that nobody changed, removed or added an event: positions of a shard and sequences
/// of an entity have no gaps, each entity is on its shard, each turn's chained SHA-256 comes out as stored, and the
/// shard's row agrees with the last one. May run beside a writer: it looks as far as each shard was when it began.
/// </summary>
public static class JournalVerify
{
    private const int PageEvents = 8192;

    /// <summary>Verifies all shards, one after the other.</summary>
    /// <param name="progress">Told the number of events read so far, a page at a time.</param>
    public static async ValueTask<JournalVerifyReport> RunAsync(
        IJournal journal, IProgress<long>? progress, CancellationToken cancellationToken)
    {
        var breaks = ImmutableArray.CreateBuilder<JournalBreak>();
        var events = 0L;
        foreach (var row in await journal.ReadShardRowsAsync(cancellationToken).ConfigureAwait(false))
        {
            var check = new ShardCheck(row.Shard, journal.Info.ShardCount);
            while (check.Break is null && check.Position < row.State.Position)
            {
                var before = check.Position;
                var page = (int)Math.Min(PageEvents, row.State.Position - before);
                await journal.ReadShardAsync(row.Shard, before, page, check, cancellationToken).ConfigureAwait(false);
                events += check.Position - before;
                progress?.Report(events);
                if (check.Position == before)
                    break;
            }

            if (check.BreakAtEnd(row.State) is { } found)
                breaks.Add(found);
            else if (await FindUncommittedAsync(journal, row, cancellationToken).ConfigureAwait(false) is { } later)
                breaks.Add(later);
        }

        return new JournalVerifyReport(events, breaks.ToImmutable());
    }

    /// <summary>An event behind the row's position, unless the row moved on meanwhile.</summary>
    private static async ValueTask<JournalBreak?> FindUncommittedAsync(
        IJournal journal, ShardRow row, CancellationToken cancellationToken)
    {
        var last = await journal
            .ReadShardAsync(row.Shard, row.State.Position, 1, new Ignore(), cancellationToken).ConfigureAwait(false);
        if (last == row.State.Position)
            return null;

        var now = await journal.ReadShardRowsAsync(cancellationToken).ConfigureAwait(false);
        return now[row.Shard].State.Position == row.State.Position
            ? new JournalBreak(
                row.Shard, last, $"An event is stored here, but the shard's row ends at {row.State.Position}.")
            : null;
    }

    private sealed class Ignore : IEventSink
    {
        public void OnEvent(in EventRow row)
        {
        }
    }

    private sealed class ShardCheck : IEventSink
    {
        private readonly int _shard;
        private readonly int _shardCount;
        private readonly ChainHash.Verifier _chain = new();
        private readonly Dictionary<string, long> _sequences = [];
        private readonly Dictionary<string, long>.AlternateLookup<ReadOnlySpan<char>> _byText;
        private char[] _text = new char[256];

        public ShardCheck(int shard, int shardCount)
        {
            (_shard, _shardCount) = (shard, shardCount);
            _byText = _sequences.GetAlternateLookup<ReadOnlySpan<char>>();
        }

        public long Position { get; private set; }

        public JournalBreak? Break { get; private set; }

        public void OnEvent(in EventRow row)
        {
            if (Break is not null)
                return;

            var before = Position;
            Position = row.Position;
            if (row.Position != before + 1)
                Fail(before + 1, $"The event is missing: after {before} comes {row.Position}.");
            else if (!IsNextOfEntity(row, out var what))
                Fail(row.Position, what);
            else if (!_chain.Add(row))
                Fail(row.Position, "The turn that ends here has not the stored chain: an event of it was changed.");
        }

        public JournalBreak? BreakAtEnd(ShardState state)
        {
            if (Break is not null)
                return Break;

            if (Position != state.Position)
                Fail(Position + 1, $"The event is missing: the shard's row says that there are {state.Position}.");
            else if (!_chain.AtTurnEnd)
                Fail(Position, "The last turn has no chain.");
            else if (!_chain.Chain.SequenceEqual(state.Chain))
                Fail(Position, "The chain in the shard's row is not that of its last turn.");

            return Break;
        }

        private bool IsNextOfEntity(in EventRow row, out string what)
        {
            if (_text.Length < row.Entity.Length)
                _text = new char[row.Entity.Length];

            var text = _text.AsSpan(0, Encoding.UTF8.GetChars(row.Entity, _text));
            ref var sequence = ref CollectionsMarshal.GetValueRefOrAddDefault(_byText, text, out var exists);
            what = "";
            if (!exists)
            {
                var home = ShardMap.ShardOf(EntityId.Parse(row.Entity), _shardCount);
                if (home != _shard)
                    what = $"{text} belongs to shard {home}.";
            }

            if (row.Sequence != sequence + 1)
                what = $"{text} has event {row.Sequence} here; {sequence + 1} was expected.";

            sequence = row.Sequence;
            return what.Length == 0;
        }

        private void Fail(long position, string what) => Break = new JournalBreak(_shard, position, what);
    }
}
