using System.Runtime.InteropServices;
using System.Text;

namespace OrderToCash.Adapters.Sqlite;

/// <summary>A prepared statement of one connection; parameters are numbered from 1, columns from 0.</summary>
internal sealed unsafe class SqliteStatement(SqliteDatabase database, nint handle, string sql) : IDisposable
{
    /// <summary>SQLite copies the value during the call.</summary>
    private const nint Transient = -1;

    /// <summary>The value stays where it is until the statement has run.</summary>
    private const nint Static = 0;

    /// <summary>An address for empty values: a null address would bind NULL.</summary>
    private static readonly byte* Nothing = (byte*)NativeMemory.AllocZeroed(1);

    private nint _handle = handle;

    /// <summary>Binds text in memory that stays pinned until the statement has run.</summary>
    public void PinnedText(int index, byte* text, int bytes) =>
        _ = SqliteNative.BindText(_handle, index, bytes == 0 ? Nothing : text, bytes, Static);

    /// <summary>Binds a copy of the text.</summary>
    public void Text(int index, ReadOnlySpan<byte> utf8)
    {
        fixed (byte* text = utf8)
            Check(SqliteNative.BindText(_handle, index, utf8.IsEmpty ? Nothing : text, utf8.Length, Transient));
    }

    /// <summary>Binds a copy of the text.</summary>
    public void Text(int index, string text)
    {
        const int MaxOnStack = 256;
        if (text.Length > MaxOnStack / 3)
        {
            Text(index, Encoding.UTF8.GetBytes(text));
            return;
        }

        Span<byte> utf8 = stackalloc byte[MaxOnStack];
        Text(index, utf8[..Encoding.UTF8.GetBytes(text, utf8)]);
    }

    /// <summary>Binds a copy of the text, or NULL.</summary>
    public void TextOrNull(int index, string? text)
    {
        if (text is null)
            Null(index);
        else
            Text(index, text);
    }

    /// <summary>Binds a copy of the bytes.</summary>
    public void Blob(int index, ReadOnlySpan<byte> bytes)
    {
        fixed (byte* blob = bytes)
            Check(SqliteNative.BindBlob(_handle, index, bytes.IsEmpty ? Nothing : blob, bytes.Length, Transient));
    }

    /// <summary>Binds a number.</summary>
    public void Int64(int index, long value) => _ = SqliteNative.BindInt64(_handle, index, value);

    /// <summary>Binds NULL.</summary>
    public void Null(int index) => _ = SqliteNative.BindNull(_handle, index);

    /// <summary>Runs the statement to its end; false where a constraint forbade it.</summary>
    public bool TryRun()
    {
        var code = SqliteNative.Step(_handle);
        if (code == SqliteNative.Done)
        {
            _ = SqliteNative.Reset(_handle);
            return true;
        }

        var failure = database.Failure(code, sql);
        _ = SqliteNative.Reset(_handle);
        return failure.Code == SqliteNative.Constraint ? false : throw failure;
    }

    /// <summary>Runs the statement to its end.</summary>
    public void Run()
    {
        var code = SqliteNative.Step(_handle);
        if (code == SqliteNative.Done)
        {
            _ = SqliteNative.Reset(_handle);
            return;
        }

        var failure = database.Failure(code, sql);
        _ = SqliteNative.Reset(_handle);
        throw failure;
    }

    /// <summary>Steps to the next row; false after the last. Whoever stops earlier resets.</summary>
    public bool Read()
    {
        var code = SqliteNative.Step(_handle);
        if (code == SqliteNative.Row)
            return true;

        var failure = code == SqliteNative.Done ? null : database.Failure(code, sql);
        _ = SqliteNative.Reset(_handle);
        return failure is null ? false : throw failure;
    }

    /// <summary>Ends the run, so that it holds no snapshot of the database any longer.</summary>
    public void Reset() => _ = SqliteNative.Reset(_handle);

    /// <summary>A column's number.</summary>
    public long Int64(int column) => SqliteNative.ColumnInt64(_handle, column);

    /// <summary>A column's bytes, text or not; valid until the next step. Empty where it is NULL.</summary>
    public ReadOnlySpan<byte> Bytes(int column)
    {
        var bytes = SqliteNative.ColumnBlob(_handle, column);
        return bytes is null ? default : new ReadOnlySpan<byte>(bytes, SqliteNative.ColumnBytes(_handle, column));
    }

    /// <summary>A column's text.</summary>
    public string Text(int column) => Encoding.UTF8.GetString(Bytes(column));

    /// <inheritdoc/>
    public void Dispose()
    {
        _ = SqliteNative.FinalizeStatement(_handle);
        _handle = 0;
    }

    private void Check(int code)
    {
        if (code != SqliteNative.Ok)
            throw database.Failure(code, sql);
    }
}
