using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using OrderToCash.Engine.Shards;

namespace OrderToCash.Application.Codecs;

/// <summary>How a stored event of one name and version is read; an old version yields today's record.</summary>
internal readonly record struct StoredEvent<TEvent>(EventName Name, ValueReader<TEvent> Read);

/// <summary>The stored events of a kind of entity, every version that was ever published.</summary>
/// <remarks>Hand over the frequent ones first: a name is looked up by comparing it with each in turn.</remarks>
internal sealed class EventTable<TEvent>
    where TEvent : class
{
    private readonly Entry[] _entries;

    public EventTable(params StoredEvent<TEvent>[] events)
    {
        _entries = Array.ConvertAll(events, static e => new Entry(e.Name.Utf8.ToArray(), e.Name, e.Read));
        Names = ImmutableArray.Create(Array.ConvertAll(events, static e => e.Name));
    }

    /// <summary>All names and versions that can be read.</summary>
    public ImmutableArray<EventName> Names { get; }

    /// <summary>The event of a stored payload.</summary>
    /// <exception cref="UnknownEventException">The name or version is unknown, or the payload unreadable.</exception>
    public TEvent Decode(ReadOnlySpan<byte> name, int version, ReadOnlySpan<byte> payload)
    {
        foreach (var entry in _entries)
        {
            if (name.SequenceEqual(entry.Utf8) && version == entry.Name.Version)
            {
                return Read(entry, payload);
            }
        }

        throw Unknown(name, version);
    }

    private static TEvent Read(in Entry entry, ReadOnlySpan<byte> payload)
    {
        try
        {
            var fields = new FieldReader(payload);
            return entry.Read(ref fields);
        }
        catch (Exception e) when (
            e is JsonException or InvalidOperationException or FormatException or ArgumentException)
        {
            throw new UnknownEventException(
                $"A stored {entry.Name.Text} (version {entry.Name.Version}) can't be read: {e.Message} "
                + "A newer o2c wrote it: run that one. Or the journal is damaged: check it with o2c journal verify.");
        }
    }

    private UnknownEventException Unknown(ReadOnlySpan<byte> name, int version)
    {
        var newest = 0;
        foreach (var entry in _entries)
        {
            newest = name.SequenceEqual(entry.Utf8) ? Math.Max(newest, entry.Name.Version) : newest;
        }

        var text = Encoding.UTF8.GetString(name);
        return new UnknownEventException(newest == 0
            ? $"The stored event {text} (version {version}) is not known to this o2c. "
              + "A newer o2c wrote it: run that one."
            : $"The stored event {text} has version {version}; the newest version that this o2c knows is {newest}. "
              + "A newer o2c wrote it: run that one.");
    }

    private readonly record struct Entry(byte[] Utf8, EventName Name, ValueReader<TEvent> Read);
}
