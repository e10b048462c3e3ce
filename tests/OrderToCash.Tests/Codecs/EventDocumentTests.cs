using System.Text.Json;
using Xunit;

namespace OrderToCash.Tests.Codecs;

/// <summary>The list of stored events for readers of journals: <c>docs/formats/events.md</c>.</summary>
public sealed class EventDocumentTests
{
    private static readonly string[] Lines = File.ReadAllLines(
        Path.Combine(GoldenFile.Repository, "docs", "formats", "events.md"));

    public static TheoryData<int> ExampleIndexes => [.. Enumerable.Range(0, Examples.All.Length)];

    [Theory]
    [MemberData(nameof(ExampleIndexes))]
    public void Lists_every_event_with_its_version_and_fields(int index)
    {
        AssertIsListed(Examples.All[index].Full);
        if (Examples.All[index].Later is { } later)
        {
            AssertIsListed(later);
        }
    }

    private static void AssertIsListed(object example)
    {
        var (name, payload) = Stored.Encode(example);
        var row = $"| `{name.Text}` | {name.Version} |";
        var line = Assert.Single(Lines, line => line.StartsWith(row, StringComparison.Ordinal));
        var fields = JsonDocument.Parse(payload).RootElement.EnumerateObject().ToList();
        Assert.All(fields, field => Assert.Contains($"`{field.Name}`", line, StringComparison.Ordinal));
        Assert.All(fields, field => AssertPartsAreListed(field.Name, field.Value));
    }

    /// <summary>The fields of nested objects stand in some line of the parts.</summary>
    private static void AssertPartsAreListed(string name, JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Array)
        {
            Assert.All(value.EnumerateArray(), item => AssertPartsAreListed(name, item));
        }

        if (value.ValueKind != JsonValueKind.Object || name == "extra")
        {
            return;
        }

        var fields = value.EnumerateObject().ToList();
        Assert.Contains(
            Lines, line => fields.TrueForAll(field => line.Contains($"`{field.Name}`", StringComparison.Ordinal)));
        Assert.All(fields, field => AssertPartsAreListed(field.Name, field.Value));
    }
}
