using Npgsql;
using NpgsqlTypes;
using OrderToCash.Engine.Journal;
using OrderToCash.Engine.Shards;

namespace OrderToCash.Adapters.Postgres;

/// <summary>
/// What turns write beside their events: snapshots, the reminder index, dead letters. One statement for all of a kind,
/// sent together with the update of the shards.
/// </summary>
internal sealed class PostgresSideWrites
{
    private const string PutSnapshots =
        "INSERT INTO snapshots (entity, sequence, version, payload) "
        + "SELECT entity, sequence, version, convert_from(payload, 'UTF8') "
        + "FROM unnest($1, $2, $3, $4) AS new (entity, sequence, version, payload) "
        + "ON CONFLICT (entity) DO UPDATE SET sequence = excluded.sequence, version = excluded.version, "
        + "payload = excluded.payload WHERE excluded.sequence >= snapshots.sequence";

    private const string PutReminders =
        "INSERT INTO reminders (shard, entity, name, due_ticks) SELECT * FROM unnest($1, $2, $3, $4) "
        + "ON CONFLICT (shard, entity, name) DO UPDATE SET due_ticks = excluded.due_ticks";

    /// <summary>Each key is looked up, also where the planner saw the table empty.</summary>
    private const string DeleteReminders =
        "DELETE FROM reminders WHERE ctid = ANY (ARRAY(SELECT found.place "
        + "FROM unnest($1, $2, $3) AS old (shard, entity, name) CROSS JOIN LATERAL (SELECT t.ctid AS place "
        + "FROM reminders t WHERE t.shard = old.shard AND t.entity = old.entity AND t.name = old.name OFFSET 0) "
        + "AS found))";

    private const string AddDeadLetters =
        "INSERT INTO dead_letters (shard, entity, cause, command, error, at_ticks) "
        + "SELECT shard, entity, cause, command, error, at_ticks FROM unnest($1, $2, $3, $4, $5, $6) "
        + "WITH ORDINALITY AS new (shard, entity, cause, command, error, at_ticks, number) ORDER BY number";

    // The last one counts where a commit has several of a key: a statement can't touch a row twice.
    private readonly Dictionary<EntityId, StoredSnapshot> _snapshots = [];
    private readonly Dictionary<(int Shard, EntityId Entity, string Name), long?> _reminders = [];
    private readonly List<DeadLetter> _letters = [];

    /// <summary>Adds the statements that these turns need.</summary>
    public void Add(NpgsqlBatch batch, IReadOnlyList<TurnWrite> turns)
    {
        _snapshots.Clear();
        _reminders.Clear();
        _letters.Clear();
        for (var i = 0; i < turns.Count; i++)
        {
            foreach (var snapshot in turns[i].Snapshots)
            {
                if (!_snapshots.TryGetValue(snapshot.Entity, out var other) || other.Sequence <= snapshot.Sequence)
                    _snapshots[snapshot.Entity] = snapshot;
            }

            foreach (var reminder in turns[i].Reminders)
                _reminders[(turns[i].Shard, reminder.Entity, reminder.Name)] = reminder.DueTicks;

            _letters.AddRange(turns[i].DeadLetters);
        }

        if (_snapshots.Count > 0)
            AddSnapshots(batch);

        if (_reminders.Count > 0)
            AddReminders(batch);

        if (_letters.Count > 0)
            AddLetters(batch);
    }

    private static string TextOf(in EntityId entity) => PostgresText.Escape(entity.ToString());

    private static NpgsqlParameter Array<T>(IEnumerable<T> values, NpgsqlDbType type) =>
        new NpgsqlParameter<T[]> { TypedValue = [.. values], NpgsqlDbType = NpgsqlDbType.Array | type };

    private void AddSnapshots(NpgsqlBatch batch)
    {
        var put = new NpgsqlBatchCommand(PutSnapshots);
        var kept = _snapshots.Values;
        put.Parameters.Add(Array(kept.Select(each => TextOf(each.Entity)), NpgsqlDbType.Text));
        put.Parameters.Add(Array(kept.Select(each => each.Sequence), NpgsqlDbType.Bigint));
        put.Parameters.Add(Array(kept.Select(each => each.Version), NpgsqlDbType.Integer));
        put.Parameters.Add(Array(kept.Select(each => each.Payload.ToArray()), NpgsqlDbType.Bytea));
        batch.BatchCommands.Add(put);
    }

    private void AddReminders(NpgsqlBatch batch)
    {
        foreach (var (sql, isSet) in (ReadOnlySpan<(string, bool)>)[(PutReminders, true), (DeleteReminders, false)])
        {
            var chosen = _reminders.Where(each => each.Value.HasValue == isSet).ToArray();
            if (chosen.Length == 0)
                continue;

            var command = new NpgsqlBatchCommand(sql);
            command.Parameters.Add(Array(chosen.Select(each => each.Key.Shard), NpgsqlDbType.Integer));
            command.Parameters.Add(Array(chosen.Select(each => TextOf(each.Key.Entity)), NpgsqlDbType.Text));
            command.Parameters.Add(
                Array(chosen.Select(each => PostgresText.Escape(each.Key.Name)), NpgsqlDbType.Text));
            if (isSet)
                command.Parameters.Add(Array(chosen.Select(each => each.Value ?? 0), NpgsqlDbType.Bigint));

            batch.BatchCommands.Add(command);
        }
    }

    private void AddLetters(NpgsqlBatch batch)
    {
        var add = new NpgsqlBatchCommand(AddDeadLetters);
        add.Parameters.Add(Array(_letters.Select(each => each.Shard), NpgsqlDbType.Integer));
        add.Parameters.Add(Array(_letters.Select(each => TextOf(each.Entity)), NpgsqlDbType.Text));
        add.Parameters.Add(Array(_letters.Select(each => PostgresText.Escape(each.Cause)), NpgsqlDbType.Text));
        add.Parameters.Add(Array(_letters.Select(each => PostgresText.Escape(each.Command)), NpgsqlDbType.Text));
        add.Parameters.Add(Array(_letters.Select(each => PostgresText.Escape(each.Error)), NpgsqlDbType.Text));
        add.Parameters.Add(Array(_letters.Select(each => each.AtTicks), NpgsqlDbType.Bigint));
        batch.BatchCommands.Add(add);
    }
}
