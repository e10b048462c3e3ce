using System.Runtime.InteropServices;
using System.Text;
using OrderToCash.Engine.Journal;
using OrderToCash.Engine.Shards;

namespace OrderToCash.Adapters.Sqlite;

/// <summary>The connection that writes a journal. One thread at a time: the journal's lock sees to it.</summary>
/// <remarks>
/// Once <see cref="IsBroken"/>, nothing is known of its transaction: the journal closes it and opens another.
/// </remarks>
internal sealed unsafe class SqliteJournalWriter : IDisposable
{
    /// <summary>One step of the virtual machine for so many events; more gained nothing.</summary>
    private const int RowsPerInsert = 8;

    private const int ColumnsPerEvent = 10;

    private readonly SqliteDatabase _database;
    private readonly List<SqliteStatement> _statements = [];
    private readonly EntityNumbers _numbers = new();
    private readonly LookUpHints? _hints;
    private readonly SqliteStatement _begin;
    private readonly SqliteStatement _commit;
    private readonly SqliteStatement _rollback;
    private readonly SqliteStatement _claim;
    private readonly SqliteStatement _readShard;
    private readonly SqliteStatement _moveShard;
    private readonly SqliteStatement _findEntity;
    private readonly SqliteStatement _addEntity;
    private readonly SqliteJournalSideWrites _side;
    private readonly EventNameTexts _names = new();
    private byte[] _state = [];

    // Of the last event that was written, in this transaction.
    private EntityId _lastEntity;
    private long _lastNumber;

    // By shard, prepared when first used.
    private readonly SqliteStatement?[] _addEvent;
    private readonly SqliteStatement?[] _addEvents;

    /// <summary>Prepares its statements on a database that it owns from now on.</summary>
    /// <param name="hints">Is told what is about to be written; null where nobody asks.</param>
    public SqliteJournalWriter(SqliteDatabase database, int shardCount, LookUpHints? hints)
    {
        (_database, _hints) = (database, hints);
        _begin = Prepare("BEGIN IMMEDIATE");
        _commit = Prepare("COMMIT");
        _rollback = Prepare("ROLLBACK");
        _claim = Prepare("UPDATE shards SET epoch = epoch + 1 WHERE shard = ?");
        _readShard = Prepare("SELECT epoch, position, state FROM shards WHERE shard = ?");
        _moveShard = Prepare(
            "UPDATE shards SET position = ?, state = ? WHERE shard = ? AND epoch = ? AND position = ?");
        _findEntity = Prepare("SELECT number FROM entities WHERE entity = ?");
        _addEntity = Prepare("INSERT OR IGNORE INTO entities (entity, number) VALUES (?, ?)");
        _addEvent = new SqliteStatement?[shardCount];
        _addEvents = new SqliteStatement?[shardCount];
        _side = new SqliteJournalSideWrites(Prepare, hints?.Snapshots);
    }

    /// <summary>True where the transaction's end is not known.</summary>
    public bool IsBroken { get; private set; }

    /// <summary>The connection, for checkpoints between transactions.</summary>
    public SqliteDatabase Database => _database;

    /// <summary>Raises a shard's epoch and returns its row.</summary>
    public ShardRow Claim(int shard)
    {
        try
        {
            _begin.Run();
            _claim.Int64(1, shard);
            _claim.Run();
            var row = ReadShard(shard);
            _commit.Run();
            return row;
        }
        catch (SqliteFailureException)
        {
            Rollback();
            throw;
        }
    }

    /// <summary>Deletes every snapshot.</summary>
    public void DeleteSnapshots() => _side.DeleteSnapshots();

    /// <summary>Writes the turns in one transaction.</summary>
    public CommitOutcome Commit(IReadOnlyList<TurnWrite> turns)
    {
        _hints?.Numbers.MoveTo(_numbers);
        _lastEntity = default;
        try
        {
            _begin.Run();
            if (Write(turns) is { } refusal)
            {
                Rollback();
                return refusal;
            }
        }
        catch (SqliteFailureException failure)
        {
            Rollback();
            return new CommitOutcome(IsBroken ? CommitStatus.Unknown : CommitStatus.Failed, failure.Message);
        }

        try
        {
            _commit.Run();
        }
        catch (SqliteFailureException failure)
        {
            // A full disk is noticed before the frame that makes a commit is whole. After any other error, of fsync
            // say, that frame may be in the log, and count after a crash: only a later transaction decides, such as a
            // claim.
            Rollback();
            IsBroken |= failure.Code != SqliteNative.Full;
            return new CommitOutcome(IsBroken ? CommitStatus.Unknown : CommitStatus.Failed, failure.Message);
        }

        _numbers.Committed();
        return CommitOutcome.Committed;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var statement in _statements)
            statement.Dispose();

        _names.Dispose();
        _database.Dispose();
    }

    private SqliteStatement PrepareInsert(int shard, int rows) => Prepare(
        $"INSERT OR FAIL INTO events_{shard} "
        + "(position, entity, entity_number, sequence, name, version, at_ticks, payload, metadata, chain) VALUES "
        + string.Join(", ", Enumerable.Repeat("(?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)));

    private SqliteStatement Prepare(string sql)
    {
        var statement = _database.Prepare(sql);
        _statements.Add(statement);
        return statement;
    }

    /// <summary>Writes everything, or says why not; the transaction is open either way.</summary>
    private CommitOutcome? Write(IReadOnlyList<TurnWrite> turns)
    {
        for (var i = 0; i < turns.Count; i++)
        {
            if (MoveShard(turns[i]) is { } refusal)
                return refusal;
        }

        for (var i = 0; i < turns.Count; i++)
        {
            if (!WriteEvents(turns[i]))
            {
                Rollback();
                return FindRefusal(turns);
            }

            _side.Write(turns[i]);
        }

        return null;
    }

    private CommitOutcome? MoveShard(TurnWrite turn)
    {
        if (_state.Length < turn.State.EncodedBytes)
            _state = new byte[turn.State.EncodedBytes];

        var length = turn.State.Write(_state);
        _moveShard.Int64(1, turn.State.Position);
        _moveShard.Blob(2, _state.AsSpan(0, length));
        _moveShard.Int64(3, turn.Shard);
        _moveShard.Int64(4, turn.Epoch);
        _moveShard.Int64(5, turn.PositionBefore);
        _moveShard.Run();
        if (_database.Changes == 1)
            return null;

        var found = ReadShard(turn.Shard);
        return CommitRules.RefusalOf(turn, found.Epoch, found.State.Position);
    }

    private ShardRow ReadShard(int shard)
    {
        _readShard.Int64(1, shard);
        if (!_readShard.Read())
            throw new SqliteFailureException(SqliteNative.Constraint, $"Shard {shard} has no row.");

        var row = new ShardRow(shard, _readShard.Int64(0), ShardState.Read(_readShard.Bytes(2)));
        _readShard.Reset();
        return row;
    }

    /// <summary>Writes a turn's events; false where an event can't be written, because its place is taken.</summary>
    private bool WriteEvents(TurnWrite turn)
    {
        if (turn.Events.Count == 0)
            return true;

        var one = _addEvent[turn.Shard] ??= PrepareInsert(turn.Shard, 1);
        var many = _addEvents[turn.Shard] ??= PrepareInsert(turn.Shard, RowsPerInsert);
        var events = CollectionsMarshal.AsSpan(turn.Events);
        var position = turn.PositionBefore;

        // Values are bound by address and not copied: pinned here, every step that reads them is within.
        fixed (byte* bytes = turn.Buffer.Written)
        {
            while (!events.IsEmpty)
            {
                var rows = events.Length >= RowsPerInsert ? RowsPerInsert : 1;
                var insert = rows == 1 ? one : many;
                for (var row = 0; row < rows; row++)
                {
                    position++;
                    ref readonly var written = ref events[row];
                    var number = NumberOf(written, turn.Shard, position, bytes);
                    if (SqliteJournalReader.ShardIn(number) != turn.Shard)
                        return false;

                    number = SqliteJournalReader.PositionIn(number);
                    Bind(insert, row * ColumnsPerEvent, position, number, written, bytes);
                }

                if (!insert.TryRun())
                    return false;

                events = events[rows..];
            }
        }

        return true;
    }

    private void Bind(
        SqliteStatement insert, int before, long position, long number, in EventWrite written, byte* bytes)
    {
        insert.Int64(before + 1, position);
        insert.PinnedText(before + 2, bytes + written.Entity.Offset, written.Entity.Length);
        insert.Int64(before + 3, number);
        insert.Int64(before + 4, written.Sequence);
        _names.Bind(insert, before + 5, written.Name);
        insert.Int64(before + 6, written.Name.Version);
        insert.Int64(before + 7, written.AtTicks);
        insert.PinnedText(before + 8, bytes + written.Payload.Offset, written.Payload.Length);
        insert.PinnedText(before + 9, bytes + written.Metadata.Offset, written.Metadata.Length);
        if (written.Chain.IsEmpty)
            insert.Null(before + 10);
        else
            insert.Blob(before + 10, written.Chain.Span);
    }

    /// <summary>The entity's number: kept, stored, or, with its first event, the place of that.</summary>
    private long NumberOf(in EventWrite written, int shard, long position, byte* bytes)
    {
        // A command's events follow each other, and are of one entity.
        if (written.Sequence > 1 && ReferenceEquals(written.Id.Id, _lastEntity.Id)
            && ReferenceEquals(written.Id.Kind, _lastEntity.Kind))
            return _lastNumber;

        var entity = bytes + written.Entity.Offset;
        var text = new ReadOnlySpan<byte>(entity, written.Entity.Length);
        var hash = EntityHash.Of(text);
        if (written.Sequence == 1 || !_numbers.TryGet(text, hash, out var number))
            number = LookUp(written, shard, position, entity, hash);

        (_lastEntity, _lastNumber) = (written.Id, number);
        return number;
    }

    private long LookUp(in EventWrite written, int shard, long position, byte* entity, ulong hash)
    {
        var number = written.Sequence == 1 ? 0 : FindEntity(entity, written.Entity.Length);
        if (number == 0)
        {
            _hints?.Entities.Add(hash);
            number = SqliteJournalReader.NumberOf(shard, position);
            _addEntity.PinnedText(1, entity, written.Entity.Length);
            _addEntity.Int64(2, number);
            _addEntity.Run();
            if (_database.Changes == 0)
                number = FindEntity(entity, written.Entity.Length);
        }

        _numbers.Add(new ReadOnlySpan<byte>(entity, written.Entity.Length), hash, number);
        return number;
    }

    private long FindEntity(byte* entity, int length)
    {
        _findEntity.PinnedText(1, entity, length);
        if (!_findEntity.Read())
            return 0;

        var number = _findEntity.Int64(0);
        _findEntity.Reset();
        return number;
    }

    /// <summary>Says which event could not be written. The transaction has ended.</summary>
    private CommitOutcome FindRefusal(IReadOnlyList<TurnWrite> turns)
    {
        HashSet<(EntityId, long)> seen = [];
        foreach (var turn in turns)
        {
            foreach (var written in turn.Events)
            {
                if (!seen.Add((written.Id, written.Sequence)) || IsTaken(written.Id, written.Sequence))
                    return CommitRules.SequenceTaken(written.Id, written.Sequence);
            }
        }

        return new CommitOutcome(
            CommitStatus.Refused,
            "The commit has events of an entity whose others are on another shard, or the file is damaged: "
            + "check it with `o2c journal verify`.");
    }

    private bool IsTaken(in EntityId entity, long sequence)
    {
        var text = Encoding.UTF8.GetBytes(entity.ToString());
        long number;
        fixed (byte* bytes = text)
            number = FindEntity(bytes, text.Length);

        if (number == 0)
            return false;

        using var find = _database.Prepare(
            $"SELECT 1 FROM events_{SqliteJournalReader.ShardIn(number)} WHERE entity_number = ? AND sequence = ?");
        find.Int64(1, SqliteJournalReader.PositionIn(number));
        find.Int64(2, sequence);
        return find.Read();
    }

    private void Rollback()
    {
        _numbers.RolledBack();
        if (_database.IsAutocommit)
            return;

        try
        {
            _rollback.Run();
        }
        catch (SqliteFailureException)
        {
            // The answer says so: Unknown. Closing the connection ends the transaction.
            IsBroken = true;
        }
    }
}
