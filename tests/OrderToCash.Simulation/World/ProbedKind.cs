using System.Text;
using System.Text.Json;
using OrderToCash.Engine.Shards;

namespace OrderToCash.Simulation.World;

/// <summary>Asks an entity for its state as it is in memory, in words; changes nothing.</summary>
internal sealed record Probe;

/// <summary>A kind of entity that also answers <see cref="Probe"/>.</summary>
internal sealed class ProbedKind(EntityKind kind) : WrappedKind(kind)
{
    private static readonly JsonSerializerOptions Options = new() { MaxDepth = 64 };

    public override Decided Decide(object state, object command, DateTimeOffset at) =>
        command is Probe ? new Decided(TextOf(this, state), []) : base.Decide(state, command, at);

    /// <summary>The stored form of a state where it has one, else all that it shows.</summary>
    public static string TextOf(EntityKind kind, object state)
    {
        if (kind.SnapshotVersion == 0)
            return JsonSerializer.Serialize(state, state.GetType(), Options);

        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
            kind.EncodeSnapshot(state, writer);

        return Encoding.UTF8.GetString(stream.ToArray());
    }
}

/// <summary>A kind of entity that does what another does; a base for those that do one thing differently.</summary>
internal abstract class WrappedKind(EntityKind kind) : EntityKind
{
    public override string Name => kind.Name;

    public override int SnapshotVersion => kind.SnapshotVersion;

    public override object Initial(string id) => kind.Initial(id);

    public override Decided Decide(object state, object command, DateTimeOffset at) => kind.Decide(state, command, at);

    public override object Evolve(object state, object domainEvent) => kind.Evolve(state, domainEvent);

    public override void React(string id, object domainEvent, List<Reaction> reactions) =>
        kind.React(id, domainEvent, reactions);

    public override void Remind(object domainEvent, List<ReminderChange> changes) => kind.Remind(domainEvent, changes);

    public override object ReminderCommand(string name) => kind.ReminderCommand(name);

    public override bool IsFinished(object state) => kind.IsFinished(state);

    public override long? StateBytes(object state) => kind.StateBytes(state);

    public override EventName Encode(object domainEvent, Utf8JsonWriter writer) => kind.Encode(domainEvent, writer);

    public override object Decode(ReadOnlySpan<byte> name, int version, ReadOnlySpan<byte> payload) =>
        kind.Decode(name, version, payload);

    public override void EncodeSnapshot(object state, Utf8JsonWriter writer) => kind.EncodeSnapshot(state, writer);

    public override object DecodeSnapshot(string id, ReadOnlySpan<byte> payload) => kind.DecodeSnapshot(id, payload);
}
