using System.Text;
using OrderToCash.Engine.Shards;

namespace OrderToCash.Engine.Journal;

/// <summary>A page of a shard's events, copied out of a journal so that they can be written to another.</summary>
/// <remarks>For one thread. Cleared for each page.</remarks>
internal sealed class JournalCopyPage(int shard) : IEventSink
{
    private readonly Dictionary<(string Name, int Version), EventName> _names = [];

    /// <summary>The page as a turn.</summary>
    public TurnWrite Turn { get; } = new() { Shard = shard };

    /// <summary>The next event of the page that was not taken yet.</summary>
    public int Next { get; set; }

    /// <summary>The position of the page's last event.</summary>
    public long Position { get; set; }

    /// <inheritdoc/>
    public void OnEvent(in EventRow row)
    {
        Position = row.Position;
        Turn.Events.Add(new EventWrite(
            EntityId.Parse(row.Entity), Put(row.Entity), row.Sequence, NameOf(row), row.AtTicks, Put(row.Payload),
            Put(row.Metadata), row.Chain.ToArray()));
    }

    /// <summary>Adds an event of another page, without its chain.</summary>
    public void Add(JournalCopyPage from, in EventWrite written)
    {
        var buffer = from.Turn.Buffer;
        Turn.Events.Add(written with
        {
            Entity = Put(buffer[written.Entity]),
            Payload = Put(buffer[written.Payload]),
            Metadata = Put(buffer[written.Metadata]),
            Chain = default,
        });
    }

    /// <summary>Makes room for the next page.</summary>
    public void Clear()
    {
        Turn.Clear();
        Next = 0;
    }

    private Slice Put(ReadOnlySpan<byte> bytes)
    {
        var slice = new Slice(Turn.Buffer.Length, bytes.Length);
        bytes.CopyTo(Turn.Buffer.GetSpan(bytes.Length));
        Turn.Buffer.Advance(bytes.Length);
        return slice;
    }

    private EventName NameOf(in EventRow row)
    {
        var text = Encoding.UTF8.GetString(row.Name);
        if (!_names.TryGetValue((text, row.Version), out var name))
        {
            name = new EventName(text, row.Version, row.Name.ToArray());
            _names.Add((text, row.Version), name);
        }

        return name;
    }
}
