using System.Collections.Immutable;
using System.Text;

namespace OrderToCash.Engine.Journal;

/// <summary>Events by their stored names, for a reader who needs few of them: the store skips the others.</summary>
public sealed class EventSelection
{
    // By length, so that few have to be compared.
    private readonly byte[][][] _byLength;

    /// <param name="names">Stored names; the same one twice counts once.</param>
    public EventSelection(IEnumerable<string> names)
    {
        Names = [.. names.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        var utf8 = Names.Select(Encoding.UTF8.GetBytes).ToArray();
        _byLength = new byte[utf8.Length == 0 ? 0 : utf8.Max(static name => name.Length) + 1][][];
        for (var length = 0; length < _byLength.Length; length++)
            _byLength[length] = [.. utf8.Where(name => name.Length == length)];
    }

    /// <summary>The names, in ordinal order.</summary>
    public ImmutableArray<string> Names { get; }

    /// <summary>True where events of this stored name are selected.</summary>
    public bool Contains(ReadOnlySpan<byte> storedName)
    {
        if (storedName.Length >= _byLength.Length)
            return false;
        foreach (var name in _byLength[storedName.Length])
        {
            if (storedName.SequenceEqual(name))
                return true;
        }

        return false;
    }
}

/// <summary>Passes on what is selected, up to a position, as <see cref="IJournal.ReadSelectedAsync"/> promises it.
/// </summary>
internal sealed class SelectingSink(EventSelection selection, long upToPosition, IEventSink sink) : IEventSink
{
    public void OnEvent(in EventRow row)
    {
        if (row.Position > upToPosition || !selection.Contains(row.Name))
            return;
        sink.OnEvent(new EventRow
        {
            Shard = row.Shard,
            Position = row.Position,
            Entity = row.Entity,
            Sequence = row.Sequence,
            Name = row.Name,
            Version = row.Version,
            AtTicks = row.AtTicks,
            Payload = row.Payload,
            Metadata = default,
            Chain = default,
        });
    }
}
