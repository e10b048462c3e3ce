using System.Text;
using OrderToCash.Adapters.Stores;
using OrderToCash.Engine.Journal;
using OrderToCash.Engine.Shards;

namespace OrderToCash.Adapters.Sqlite;

/// <summary>
/// A connection that reads a journal, with its statements. One thread at a time; the journal keeps a pool.
/// </summary>
/// <remarks>
/// Readers don't block the writer, but the log can't start over while one looks at it: no reading stays open for long.
/// </remarks>
internal sealed class SqliteJournalReader : IDisposable
{
    /// <summary>Events read under one look at the database; 4,096 take about 10 ms.</summary>
    private const int PageEvents = 4096;

    /// <summary>Positions looked at under one look where few of their events are handed over.</summary>
    private const int StretchPositions = 16_384;

    /// <summary>The columns of <see cref="EventColumns"/>; metadata and chain lie behind the payload.</summary>
    private const string SelectedColumns =
        "position, entity, sequence, name, version, at_ticks, payload, NULL, NULL";

    private const string EventColumns = "position, entity, sequence, name, version, at_ticks, payload, metadata, chain";

    private readonly SqliteDatabase _database;
    private readonly Dictionary<string, SqliteStatement> _statements = [];
    private readonly SqliteStatement _begin;
    private readonly SqliteStatement _commit;
    private readonly SqliteStatement _findEntity;
    private readonly SqliteStatement _readSnapshot;

    // By shard, prepared when first used.
    private readonly SqliteStatement?[] _readEntity;
    private readonly SqliteStatement?[] _readShard;

    /// <summary>Prepares its statements on a database that it owns from now on.</summary>
    public SqliteJournalReader(SqliteDatabase database, int shardCount)
    {
        _database = database;
        _begin = Prepare("BEGIN");
        _commit = Prepare("COMMIT");
        _findEntity = Prepare("SELECT number FROM entities WHERE entity = ?");
        _readSnapshot = Prepare("SELECT sequence, version, payload FROM snapshots WHERE entity = ?");
        _readEntity = new SqliteStatement?[shardCount];
        _readShard = new SqliteStatement?[shardCount];
    }

    /// <summary>An event's place in one number: its shard above 48 bits of position.</summary>
    public static long NumberOf(int shard, long position) => ((long)shard << 48) + position;

    /// <summary>The shard in such a number.</summary>
    public static int ShardIn(long number) => (int)(number >> 48);

    /// <summary>The position in such a number.</summary>
    public static long PositionIn(long number) => number & ((1L << 48) - 1);

    /// <summary>A statement of this connection, prepared once.</summary>
    public SqliteStatement Prepare(string sql)
    {
        if (!_statements.TryGetValue(sql, out var statement))
        {
            statement = _database.Prepare(sql);
            _statements.Add(sql, statement);
        }

        return statement;
    }

    /// <summary>Hands over the histories of entities, as of one moment.</summary>
    /// <param name="hints">What spares look-ups; null for nothing.</param>
    public void Load(IReadOnlyList<EntityId> entities, IHistorySink sink, LookUpHints? hints)
    {
        const int MaxOnStack = 256;
        Span<byte> onStack = stackalloc byte[MaxOnStack];
        var (isOpen, vainEntities, vainSnapshots) = (false, 0, 0);
        for (var index = 0; index < entities.Count; index++)
        {
            var entity = TextOf(entities[index], onStack);
            if (hints is not null && hints.Entities.IsAbsent(entity))
                continue;

            if (!isOpen)
                _begin.Run();

            isOpen = true;
            var number = FindEntity(entity);
            if (number == 0)
            {
                vainEntities++;
                continue;
            }

            hints?.Numbers.Add(entity, number);
            var sequence = 0L;
            if (hints is null || !hints.Snapshots.IsAbsent(entity))
            {
                sequence = ReadSnapshot(index, entity, sink);
                vainSnapshots += sequence == 0 ? 1 : 0;
            }

            var events = StartEntity(number, sequence);
            while (events.Read())
                sink.OnEvent(index, RowOf(ShardIn(number), events));
        }

        if (isOpen)
            _commit.Run();

        hints?.Entities.OnVainLookUps(vainEntities);
        hints?.Snapshots.OnVainLookUps(vainSnapshots);
    }

    /// <summary>
    /// Adds the names of a table's entities after one to a filter, and returns the last; null where there are no more.
    /// </summary>
    public byte[]? AddNames(string table, byte[] after, EntityFilter filter)
    {
        const int PageNames = 8192;
        var names = Prepare($"SELECT entity FROM {table} WHERE entity > ? ORDER BY entity LIMIT {PageNames}");
        names.Text(1, after);
        byte[]? last = null;
        var count = 0;
        while (names.Read())
        {
            filter.Add(EntityHash.Of(names.Bytes(0)));
            if (++count == PageNames)
                last = names.Bytes(0).ToArray();
        }

        return last;
    }

    /// <summary>
    /// Says of some snapshots where they are, and returns from which row on there are more; -1 where there are none.
    /// </summary>
    public long ReadSnapshotInfos(long afterRow, Action<SnapshotInfo> each)
    {
        const int PageInfos = 4096;
        var infos = Prepare(
            "SELECT rowid, entity, sequence, version, octet_length(payload) FROM snapshots WHERE rowid > ? "
            + $"ORDER BY rowid LIMIT {PageInfos}");
        infos.Int64(1, afterRow);
        var (count, last) = (0, 0L);
        while (infos.Read())
        {
            (count, last) = (count + 1, infos.Int64(0));
            each(new SnapshotInfo(
                EntityId.Parse(infos.Bytes(1)), infos.Int64(2), (int)infos.Int64(3), (int)infos.Int64(4)));
        }

        return count < PageInfos ? -1 : last;
    }

    /// <summary>Hands over events of a shard and returns the last position.</summary>
    public long ReadShard(
        int shard, long afterPosition, int maxEvents, IEventSink sink, CancellationToken cancellationToken)
    {
        var events = _readShard[shard] ??= Prepare(
            $"SELECT {EventColumns} FROM events_{shard} WHERE position > ? ORDER BY position LIMIT ?");
        var last = afterPosition;
        var left = maxEvents;
        while (left > 0)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var page = Math.Min(left, PageEvents);
            events.Int64(1, last);
            events.Int64(2, page);
            var count = 0;
            while (events.Read())
            {
                var row = RowOf(shard, events);
                sink.OnEvent(row);
                last = row.Position;
                count++;
            }

            if (count < page)
                break;

            left -= count;
        }

        return last;
    }

    /// <summary>Hands over the selected events of a stretch of a shard.</summary>
    public void ReadSelected(
        int shard, long afterPosition, long upToPosition, EventSelection selection, IEventSink sink,
        CancellationToken cancellationToken)
    {
        var head = ReadHead(shard);
        upToPosition = Math.Min(upToPosition, head);
        var events = Prepare(
            $"SELECT {SelectedColumns} FROM events_{shard} WHERE position > ? AND position <= ? "
            + $"AND name IN ({SelectedNames.ListOf(selection)}) ORDER BY position");
        for (var after = afterPosition; after < upToPosition;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var last = Math.Min(after + StretchPositions, upToPosition);
            events.Int64(1, after);
            events.Int64(2, last);
            while (events.Read())
                sink.OnEvent(RowOf(shard, events));
            after = last;
        }
    }

    /// <summary>Hands over an entity's events after a sequence.</summary>
    public void ReadEntity(in EntityId entity, long afterSequence, IEventSink sink)
    {
        var number = FindEntity(Encoding.UTF8.GetBytes(entity.ToString()));
        if (number == 0)
            return;

        var events = StartEntity(number, afterSequence);
        while (events.Read())
            sink.OnEvent(RowOf(ShardIn(number), events));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var statement in _statements.Values)
            statement.Dispose();

        _database.Dispose();
    }

    private static EventRow RowOf(int shard, SqliteStatement statement) =>
        new()
        {
            Shard = shard,
            Position = statement.Int64(0),
            Entity = statement.Bytes(1),
            Sequence = statement.Int64(2),
            Name = statement.Bytes(3),
            Version = (int)statement.Int64(4),
            AtTicks = statement.Int64(5),
            Payload = statement.Bytes(6),
            Metadata = statement.Bytes(7),
            Chain = statement.Bytes(8),
        };

    private long ReadSnapshot(int index, ReadOnlySpan<byte> entity, IHistorySink sink)
    {
        _readSnapshot.Text(1, entity);
        if (!_readSnapshot.Read())
            return 0;

        var sequence = _readSnapshot.Int64(0);
        sink.OnSnapshot(index, sequence, (int)_readSnapshot.Int64(1), _readSnapshot.Bytes(2));
        _readSnapshot.Reset();
        return sequence;
    }

    private long ReadHead(int shard)
    {
        var head = Prepare($"SELECT max(position) FROM events_{shard}");
        var position = head.Read() ? head.Int64(0) : 0;
        head.Reset();
        return position;
    }

    private SqliteStatement StartEntity(long number, long afterSequence)
    {
        var shard = ShardIn(number);
        var events = _readEntity[shard] ??= Prepare(
            $"SELECT {EventColumns} FROM events_{shard} WHERE entity_number = ? AND sequence > ? ORDER BY sequence");
        events.Int64(1, PositionIn(number));
        events.Int64(2, afterSequence);
        return events;
    }

    private static ReadOnlySpan<byte> TextOf(in EntityId entity, Span<byte> buffer)
    {
        if (entity.Kind.Length + 1 + entity.Id.Length > buffer.Length / 3)
            return Encoding.UTF8.GetBytes(entity.ToString());

        var length = Encoding.UTF8.GetBytes(entity.Kind, buffer);
        buffer[length++] = (byte)'/';
        length += Encoding.UTF8.GetBytes(entity.Id, buffer[length..]);
        return buffer[..length];
    }

    private long FindEntity(ReadOnlySpan<byte> entity)
    {
        _findEntity.Text(1, entity);
        if (!_findEntity.Read())
            return 0;

        var number = _findEntity.Int64(0);
        _findEntity.Reset();
        return number;
    }
}
