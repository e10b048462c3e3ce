using Npgsql;

namespace OrderToCash.Adapters.Postgres;

/// <summary>Columns of a row that is in memory as a whole: there is nothing to await.</summary>
internal static class PostgresColumns
{
    /// <summary>A column's bytes.</summary>
    public static byte[] BytesAt(this NpgsqlDataReader row, int column) => row.GetFieldValue<byte[]>(column);
}
