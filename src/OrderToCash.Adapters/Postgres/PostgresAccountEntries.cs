using Npgsql;
using NpgsqlTypes;
using OrderToCash.Application.Projections;

namespace OrderToCash.Adapters.Postgres;

/// <summary>Reads what the tables hold of accounts' orders and items, all keys in one round trip.</summary>
/// <remarks>Each key is looked up (OFFSET 0): see <see cref="PostgresRows.Delete"/>.</remarks>
internal static class PostgresAccountEntries
{
    /// <summary>Fills in the orders that the tables hold.</summary>
    public static async ValueTask ReadAsync(
        NpgsqlConnection connection, IReadOnlyList<AccountOrderEntry> orders, CancellationToken cancellationToken)
    {
        if (orders.Count == 0) return;
        using var command = Command(
            connection,
            "SELECT k.place, o.currency, o.granted_minor, o.prepayment_minor, o.advance_minor, "
            + "o.prepayment_gross_minor, o.prepayment_day "
            + "FROM unnest($1, $2) WITH ORDINALITY AS k (account, id, place) "
            + "CROSS JOIN LATERAL (SELECT * FROM account_orders t "
            + "WHERE t.account_id = k.account AND t.order_id = k.id OFFSET 0) AS o",
            orders, static order => order.Account, static order => order.OrderId);
        var rows = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using var closing = rows.ConfigureAwait(false);
        while (await rows.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            var order = orders[(int)rows.GetInt64(0) - 1];
            order.Currency = rows.GetString(1);
            order.GrantedMinor = rows.GetInt64(2);
            order.PrepaymentMinor = rows.GetInt64(3);
            order.AdvanceMinor = rows.GetInt64(4);
            order.PrepaymentGrossMinor = rows.GetInt64(5);
            order.PrepaymentDay = rows.GetInt32(6);
            order.IsStored = true;
        }
    }

    /// <summary>Fills in the items that the tables hold.</summary>
    public static async ValueTask ReadAsync(
        NpgsqlConnection connection, IReadOnlyList<OpenItemEntry> items, CancellationToken cancellationToken)
    {
        if (items.Count == 0) return;
        using var command = Command(
            connection,
            "SELECT k.place, i.order_id, i.currency, i.gross_minor, i.open_minor, i.document_day, i.due_day "
            + "FROM unnest($1, $2) WITH ORDINALITY AS k (account, id, place) "
            + "CROSS JOIN LATERAL (SELECT * FROM open_items t "
            + "WHERE t.account_id = k.account AND t.document = k.id OFFSET 0) AS i",
            items, static item => item.Account, static item => item.Document);
        var rows = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using var closing = rows.ConfigureAwait(false);
        while (await rows.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            var item = items[(int)rows.GetInt64(0) - 1];
            item.OrderId = rows.GetString(1);
            item.Currency = rows.GetString(2);
            item.GrossMinor = rows.GetInt64(3);
            item.OpenMinor = rows.GetInt64(4);
            item.DocumentDay = rows.GetInt32(5);
            item.DueDay = rows.GetInt32(6);
            item.IsStored = true;
        }
    }

    private static NpgsqlCommand Command<T>(
        NpgsqlConnection connection, string sql, IReadOnlyList<T> entries, Func<T, string> account, Func<T, string> id)
    {
        var (accounts, ids) = (new string[entries.Count], new string[entries.Count]);
        for (var i = 0; i < entries.Count; i++)
        {
            accounts[i] = PostgresReadModel.TextOf(account(entries[i]));
            ids[i] = PostgresReadModel.TextOf(id(entries[i]));
        }

        var command = new NpgsqlCommand(sql, connection);
        foreach (var texts in (string[][])[accounts, ids])
        {
            command.Parameters.Add(
                new NpgsqlParameter { Value = texts, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text });
        }

        return command;
    }
}
