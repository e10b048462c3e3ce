using Npgsql;
using NpgsqlTypes;
using OrderToCash.Engine.Journal;
using OrderToCash.Engine.Shards;

namespace OrderToCash.Adapters.Postgres;

/// <summary>Reads entities' events by the index of entities.</summary>
internal static class PostgresHistories
{
    private const string EventsOfOne =
        "SELECT 1::bigint, shard, position, entity, sequence, name, version, at_ticks, payload, metadata, chain "
        + "FROM events WHERE entity = $1 AND sequence > $2 ORDER BY sequence";

    /// <summary>
    /// Of each entity the snapshot, then the events, in one statement, so that both are of one moment: a snapshot that
    /// is replaced in between must not leave a gap. A snapshot's shard is -1. Everything runs by the index, once for
    /// each entity; most have nothing, and cost two looks.
    /// </summary>
    private const string Histories =
        "SELECT asked.number, history.* FROM unnest($1) WITH ORDINALITY AS asked (entity, number) "
        + "LEFT JOIN snapshots ON snapshots.entity = asked.entity, LATERAL ("
        + "SELECT -1 AS shard, 0::bigint AS position, '' AS entity, snapshots.sequence, '' AS name, snapshots.version, "
        + "0::bigint AS at_ticks, snapshots.payload, '' AS metadata, ''::bytea AS chain "
        + "WHERE snapshots.entity IS NOT NULL "
        + "UNION ALL "
        + "(SELECT shard, position, entity, sequence, name, version, at_ticks, payload, metadata, chain "
        + "FROM events WHERE events.entity = asked.entity AND events.sequence > coalesce(snapshots.sequence, 0) "
        + "ORDER BY events.sequence)) AS history";

    /// <summary>Hands over the histories of entities.</summary>
    public static async Task ReadAsync(
        NpgsqlConnection connection, IReadOnlyList<EntityId> entities, IHistorySink sink, PostgresReading reading,
        CancellationToken cancellationToken)
    {
        var names = new string[entities.Count];
        for (var i = 0; i < names.Length; i++)
            names[i] = PostgresText.Escape(entities[i].ToString());

        var command = new NpgsqlCommand(Histories, connection);
        await using (command.ConfigureAwait(false))
        {
            command.Parameters.Add(new NpgsqlParameter<string[]>
            {
                TypedValue = names, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text,
            });
            await ReadAsync(command, sink, null, reading, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Hands over an entity's events after a sequence.</summary>
    public static async Task ReadAsync(
        NpgsqlConnection connection, EntityId entity, long afterSequence, IEventSink sink, PostgresReading reading,
        CancellationToken cancellationToken)
    {
        var command = new NpgsqlCommand(EventsOfOne, connection);
        await using (command.ConfigureAwait(false))
        {
            command.Parameters.Add(
                new NpgsqlParameter<string> { TypedValue = PostgresText.Escape(entity.ToString()) });
            command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = afterSequence });
            await ReadAsync(command, null, sink, reading, cancellationToken).ConfigureAwait(false);
        }
    }

    private static async Task ReadAsync(
        NpgsqlCommand command, IHistorySink? histories, IEventSink? events, PostgresReading reading,
        CancellationToken cancellationToken)
    {
        var texts = new PostgresRowTexts();
        var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using (reader.ConfigureAwait(false))
        {
            while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
            {
                texts.Clear();
                reading.HasHandedOver = true;
                var index = (int)reader.GetInt64(0) - 1;
                if (reader.GetInt32(1) < 0)
                {
                    histories?.OnSnapshot(
                        index, reader.GetInt64(4), reader.GetInt32(6), texts.Take(reader, 8));
                    continue;
                }

                var row = texts.TakeRow(reader);
                histories?.OnEvent(index, row);
                events?.OnEvent(row);
            }
        }
    }
}
