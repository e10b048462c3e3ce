using System.Text.Json;
using OrderToCash.Adapters.Files;
using Xunit;

namespace OrderToCash.Tests.Files;

/// <summary>What users are told of the formats is what the readers know.</summary>
public sealed class FormatDocumentsTests
{
    public static TheoryData<string> Formats { get; } =
        [FileSources.Orders, FileSources.Stock, FileSources.Shipments, FileSources.OpenItems, FileSources.Debits];

    [Theory]
    [MemberData(nameof(Formats))]
    public void The_schema_is_that_of_the_reader(string format)
    {
        var path = RepositoryFiles.FullPath($"docs/formats/{format}.schema.json");
        if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1")
        {
            File.WriteAllText(path, JsonSchemaText.Of(format));
        }

        Assert.Equal(JsonSchemaText.Of(format), File.ReadAllText(path));
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void The_document_names_every_field_and_every_word(string format)
    {
        var document = RepositoryFiles.ReadText($"docs/formats/{format}.md");

        Assert.All(AllFields(SetOf(format)), field =>
        {
            Assert.Contains($"`{field.Name}`", document, StringComparison.Ordinal);
            Assert.All(field.Choices, word => Assert.Contains($"`{word}`", document, StringComparison.Ordinal));
        });
    }

    /// <summary>The readers' tests compare every field of these examples: so no known field is left unread.</summary>
    [Theory]
    [InlineData(FileSources.Orders, Inputs.Order, Inputs.Cancel)]
    [InlineData(FileSources.Stock, Inputs.Movement)]
    [InlineData(FileSources.Shipments, Inputs.Shipment)]
    [InlineData(FileSources.OpenItems, Inputs.OpenItem)]
    [InlineData(FileSources.Debits, Inputs.Debit)]
    public void The_tested_examples_have_every_field(string format, params string[] examples)
    {
        var found = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var example in examples)
        {
            using var json = JsonDocument.Parse(example);
            Collect(json.RootElement, "", found);
        }

        Assert.Equal(new SortedSet<string>(Paths(SetOf(format), ""), StringComparer.Ordinal), found);
    }

    [Fact]
    public async Task The_documents_csv_is_taken()
    {
        foreach (var (format, kind) in new[]
        {
            (FileSources.Stock, RecordKind.Stock), (FileSources.OpenItems, RecordKind.OpenItems),
            (FileSources.Debits, RecordKind.Debits),
        })
        {
            var blocks = RepositoryFiles.ReadText($"docs/formats/{format}.md").Split("```text\n")[1..];
            Assert.NotEmpty(blocks);
            foreach (var block in blocks)
            {
                var items = await Inputs.Of(block[..block.IndexOf("```", StringComparison.Ordinal)], kind).ReadAsync();
                Assert.NotEmpty(items);
                Assert.All(items, item => Assert.Null(item.Rejection));
            }
        }
    }

    [Fact]
    public async Task The_documents_examples_are_taken()
    {
        foreach (var (format, kind) in new[]
        {
            (FileSources.Orders, RecordKind.Orders), (FileSources.Stock, RecordKind.Stock),
            (FileSources.Shipments, RecordKind.Shipments), (FileSources.OpenItems, RecordKind.OpenItems),
            (FileSources.Debits, RecordKind.Debits),
        })
        {
            var blocks = RepositoryFiles.ReadText($"docs/formats/{format}.md").Split("```json\n")[1..];
            Assert.NotEmpty(blocks);
            foreach (var block in blocks)
            {
                var items = await Inputs.Of(block[..block.IndexOf("```", StringComparison.Ordinal)], kind).ReadAsync();
                Assert.NotEmpty(items);
                Assert.All(items, item => Assert.Null(item.Rejection));
            }
        }
    }

    private static FieldSet SetOf(string format) => format switch
    {
        FileSources.Orders => OrderFields.OrderSet,
        FileSources.Stock => MovementFields.MovementSet,
        FileSources.OpenItems => OpenItemFields.ItemSet,
        FileSources.Debits => DebitFields.DebitSet,
        _ => ShipmentFields.ShipmentSet,
    };

    private static IEnumerable<Field> AllFields(FieldSet set) =>
        set.Fields.SelectMany(field => field.Fields is null ? [field] : AllFields(field.Fields).Prepend(field));

    private static IEnumerable<string> Paths(FieldSet set, string prefix) => set.Fields.SelectMany(
        field => field.Fields is null ? [prefix + field.Name] : Paths(field.Fields, prefix + field.Name + "."));

    private static void Collect(JsonElement element, string path, SortedSet<string> found)
    {
        if (element.ValueKind == JsonValueKind.Object)
        {
            foreach (var property in element.EnumerateObject())
            {
                Collect(property.Value, path + (path.Length > 0 ? "." : "") + property.Name, found);
            }
        }
        else if (element.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in element.EnumerateArray())
            {
                Collect(item, path, found);
            }
        }
        else
        {
            found.Add(path);
        }
    }
}
