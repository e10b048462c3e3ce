using System.Collections;
using System.Globalization;
using Npgsql;
using NpgsqlTypes;

namespace OrderToCash.Adapters.Postgres;

/// <summary>
/// A statement over many rows: each column is one array, so that a thousand rows are one round trip and one plan.
/// </summary>
internal sealed class PostgresRows
{
    /// <summary>Rows of one statement: so many that its own cost vanishes, so few that arrays stay small.</summary>
    private const int MaxRows = 2_000;

    private readonly string _sql;
    private readonly NpgsqlDbType[] _types;
    private readonly IList[] _columns;
    private int _next;

    /// <param name="sql">With <c>{rows}</c> where the rows go, as something to select from.</param>
    /// <param name="names">The columns' names, apart by commas.</param>
    /// <param name="types">One letter a column: t text, u text that is UTF-8 already, i integer, b bigint.</param>
    public PostgresRows(string sql, string names, string types)
    {
        _types = [.. types.Select(TypeOf)];
        _columns = [.. types.Select(NewColumn)];
        var arrays = string.Join(", ", types.Select(static (type, i) => string.Create(
            CultureInfo.InvariantCulture, $"${i + 1}::{NameOf(type)}[]")));
        _sql = sql.Replace("{rows}", $"unnest({arrays}) AS r ({names})", StringComparison.Ordinal);
    }

    /// <summary>
    /// Deletes a table's rows by its primary key. What waits in a table and is deleted again leaves it empty at most
    /// times, and the planner, who may have seen it so, would then read all of it and look through the whole list for
    /// each of its rows: a list of a thousand keys took half a second. So it is told to look each key up.
    /// </summary>
    /// <param name="table">The table's name.</param>
    /// <param name="key">The columns of its primary key, apart by commas.</param>
    /// <param name="types">One letter a column.</param>
    public static PostgresRows Delete(string table, string key, string types)
    {
        var isSame = string.Join(" AND ", key.Split(", ").Select(static column => $"t.{column} = r.{column}"));
        return new PostgresRows(
            $"DELETE FROM {table} WHERE ctid = ANY (ARRAY(SELECT found.place FROM {{rows}} CROSS JOIN LATERAL "
            + $"(SELECT t.ctid AS place FROM {table} t WHERE {isSame} OFFSET 0) AS found))", key, types);
    }

    /// <summary>Rows that wait to be written.</summary>
    public int Count => _columns[0].Count;

    /// <summary>The next value of the row: a text. The character zero, which no text can hold, is replaced.</summary>
    public PostgresRows Add(string? text)
    {
        ((List<string?>)_columns[Next()]).Add(text is null ? null : PostgresReadModel.TextOf(text));
        return this;
    }

    /// <summary>
    /// The next value of the row: JSON, in which the character zero is escaped. As bytes, for as a string it would be
    /// decoded here and encoded again on its way.
    /// </summary>
    public PostgresRows Add(ReadOnlySpan<byte> json)
    {
        ((List<byte[]>)_columns[Next()]).Add(json.ToArray());
        return this;
    }

    /// <summary>The next value of the row.</summary>
    public PostgresRows Add(long? number)
    {
        ((List<long?>)_columns[Next()]).Add(number);
        return this;
    }

    /// <summary>The next value of the row.</summary>
    public PostgresRows Add(int? number)
    {
        ((List<int?>)_columns[Next()]).Add(number);
        return this;
    }

    /// <summary>Adds the statement to a batch, if there are rows; they are to be cleared after it.</summary>
    public void AddTo(NpgsqlBatch batch)
    {
        for (var start = 0; start < Count; start += MaxRows)
        {
            var command = new NpgsqlBatchCommand(_sql);
            for (var i = 0; i < _columns.Length; i++)
            {
                var values = Count <= MaxRows ? _columns[i] : Part(_columns[i], start);
                command.Parameters.Add(
                    new NpgsqlParameter { Value = values, NpgsqlDbType = NpgsqlDbType.Array | _types[i] });
            }

            batch.BatchCommands.Add(command);
        }
    }

    /// <summary>Forgets the rows.</summary>
    public void Clear()
    {
        foreach (var column in _columns) column.Clear();
        _next = 0;
    }

    private static IList Part(IList column, int start)
    {
        var count = Math.Min(MaxRows, column.Count - start);
        return column switch
        {
            List<string?> texts => texts.GetRange(start, count),
            List<byte[]> texts => texts.GetRange(start, count),
            List<int?> numbers => numbers.GetRange(start, count),
            _ => ((List<long?>)column).GetRange(start, count),
        };
    }

    private int Next()
    {
        var column = _next;
        _next = column + 1 == _columns.Length ? 0 : column + 1;
        return column;
    }

    private static NpgsqlDbType TypeOf(char type) => type switch
    {
        't' or 'u' => NpgsqlDbType.Text,
        'i' => NpgsqlDbType.Integer,
        _ => NpgsqlDbType.Bigint,
    };

    private static string NameOf(char type) => type switch
    {
        't' or 'u' => "text",
        'i' => "int",
        _ => "bigint",
    };

    private static IList NewColumn(char type) => type switch
    {
        't' => new List<string?>(),
        'u' => new List<byte[]>(),
        'i' => new List<int?>(),
        _ => new List<long?>(),
    };
}
