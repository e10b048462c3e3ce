using Npgsql;
using NpgsqlTypes;
using OrderToCash.Application.Publishers;
using OrderToCash.Engine.Journal;

namespace OrderToCash.Adapters.Postgres;

/// <summary>Keeps images in the schema of a store, so that a start on another node finds them.</summary>
/// <remarks>
/// In chunks, each a transaction of its own that nobody waits for the disk for; the last transaction, which is flushed
/// and all before it with it, makes them the image and deletes the one before.
/// </remarks>
public sealed class PostgresPublisherImages : IPublisherImages
{
    private const int ChunkBytes = 1024 * 1024;

    private static readonly TimeSpan MaxRest = TimeSpan.FromMilliseconds(200);

    private readonly PostgresServer _server;
    private readonly TimeProvider _clock;

    private PostgresPublisherImages(PostgresServer server, TimeProvider clock) => (_server, _clock) = (server, clock);

    /// <summary>Opens it; creates its tables where they are missing.</summary>
    /// <exception cref="JournalUnavailableException">The server can't be reached: the message says why.</exception>
    /// <exception cref="JournalFormatException">The tables are of another version.</exception>
    public static async Task<PostgresPublisherImages> OpenAsync(
        PostgresAddress address, TimeProvider clock, CancellationToken cancellationToken)
    {
        var server = new PostgresServer(address);
        var isOpen = false;
        try
        {
            var connection = await server.OpenSingleAsync(cancellationToken).ConfigureAwait(false);
            await using (connection.ConfigureAwait(false))
                PostgresSchema.Apply(connection, address);

            isOpen = true;
            return new PostgresPublisherImages(server, clock);
        }
        catch (Exception exception) when (PostgresFailure.Is(exception))
        {
            throw PostgresFailure.Unavailable(address, exception);
        }
        finally
        {
            if (!isOpen)
                server.Dispose();
        }
    }

    /// <inheritdoc/>
    public async ValueTask<bool> ReadAsync(string publisher, Stream target, CancellationToken cancellationToken)
    {
        try
        {
            var connection = await _server.OpenSingleAsync(cancellationToken).ConfigureAwait(false);
            await using (connection.ConfigureAwait(false))
            {
                if (await FindAsync(connection, publisher, cancellationToken).ConfigureAwait(false)
                    is not var (generation, chunks))
                    return false;
                for (var number = 0; number < chunks; number++)
                {
                    // Another process that keeps an image meanwhile deletes this one: its checksum will be wrong.
                    if (await ScalarAsync(
                        connection,
                        "SELECT bytes FROM publisher_image_chunks WHERE publisher = $1 AND generation = $2 "
                        + "AND number = $3", [publisher, generation, number], cancellationToken)
                        .ConfigureAwait(false) is byte[] bytes)
                        await target.WriteAsync(bytes, cancellationToken).ConfigureAwait(false);
                }

                return true;
            }
        }
        catch (Exception exception) when (PostgresFailure.Is(exception))
        {
            throw Failure(exception);
        }
    }

    /// <inheritdoc/>
    public async ValueTask WriteAsync(
        string publisher, Stream image, bool isGentle, CancellationToken cancellationToken)
    {
        try
        {
            var connection = await _server.OpenSingleAsync(cancellationToken).ConfigureAwait(false);
            await using (connection.ConfigureAwait(false))
            {
                var generation = await BeginAsync(connection, publisher, cancellationToken).ConfigureAwait(false);
                var bytes = new byte[ChunkBytes];
                var number = 0;
                for (; await ReadChunkAsync(image, bytes, cancellationToken).ConfigureAwait(false) is > 0 and var count;
                    number++)
                {
                    var began = _clock.GetTimestamp();
                    await AddAsync(
                        connection, publisher, generation, number, bytes.AsMemory(0, count), cancellationToken)
                        .ConfigureAwait(false);
                    if (!isGentle)
                        continue;
                    var took = _clock.GetElapsedTime(began);
                    await Task.Delay(took < MaxRest ? took : MaxRest, _clock, cancellationToken)
                        .ConfigureAwait(false);
                }

                await EndAsync(connection, publisher, generation, number, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (Exception exception) when (PostgresFailure.Is(exception))
        {
            throw Failure(exception);
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _server.Dispose();
        return ValueTask.CompletedTask;
    }

    private static async ValueTask<int> ReadChunkAsync(
        Stream image, byte[] bytes, CancellationToken cancellationToken) =>
        await image.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellationToken)
            .ConfigureAwait(false);

    private static async ValueTask<(long Generation, int Chunks)?> FindAsync(
        NpgsqlConnection connection, string publisher, CancellationToken cancellationToken)
    {
        var find = new NpgsqlCommand(
            "SELECT generation, chunks FROM publisher_images WHERE publisher = $1", connection);
        await using (find.ConfigureAwait(false))
        {
            find.Parameters.Add(new NpgsqlParameter { Value = publisher });
            var row = await find.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            await using (row.ConfigureAwait(false))
            {
                return await row.ReadAsync(cancellationToken).ConfigureAwait(false)
                    ? (row.GetInt64(0), row.GetInt32(1))
                    : null;
            }
        }
    }

    /// <summary>Deletes what an earlier attempt left behind, and says which generation comes next.</summary>
    private static async ValueTask<long> BeginAsync(
        NpgsqlConnection connection, string publisher, CancellationToken cancellationToken)
    {
        var whole = await FindAsync(connection, publisher, cancellationToken).ConfigureAwait(false);
        var generation = whole?.Generation ?? 0;
        await ExecuteAsync(
            connection, "DELETE FROM publisher_image_chunks WHERE publisher = $1 AND generation <> $2",
            [publisher, generation], cancellationToken).ConfigureAwait(false);
        return generation + 1;
    }

    private static async ValueTask AddAsync(
        NpgsqlConnection connection, string publisher, long generation, int number, ReadOnlyMemory<byte> bytes,
        CancellationToken cancellationToken)
    {
        var transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        await using (transaction.ConfigureAwait(false))
        {
            await ExecuteAsync(
                connection, "SELECT set_config('synchronous_commit', 'off', true)", [], cancellationToken)
                .ConfigureAwait(false);
            await ExecuteAsync(
                connection, "INSERT INTO publisher_image_chunks VALUES ($1, $2, $3, $4)",
                [publisher, generation, number, bytes], cancellationToken).ConfigureAwait(false);
            await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private static async ValueTask EndAsync(
        NpgsqlConnection connection, string publisher, long generation, int chunks,
        CancellationToken cancellationToken)
    {
        var transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        await using (transaction.ConfigureAwait(false))
        {
            await ExecuteAsync(
                connection,
                "INSERT INTO publisher_images (publisher, generation, chunks) VALUES ($1, $2, $3) "
                + "ON CONFLICT (publisher) DO UPDATE SET generation = excluded.generation, chunks = excluded.chunks, "
                + "kept_at = now()",
                [publisher, generation, chunks], cancellationToken).ConfigureAwait(false);
            await ExecuteAsync(
                connection, "DELETE FROM publisher_image_chunks WHERE publisher = $1 AND generation <> $2",
                [publisher, generation], cancellationToken).ConfigureAwait(false);
            await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private static async ValueTask ExecuteAsync(
        NpgsqlConnection connection, string sql, object[] values, CancellationToken cancellationToken) =>
        await ScalarAsync(connection, sql, values, cancellationToken).ConfigureAwait(false);

    private static async ValueTask<object?> ScalarAsync(
        NpgsqlConnection connection, string sql, object[] values, CancellationToken cancellationToken)
    {
        var command = new NpgsqlCommand(sql, connection);
        await using (command.ConfigureAwait(false))
        {
            foreach (var value in values)
                command.Parameters.Add(ParameterOf(value));
            return await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private static NpgsqlParameter ParameterOf(object value) => value is ReadOnlyMemory<byte> bytes
        ? new NpgsqlParameter { Value = bytes, NpgsqlDbType = NpgsqlDbType.Bytea }
        : new NpgsqlParameter { Value = value };

    private PublisherImageException Failure(Exception exception) => new(
        PostgresFailure.Describe(_server.Address, exception) + " Without the image the next start reads the whole "
        + "journal.", exception);
}
