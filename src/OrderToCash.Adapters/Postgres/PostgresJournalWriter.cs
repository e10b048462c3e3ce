using System.Net.Sockets;
using Npgsql;
using NpgsqlTypes;
using OrderToCash.Engine.Journal;
using OrderToCash.Engine.Shards;

namespace OrderToCash.Adapters.Postgres;

/// <summary>The connection that writes a journal. One caller at a time: the journal's lock sees to it.</summary>
/// <remarks>
/// A commit takes four round trips: BEGIN, the shards and what else is small in one; the start and the end of a COPY of
/// the events; COMMIT. Once <see cref="IsBroken"/>, the connection is of no more use: the journal ends it and opens
/// another.
/// </remarks>
internal sealed class PostgresJournalWriter : IDisposable
{
    private readonly PostgresServer _server;
    private readonly NpgsqlConnection _connection;
    private readonly PostgresCopyRows _rows = new();
    private readonly PostgresSideWrites _side = new();

    /// <summary>Opens a connection.</summary>
    public PostgresJournalWriter(PostgresServer server)
    {
        _server = server;
        _connection = server.OpenSingle();
        try
        {
            // A journal that forgets what it acknowledged is none; stronger settings than "on" stay.
            using var durable = new NpgsqlCommand(
                "SELECT set_config('synchronous_commit', 'on', false) "
                + "WHERE current_setting('synchronous_commit') IN ('off', 'local')",
                _connection);
            durable.ExecuteNonQuery();
        }
        catch
        {
            _connection.Dispose();
            throw;
        }
    }

    /// <summary>True where the connection can't be used any more.</summary>
    public bool IsBroken { get; private set; }

    /// <summary>Writes the turns in one transaction.</summary>
    public CommitOutcome Commit(IReadOnlyList<TurnWrite> turns)
    {
        var isCommitting = false;
        NpgsqlTransaction? transaction = null;
        try
        {
            transaction = _connection.BeginTransaction();
            var hasEvents = _rows.Fill(turns);
            if (MoveShards(turns) is { } refusal)
            {
                Rollback(transaction);
                return refusal;
            }

            if (hasEvents)
                CopyEvents();

            isCommitting = true;
            transaction.Commit();
            return CommitOutcome.Committed;
        }
        catch (PostgresException exception) when (!PostgresFailure.IsFatal(exception))
        {
            // The server answered, so it knows: what fails is rolled back, at COMMIT too.
            Rollback(transaction);
            return exception.SqlState == PostgresErrorCodes.UniqueViolation && !IsBroken
                ? FindRefusal(turns)
                : new CommitOutcome(CommitStatus.Failed, PostgresFailure.Describe(_server.Address, exception));
        }
        catch (Exception exception) when (exception
            is NpgsqlException or SocketException or IOException or TimeoutException)
        {
            // Without a COMMIT nothing can have been written. With one that wasn't answered anything may have happened.
            IsBroken = true;
            return new CommitOutcome(
                isCommitting ? CommitStatus.Unknown : CommitStatus.Failed,
                PostgresFailure.Describe(_server.Address, exception));
        }
        finally
        {
            IsBroken |= _connection.State != System.Data.ConnectionState.Open;
            if (!IsBroken)
                transaction?.Dispose();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _connection.Dispose();

    private CommitOutcome? MoveShards(IReadOnlyList<TurnWrite> turns)
    {
        using var batch = new NpgsqlBatch(_connection);
        PostgresShardMove.Add(batch, turns);
        _side.Add(batch, turns);
        using var locked = batch.ExecuteReader();
        var refusal = PostgresShardMove.ReadRefusal(locked, turns);

        // To the end: a later statement's failure shows only there.
        while (locked.NextResult())
        {
        }

        return refusal;
    }

    private void CopyEvents()
    {
        using var copy = _connection.BeginRawBinaryCopy(PostgresCopyRows.Command);
        copy.Write(_rows.Written);
    }

    /// <summary>Says which event could not be written. The transaction has ended.</summary>
    private CommitOutcome FindRefusal(IReadOnlyList<TurnWrite> turns)
    {
        HashSet<(EntityId, long)> seen = [];
        List<(EntityId Entity, long Sequence)> events = [];
        var first = int.MaxValue;
        foreach (var turn in turns)
        {
            foreach (var written in turn.Events)
            {
                if (!seen.Add((written.Id, written.Sequence)))
                    first = Math.Min(first, events.Count);

                events.Add((written.Id, written.Sequence));
            }
        }

        try
        {
            first = Math.Min(first, FindTaken(events));
        }
        catch (Exception exception) when (exception
            is NpgsqlException or SocketException or IOException or TimeoutException)
        {
            IsBroken = true;
            return new CommitOutcome(CommitStatus.Failed, PostgresFailure.Describe(_server.Address, exception));
        }

        return first < events.Count
            ? CommitRules.SequenceTaken(events[first].Entity, events[first].Sequence)
            : new CommitOutcome(
                CommitStatus.Refused,
                "Events are stored beyond the shard's position: check the journal with `o2c journal verify`.");
    }

    private int FindTaken(List<(EntityId Entity, long Sequence)> events)
    {
        using var find = new NpgsqlCommand(
            "SELECT min(asked.number)::int - 1 FROM unnest($1, $2) WITH ORDINALITY AS asked (entity, sequence, number) "
            + "JOIN events ON events.entity = asked.entity AND events.sequence = asked.sequence",
            _connection);
        find.Parameters.Add(new NpgsqlParameter<string[]>
        {
            TypedValue = [.. events.Select(each => PostgresText.Escape(each.Entity.ToString()))],
            NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text,
        });
        find.Parameters.Add(new NpgsqlParameter<long[]> { TypedValue = [.. events.Select(each => each.Sequence)] });
        return find.ExecuteScalar() is int index ? index : int.MaxValue;
    }

    private void Rollback(NpgsqlTransaction? transaction)
    {
        try
        {
            transaction?.Rollback();
        }
        catch (Exception exception) when (exception
            is NpgsqlException or SocketException or IOException or TimeoutException or InvalidOperationException)
        {
            // The connection is gone, and the transaction with it.
            IsBroken = true;
        }
    }
}
