using OrderToCash.Adapters.Stores;
using OrderToCash.Engine.Journal;
using OrderToCash.Engine.Shards;

namespace OrderToCash.Adapters.Sqlite;

/// <content>The reading half: each call borrows a connection of its own.</content>
public sealed partial class SqliteJournal
{
    /// <inheritdoc/>
    public ValueTask<ShardRow[]> ReadShardRowsAsync(CancellationToken cancellationToken) =>
        ValueTask.FromResult(Read(Info.ShardCount, static (reader, count) =>
        {
            var rows = new ShardRow[count];
            var query = reader.Prepare("SELECT shard, epoch, state FROM shards");
            while (query.Read())
            {
                var shard = (int)query.Int64(0);
                rows[shard] = new ShardRow(shard, query.Int64(1), ShardState.Read(query.Bytes(2)));
            }

            return rows;
        }, cancellationToken));

    /// <inheritdoc/>
    public ValueTask LoadAsync(
        IReadOnlyList<EntityId> entities, IHistorySink sink, CancellationToken cancellationToken)
    {
        Read((entities, sink, _hints), static (reader, request) =>
        {
            reader.Load(request.entities, request.sink, request._hints);
            return 0;
        }, cancellationToken);
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask<long> ReadShardAsync(
        int shard, long afterPosition, int maxEvents, IEventSink sink, CancellationToken cancellationToken) =>
        ValueTask.FromResult(Read(
            (shard, afterPosition, maxEvents, sink, cancellationToken),
            static (reader, request) => reader.ReadShard(
                request.shard, request.afterPosition, request.maxEvents, request.sink, request.cancellationToken),
            cancellationToken));

    /// <inheritdoc/>
    public ValueTask ReadSelectedAsync(
        int shard, long afterPosition, long upToPosition, EventSelection selection, IEventSink sink,
        CancellationToken cancellationToken)
    {
        Read((shard, afterPosition, upToPosition, selection, sink, cancellationToken), static (reader, request) =>
        {
            reader.ReadSelected(
                request.shard, request.afterPosition, request.upToPosition, request.selection, request.sink,
                request.cancellationToken);
            return 0;
        }, cancellationToken);
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask ReadEntityAsync(
        EntityId entity, long afterSequence, IEventSink sink, CancellationToken cancellationToken)
    {
        Read((entity, afterSequence, sink), static (reader, request) =>
        {
            reader.ReadEntity(request.entity, request.afterSequence, request.sink);
            return 0;
        }, cancellationToken);
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<EntityId>> ReadEntitiesAsync(
        string kind, string? afterId, int maxCount, CancellationToken cancellationToken) =>
        ValueTask.FromResult(Read((kind, afterId, maxCount), static (reader, request) =>
        {
            List<EntityId> entities = [];
            var query = reader.Prepare(
                "SELECT entity FROM entities WHERE entity > ? AND entity < ? ORDER BY entity LIMIT ?");
            query.Text(1, EntityTexts.After(request.kind, request.afterId));
            query.Text(2, EntityTexts.End(request.kind));
            query.Int64(3, request.maxCount);
            while (query.Read())
                entities.Add(EntityId.Parse(query.Bytes(0)));

            return (IReadOnlyList<EntityId>)entities;
        }, cancellationToken));

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<StoredReminder>> ReadRemindersAsync(
        int shard, CancellationToken cancellationToken) =>
        ValueTask.FromResult(Read(shard, static (reader, shard) =>
        {
            List<StoredReminder> reminders = [];
            var query = reader.Prepare("SELECT entity, name, due_ticks FROM reminders WHERE shard = ?");
            query.Int64(1, shard);
            while (query.Read())
                reminders.Add(new StoredReminder(EntityId.Parse(query.Bytes(0)), query.Text(1), query.Int64(2)));

            return (IReadOnlyList<StoredReminder>)reminders;
        }, cancellationToken));

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<DeadLetter>> ReadDeadLettersAsync(CancellationToken cancellationToken) =>
        ValueTask.FromResult(Read(0, static (reader, _) =>
        {
            List<DeadLetter> letters = [];
            var query = reader.Prepare(
                "SELECT shard, entity, cause, command, error, at_ticks FROM dead_letters ORDER BY shard, id");
            while (query.Read())
            {
                letters.Add(new DeadLetter(
                    (int)query.Int64(0), EntityId.Parse(query.Bytes(1)), query.Text(2), query.Text(3), query.Text(4),
                    query.Int64(5)));
            }

            return (IReadOnlyList<DeadLetter>)letters;
        }, cancellationToken));

    /// <inheritdoc/>
    public ValueTask ReadSnapshotInfosAsync(Action<SnapshotInfo> each, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(each);
        for (var after = 0L; after >= 0;)
        {
            after = Read(
                (after, each), static (reader, from) => reader.ReadSnapshotInfos(from.after, from.each),
                cancellationToken);
        }

        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask<StoredSnapshot?> ReadSnapshotAsync(EntityId entity, CancellationToken cancellationToken) =>
        ValueTask.FromResult(Read(entity, static (reader, entity) =>
        {
            var query = reader.Prepare("SELECT sequence, version, payload FROM snapshots WHERE entity = ?");
            query.Text(1, entity.ToString());
            if (!query.Read())
                return null;

            var snapshot = new StoredSnapshot(entity, query.Int64(0), (int)query.Int64(1), query.Bytes(2).ToArray());
            query.Reset();
            return snapshot;
        }, cancellationToken));

    /// <summary>Reads on a connection of the pool, which is closed where anything went wrong.</summary>
    private TResult Read<TRequest, TResult>(
        TRequest request, Func<SqliteJournalReader, TRequest, TResult> read, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        SqliteJournalReader? reader = null;
        var whole = false;
        try
        {
            if (!_readers.TryTake(out reader))
                reader = new SqliteJournalReader(SqliteJournalFile.OpenToRead(_path, _options), Info.ShardCount);

            var result = read(reader, request);
            whole = true;
            return result;
        }
        catch (SqliteFailureException failure)
        {
            throw Unavailable(failure);
        }
        finally
        {
            if (whole && reader is not null)
                _readers.Add(reader);
            else
                reader?.Dispose();
        }
    }
}
