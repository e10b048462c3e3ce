using System.Text.Json;
using OrderToCash.Adapters.Settlements;
using OrderToCash.Application.Pipelines;
using OrderToCash.Domain.Payments;
using Xunit;

namespace OrderToCash.Tests.Settlements;

public sealed class SettlementMappingTests
{
    [Fact]
    public void Schema_has_the_fields_of_the_mapping_and_the_kinds_of_rows()
    {
        using var schema = JsonDocument.Parse(
            RepositoryFiles.ReadText("docs/formats/settlement-mapping.schema.json"));
        var properties = schema.RootElement.GetProperty("properties");
        var fields = typeof(SettlementCsvMapping).GetProperties()
            .Where(x => x.Name != "EqualityContract")
            .Select(x => JsonNamingPolicy.CamelCase.ConvertName(x.Name));
        Assert.Equal(fields.Order(), properties.EnumerateObject().Select(x => x.Name).Order());
        var kinds = properties.GetProperty("kinds").GetProperty("additionalProperties").GetProperty("enum");
        Assert.Equal(
            Enum.GetNames<SettlementRowKind>().Select(JsonNamingPolicy.CamelCase.ConvertName),
            kinds.EnumerateArray().Select(x => x.GetString()));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{ "provider": "x", "payoutColumn": "a", "idColumn": "b", "grossColumn": "c", "gross": 1 }""")]
    [InlineData("")]
    public async Task Mapping_that_lacks_a_field_or_has_an_unknown_one_is_refused(string text)
    {
        var path = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(path, text);
            var exception = await Assert.ThrowsAsync<SourceUnreadableException>(
                () => SettlementCsvMapping.LoadAsync(path, CancellationToken.None));
            Assert.Contains(path, exception.Message);
        }
        finally
        {
            File.Delete(path);
        }
    }
}
