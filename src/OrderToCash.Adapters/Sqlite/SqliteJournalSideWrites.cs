using System.Text;
using OrderToCash.Engine.Journal;

namespace OrderToCash.Adapters.Sqlite;

/// <summary>
/// What a turn writes beside its events: snapshots, the reminder index, dead letters. Part of the writer's transaction.
/// </summary>
internal sealed class SqliteJournalSideWrites(Func<string, SqliteStatement> prepare, StoredNames? names)
{
    private readonly SqliteStatement _putSnapshot = prepare(
        "INSERT INTO snapshots (entity, sequence, version, payload) VALUES (?, ?, ?, ?) ON CONFLICT (entity) DO UPDATE "
        + "SET sequence = excluded.sequence, version = excluded.version, payload = excluded.payload "
        + "WHERE excluded.sequence >= sequence");

    private readonly SqliteStatement _deleteSnapshots = prepare("DELETE FROM snapshots");

    private readonly SqliteStatement _putReminder = prepare(
        "INSERT INTO reminders (shard, entity, name, due_ticks) VALUES (?, ?, ?, ?) "
        + "ON CONFLICT DO UPDATE SET due_ticks = excluded.due_ticks");

    private readonly SqliteStatement _deleteReminder = prepare(
        "DELETE FROM reminders WHERE shard = ? AND entity = ? AND name = ?");

    private readonly SqliteStatement _addDeadLetter = prepare(
        "INSERT INTO dead_letters (shard, entity, cause, command, error, at_ticks) VALUES (?, ?, ?, ?, ?, ?)");

    /// <summary>Writes a turn's share.</summary>
    public void Write(TurnWrite turn)
    {
        foreach (var snapshot in turn.Snapshots)
        {
            var entity = Encoding.UTF8.GetBytes(snapshot.Entity.ToString());
            names?.Add(EntityHash.Of(entity));
            _putSnapshot.Text(1, entity);
            _putSnapshot.Int64(2, snapshot.Sequence);
            _putSnapshot.Int64(3, snapshot.Version);
            _putSnapshot.Text(4, snapshot.Payload.Span);
            _putSnapshot.Run();
        }

        foreach (var reminder in turn.Reminders)
            Write(turn.Shard, reminder);

        foreach (var letter in turn.DeadLetters)
        {
            _addDeadLetter.Int64(1, turn.Shard);
            _addDeadLetter.Text(2, letter.Entity.ToString());
            _addDeadLetter.Text(3, letter.Cause);
            _addDeadLetter.Text(4, letter.Command);
            _addDeadLetter.Text(5, letter.Error);
            _addDeadLetter.Int64(6, letter.AtTicks);
            _addDeadLetter.Run();
        }
    }

    /// <summary>Deletes every snapshot.</summary>
    public void DeleteSnapshots() => _deleteSnapshots.Run();

    private void Write(int shard, in ReminderWrite reminder)
    {
        var statement = reminder.DueTicks is null ? _deleteReminder : _putReminder;
        statement.Int64(1, shard);
        statement.Text(2, reminder.Entity.ToString());
        statement.Text(3, reminder.Name);
        if (reminder.DueTicks is { } due)
            statement.Int64(4, due);

        statement.Run();
    }
}
