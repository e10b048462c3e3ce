using System.Text;
using OrderToCash.Application;
using OrderToCash.Engine.Shards;
using Xunit;

namespace OrderToCash.Tests.Codecs;

/// <summary>What is in journals, and what it causes.</summary>
public sealed class GoldenEventTests
{
    public static TheoryData<int> ExampleIndexes => [.. Enumerable.Range(0, Examples.All.Length)];

    [Theory]
    [MemberData(nameof(ExampleIndexes))]
    public void Stores_the_same_bytes_for_good(int index) => AssertStored(Examples.All[index]);

    [Theory]
    [MemberData(nameof(ExampleIndexes))]
    public void Reads_what_was_stored(int index)
    {
        var example = Examples.All[index];
        if (GoldenFile.IsUpdate)
        {
            AssertStored(example);
        }

        var lines = File.ReadAllLines(GoldenFile.PathOf(FileOf(Stored.Encode(example.Full).Name)));
        AssertReads(example.Full, lines[1].TrimEnd(','));
        AssertReads(example.Minimal, lines[2].TrimEnd(','));
        if (example.Later is not null)
        {
            AssertReads(example.Later, lines[3]);
        }
    }

    /// <summary>A difference would number reactions otherwise after an update: raise the reactions version.</summary>
    [Fact]
    public void Stored_events_cause_the_same_reactions()
    {
        var text = new StringBuilder();
        foreach (var example in Examples.All)
        {
            var (name, payload) = Stored.Encode(example.Full);
            AppendReactions(text, name, "full", example.Id, Stored.Decode(example.Full.GetType(), name, payload));
            AppendReactions(text, name, "minimal", example.Id, example.Minimal);
            if (example.Later is not null)
            {
                AppendReactions(text, name, "later", example.Id, example.Later);
            }
        }

        GoldenFile.AssertSame($"reactions/v{EntityKinds.ReactionsVersion}.txt", text.ToString());
    }

    private static void AssertStored(Example example)
    {
        var (name, full) = Stored.Encode(example.Full);
        var (_, minimal) = Stored.Encode(example.Minimal);
        var later = example.Later is null ? "" : ",\n" + Stored.Encode(example.Later).Payload;
        GoldenFile.AssertSame(FileOf(name), $"[\n{full},\n{minimal}{later}\n]\n");
    }

    private static void AssertReads(object expected, string payload) => Assert.Equal(
        RecordText.Of(expected),
        RecordText.Of(Stored.Decode(expected.GetType(), Stored.Encode(expected).Name, payload)));

    private static string FileOf(EventName name) => $"journal/v1/{name.Text}.v{name.Version}.json";

    private static void AppendReactions(StringBuilder text, EventName name, string which, string id, object domainEvent)
    {
        var reactions = new List<Reaction>();
        Stored.KindOf(domainEvent.GetType()).React(id, domainEvent, reactions);
        text.Append($"{name.Text} {which}\n");
        foreach (var (to, command) in reactions)
        {
            text.Append($"  {to} {RecordText.Of(command)}\n");
        }
    }
}
