using System.Buffers;
using System.Text;
using System.Text.Json;
using OrderToCash.Engine.Journal;
using OrderToCash.Server.Api;

namespace OrderToCash.Server.Changes;

/// <summary>Writes events of the journal as server-sent events. Source: WHATWG HTML, server-sent events.</summary>
/// <remarks>One thread. A page of events is in memory at a time.</remarks>
internal sealed class ChangeWriter(long[] positions, IReadOnlyList<byte[]> kinds, bool withData)
    : IEventSink, IDisposable
{
    private readonly ArrayBufferWriter<byte> _text = new();
    private readonly Utf8JsonWriter _json = new(new ArrayBufferWriter<byte>(), JsonAnswer.Writing);

    private int _shard;

    /// <summary>What waits to be sent.</summary>
    public ReadOnlyMemory<byte> Text => _text.WrittenMemory;

    /// <summary>Where the reader is, by shard.</summary>
    public long[] Positions { get; } = positions;

    /// <summary>The shard to be read next: each has its turn, however much comes of the others.</summary>
    public int NextShard() => _shard = (_shard + 1) % Positions.Length;

    /// <summary>Forgets what was sent.</summary>
    public void Clear() => _text.ResetWrittenCount();

    /// <summary>Adds a comment, which readers skip: it shows that the connection lives.</summary>
    public void AddComment(string text) => _text.Write(Encoding.UTF8.GetBytes($": {text}\n\n"));

    /// <summary>Adds an event of the connection itself.</summary>
    public void AddNotice(string name, string reason) => _text.Write(Encoding.UTF8.GetBytes(
        $"event: {name}\ndata: {JsonSerializer.Serialize(new { reason })}\n\n"));

    /// <inheritdoc/>
    public void OnEvent(in EventRow row)
    {
        Positions[row.Shard] = row.Position;
        if (!IsWanted(row.Entity))
            return;
        _text.Write("id: "u8);
        _text.Write(Encoding.ASCII.GetBytes(ChangePositions.Text(Positions)));
        _text.Write("\nevent: "u8);
        _text.Write(row.Name);
        _text.Write("\ndata: "u8);
        _json.Reset(_text);
        _json.WriteStartObject();
        _json.WriteString("entity"u8, row.Entity);
        _json.WriteNumber("sequence"u8, row.Sequence);
        _json.WriteString("event"u8, row.Name);
        _json.WriteString("at"u8, new DateTimeOffset(row.AtTicks, TimeSpan.Zero));
        _json.WriteNumber("shard"u8, row.Shard);
        _json.WriteNumber("position"u8, row.Position);
        if (withData)
        {
            _json.WritePropertyName("data"u8);
            _json.WriteRawValue(row.Payload, skipInputValidation: true);
        }

        _json.WriteEndObject();
        _json.Flush();
        _text.Write("\n\n"u8);
    }

    /// <inheritdoc/>
    public void Dispose() => _json.Dispose();

    private bool IsWanted(ReadOnlySpan<byte> entity)
    {
        foreach (var kind in kinds)
        {
            if (entity.StartsWith(kind))
                return true;
        }

        return kinds.Count == 0;
    }
}
