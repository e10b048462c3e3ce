using System.Text;
using OrderToCash.Engine.Journal;
using OrderToCash.Engine.Shards;

namespace OrderToCash.Tests.Journal;

/// <summary>An event as a test writes and reads it.</summary>
public sealed record TestEvent(
    EntityId Entity, long Sequence, string Payload = "{}", string Name = "order.placed", int Version = 1,
    long AtTicks = 638_000_000_000_000_000, string Metadata = """{"cause":"test"}""");

/// <summary>Builds turns the way a shard does: bytes in the turn's buffer, the chain on the last event.</summary>
public static class Turns
{
    private static readonly Dictionary<(string Name, int Version), EventName> Names = [];

    public static EntityId Order(int number) => new("order", $"shopify:{number}");

    /// <summary>A turn of these events after the row, with a chained state.</summary>
    public static TurnWrite After(ShardRow row, params IEnumerable<TestEvent> events)
    {
        var turn = new TurnWrite { Shard = row.Shard };
        Fill(turn, row, events);
        return turn;
    }

    public static void Fill(TurnWrite turn, ShardRow row, IEnumerable<TestEvent> events)
    {
        turn.Clear();
        turn.Epoch = row.Epoch;
        turn.PositionBefore = row.State.Position;
        foreach (var added in events)
        {
            turn.Events.Add(new EventWrite(
                added.Entity, Put(turn, added.Entity.ToString()), added.Sequence, NameOf(added), added.AtTicks,
                Put(turn, added.Payload), Put(turn, added.Metadata), default));
        }

        turn.State = row.State with { Position = row.State.Position + turn.Events.Count };
        Chain(turn, row.State.Chain);
    }

    /// <summary>Chains the turn to what was before it.</summary>
    public static void Chain(TurnWrite turn, byte[] previous)
    {
        if (turn.Events.Count == 0)
            return;

        var chain = new byte[ShardState.ChainBytes];
        ChainHash.Compute(previous, turn, chain);
        turn.State = turn.State with { Chain = chain };
        turn.Events[^1] = turn.Events[^1] with { Chain = chain };
    }

    /// <summary>The row as it is once the turn is committed.</summary>
    public static ShardRow RowAfter(TurnWrite turn) => new(turn.Shard, turn.Epoch, turn.State);

    private static Slice Put(TurnWrite turn, string text)
    {
        var offset = turn.Buffer.Length;
        var length = Encoding.UTF8.GetBytes(text, turn.Buffer.GetSpan(Encoding.UTF8.GetMaxByteCount(text.Length)));
        turn.Buffer.Advance(length);
        return new Slice(offset, length);
    }

    private static EventName NameOf(TestEvent added)
    {
        lock (Names)
        {
            if (!Names.TryGetValue((added.Name, added.Version), out var name))
            {
                name = new EventName(added.Name, added.Version, Encoding.UTF8.GetBytes(added.Name));
                Names.Add((added.Name, added.Version), name);
            }

            return name;
        }
    }
}
