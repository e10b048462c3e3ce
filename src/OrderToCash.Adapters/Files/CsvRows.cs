using System.Runtime.CompilerServices;
using System.Text.Unicode;
using CsvHelper;
using OrderToCash.Application.Pipelines;

namespace OrderToCash.Adapters.Files;

/// <summary>One row of a CSV file.</summary>
/// <param name="Line">The line it begins in, from 1; the header is line 1.</param>
/// <param name="Raw">Its bytes as they came, and a line feed.</param>
/// <param name="End">Bytes of the file up to its end.</param>
/// <param name="Fingerprint">Of everything up to its end.</param>
internal readonly record struct CsvRow(long Line, string[] Fields, byte[] Raw, long End, ulong Fingerprint)
{
    /// <summary>What is wrong with the row's text; null where it is UTF-8.</summary>
    public Rejection? Problem => Utf8.IsValid(Raw)
        ? null
        : new Rejection(
            "invalid-utf-8", $"line {Line}", "bytes that are no UTF-8", "UTF-8",
            "Convert the file, as with `iconv -f WINDOWS-1252 -t UTF-8`.");

    /// <summary>The row as a checkpoint.</summary>
    public Checkpoint Mark => new(Line, unchecked((long)Fingerprint));
}

/// <summary>
/// Reads CSV row by row, with the bytes of each. The separator is told by content: comma, semicolon, tab or bar.
/// </summary>
internal sealed class CsvRows(string name, FileContent content)
{
    /// <summary>A quote that is never closed must not take in the rest of the file.</summary>
    private const int MaxRowBytes = 1024 * 1024;

    private static readonly CsvReaderOptions Options = new()
    {
        HasHeader = false,
        TrackLineNumbers = true,
        MaxRecordSize = MaxRowBytes,
    };

    /// <summary>The first row.</summary>
    public CsvRow Header { get; private set; }

    /// <summary>The rows behind the header.</summary>
    /// <exception cref="SourceUnreadableException">The file is damaged, or a quote in it is never closed.</exception>
    public async IAsyncEnumerable<CsvRow> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var reader = CsvReader.Create(content.Pipe.AsStream(leaveOpen: true), Options);
        await using var closing = reader.ConfigureAwait(false);
        var fingerprint = 0UL;
        while (await ReadRowAsync(reader, cancellationToken).ConfigureAwait(false))
        {
            byte[] raw = [.. reader.RawRecord, (byte)'\n'];
            fingerprint = Fingerprint.Add(fingerprint, raw);
            var row = new CsvRow(
                reader.LineNumber, reader.Current.ToArray(), raw, content.BytesRead(reader.ByteOffset + raw.Length),
                fingerprint);
            if (Header.Fields is null)
            {
                Header = row;
            }
            else
            {
                yield return row;
            }
        }
    }

    /// <summary>The index of each column, or an error that names those that aren't there.</summary>
    /// <param name="required">So many of the names, from the first, must be there; of others the index is −1.</param>
    public int[] Columns(IReadOnlyList<string> names, int required)
    {
        var indexes = new int[names.Count];
        for (var i = 0; i < indexes.Length; i++)
        {
            indexes[i] = Array.FindIndex(
                Header.Fields, field => string.Equals(field.Trim(), names[i], StringComparison.OrdinalIgnoreCase));
            if (indexes[i] < 0 && i < required)
            {
                throw Missing(names[i], names);
            }
        }

        return indexes;
    }

    /// <summary>
    /// The index of each field's column, by its number; −1 where there is none. Ignores case and <c>_</c>, <c>-</c> and
    /// blanks in names.
    /// </summary>
    /// <param name="otherNames">What else columns may be called, by the field's name.</param>
    public int[] Find(FieldSet fields, IReadOnlyDictionary<string, string[]> otherNames)
    {
        string[] header = [.. Header.Fields.Select(Plain)];
        return
        [
            .. fields.Fields.Select(field =>
            {
                string[] names = [Plain(field.Name), .. otherNames.GetValueOrDefault(field.Name, [])];
                return Array.FindIndex(header, column => names.Contains(column));
            }),
        ];
    }

    /// <summary>The error that a column isn't there.</summary>
    public SourceUnreadableException Missing(string column, IEnumerable<string> expected) => new(
        $"{name} has no column '{column}'; its first line says: {string.Join(", ", Header.Fields)}."
        + $" Expected are {string.Join(", ", expected)}.");

    private static string Plain(string name) => string.Concat(
        name.Where(static c => c is not ('_' or '-' or ' ' or '\uFEFF')).Select(char.ToLowerInvariant));

    private async ValueTask<bool> ReadRowAsync(CsvReader reader, CancellationToken cancellationToken)
    {
        try
        {
            return await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (CsvFormatException exception)
        {
            throw new SourceUnreadableException(
                $"{name}: a row is longer than {MaxRowBytes} bytes; most likely a quote isn't closed. "
                + $"({exception.Message}) Close it, or double the quotes that belong to the text.", exception);
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException)
        {
            throw content.Damaged(exception);
        }
    }
}
