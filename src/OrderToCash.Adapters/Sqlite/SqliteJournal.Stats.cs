using System.Collections.Immutable;
using OrderToCash.Adapters.Stores;

namespace OrderToCash.Adapters.Sqlite;

/// <content>Figures and checks for operators.</content>
public sealed partial class SqliteJournal
{
    /// <summary>Counts what the file holds.</summary>
    public async ValueTask<JournalStats> ReadStatsAsync(CancellationToken cancellationToken)
    {
        var shards = ImmutableArray.CreateBuilder<ShardStats>(Info.ShardCount);
        foreach (var row in await ReadShardRowsAsync(cancellationToken))
        {
            var reminders = Read(row.Shard, static (reader, shard) =>
            {
                var query = reader.Prepare("SELECT count(*) FROM reminders WHERE shard = ?");
                query.Int64(1, shard);
                return One(query);
            }, cancellationToken);
            shards.Add(new ShardStats(row.Shard, row.Epoch, row.State.Position, row.State.Watermark, reminders));
        }

        var names = Read(0, static (reader, _) =>
        {
            var query = reader.Prepare(
                "SELECT name, version, count(*), sum(octet_length(payload)) FROM events "
                + "GROUP BY name, version ORDER BY name, version");
            var counts = ImmutableArray.CreateBuilder<EventStats>();
            while (query.Read())
                counts.Add(new EventStats(query.Text(0), (int)query.Int64(1), query.Int64(2), query.Int64(3)));

            return counts.ToImmutable();
        }, cancellationToken);
        return new JournalStats(
            Info, BytesOf(_path), BytesOf(_path + "-wal"), _checkpointer?.LastFailure,
            Count("entities", cancellationToken), shards.Sum(shard => shard.Events),
            Count("snapshots", cancellationToken), Count("dead_letters", cancellationToken),
            shards.MoveToImmutable(), names);
    }

    /// <summary>Checks the file's pages, its indexes and the numbers of entities. Reads the whole file.</summary>
    public ValueTask<ImmutableArray<string>> CheckStoreAsync(CancellationToken cancellationToken) =>
        ValueTask.FromResult(Read(0, static (reader, _) =>
        {
            var problems = ImmutableArray.CreateBuilder<string>();
            var check = reader.Prepare("PRAGMA integrity_check");
            while (check.Read())
            {
                if (check.Text(0) is not "ok" and var problem)
                    problems.Add(problem);
            }

            var numbers = reader.Prepare(
                "SELECT events.entity FROM events LEFT JOIN entities ON entities.entity = events.entity "
                + "WHERE entities.number IS NOT events.shard * 281474976710656 + events.entity_number "
                + "GROUP BY events.entity LIMIT 100");
            while (numbers.Read())
                problems.Add($"Events of {numbers.Text(0)} carry another number than the entity.");

            return problems.ToImmutable();
        }, cancellationToken));

    private static long BytesOf(string path) => File.Exists(path) ? new FileInfo(path).Length : 0;

    private static long One(SqliteStatement query)
    {
        query.Read();
        var number = query.Int64(0);
        query.Reset();
        return number;
    }

    private long Count(string table, CancellationToken cancellationToken) =>
        Read(table, static (reader, table) => One(reader.Prepare($"SELECT count(*) FROM {table}")), cancellationToken);
}
