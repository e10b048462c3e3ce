using System.Security.Cryptography;
using System.Text;
using OrderToCash.Engine.Journal;
using OrderToCash.Engine.Shards;
using Xunit;

namespace OrderToCash.Tests.Journal;

public sealed class ChainHashTests
{
    [Fact]
    public void Is_the_hash_of_the_chain_before_and_the_canonical_bytes()
    {
        var previous = Enumerable.Range(0, 32).Select(n => (byte)n).ToArray();
        var row = new ShardRow(3, 1, ShardState.Empty(4) with { Position = 41, Chain = previous });
        var turn = Turns.After(
            row,
            new TestEvent(new EntityId("order", "a€"), 7, "{}", "order.placed", 2, 638, "{\"who\":1}"),
            new TestEvent(new EntityId("sku", "b"), 1, "", "stock.moved", 1, 639, ""));

        // Written out a second time, with the writer of the framework.
        using var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes);
        writer.Write(previous);
        Write(writer, 42, "order/a€", 7, "order.placed", 2, 638, "{}", "{\"who\":1}");
        Write(writer, 43, "sku/b", 1, "stock.moved", 1, 639, "", "");
        Assert.Equal(SHA256.HashData(bytes.ToArray()), turn.Events[^1].Chain);
        Assert.Equal(0, turn.Events[0].Chain.Length);
        Assert.Equal("279F", Convert.ToHexString(turn.State.Chain)[..4]);
    }

    private static void Write(
        BinaryWriter writer, long position, string entity, long sequence, string name, int version, long at,
        string payload, string metadata)
    {
        writer.Write(position);
        WriteText(writer, entity);
        writer.Write(sequence);
        WriteText(writer, name);
        writer.Write(version);
        writer.Write(at);
        WriteText(writer, payload);
        WriteText(writer, metadata);
    }

    private static void WriteText(BinaryWriter writer, string text)
    {
        writer.Write(Encoding.UTF8.GetByteCount(text));
        writer.Write(Encoding.UTF8.GetBytes(text));
    }
}
