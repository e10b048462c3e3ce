using System.Runtime.CompilerServices;
using OrderToCash.Application.Pipelines;

namespace OrderToCash.Adapters.Files;

/// <summary>Translates the rows of a CSV file of a format into commands.</summary>
/// <remarks>One thread.</remarks>
internal interface ICsvRecordReader
{
    /// <summary>Finds the columns by the first line's names.</summary>
    /// <exception cref="SourceUnreadableException">One that is required isn't there.</exception>
    void Begin(CsvRows rows);

    /// <summary>A row's commands, or what is wrong with it.</summary>
    RecordRead Read(string[] row);
}

/// <summary>Inputs of a format as CSV, a row each; the first line names the columns.</summary>
internal sealed class RecordCsv(string name, FileContent content, ICsvRecordReader reader)
{
    private readonly CsvRows _rows = new(name, content);

    /// <summary>The inputs behind a line.</summary>
    public async IAsyncEnumerable<SourceItem> ReadAsync(
        long afterPosition, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var hasBegun = false;
        await foreach (var row in _rows.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            if (!hasBegun)
            {
                reader.Begin(_rows);
                hasBegun = true;
            }

            if (row.Line > afterPosition)
            {
                var (commands, rejection) =
                    row.Problem is { } problem ? RecordRead.Refused(problem) : reader.Read(row.Fields);
                byte[] raw = [.. _rows.Header.Raw, .. row.Raw];
                yield return new SourceItem(row.Line, row.End, raw, commands, rejection, row.Mark.Fingerprint);
            }
        }
    }

    /// <summary>What a checkpoint at each line would say.</summary>
    public async IAsyncEnumerable<Checkpoint> ReadMarksAsync(
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var row in _rows.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            yield return row.Mark;
        }
    }
}
