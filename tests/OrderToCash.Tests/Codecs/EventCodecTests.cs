using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using OrderToCash.Application.Codecs;
using OrderToCash.Engine.Shards;
using Xunit;

namespace OrderToCash.Tests.Codecs;

public sealed class EventCodecTests
{
    private const int RecordsPerType = 200;

    public static TheoryData<Type> EventTypes => [.. Stored.EventTypes];

    [Theory]
    [MemberData(nameof(EventTypes))]
    public void Decodes_what_it_encoded(Type eventType)
    {
        var seed = Seed();
        var records = new RandomRecords(seed);
        for (var i = 0; i < RecordsPerType; i++)
        {
            var domainEvent = records.Create(eventType);
            var (name, payload) = Stored.Encode(domainEvent);
            var decoded = Stored.Decode(eventType, name, payload);
            Assert.True(
                RecordText.Of(domainEvent) == RecordText.Of(decoded),
                $"Seed {seed}, record {i}: {RecordText.Of(domainEvent)}\nstored as {payload}\n"
                + $"read as {RecordText.Of(decoded)}");
        }
    }

    [Theory]
    [MemberData(nameof(EventTypes))]
    public void Writes_valid_json_without_nulls(Type eventType)
    {
        var records = new RandomRecords(Seed());
        for (var i = 0; i < RecordsPerType; i++)
        {
            var (_, payload) = Stored.Encode(records.Create(eventType));
            var root = Assert.IsType<JsonObject>(JsonNode.Parse(payload));
            Assert.DoesNotContain(root, field => field.Value is null);
        }
    }

    [Theory]
    [MemberData(nameof(EventTypes))]
    public void Ignores_unknown_fields_and_the_order_of_fields(Type eventType)
    {
        var records = new RandomRecords(Seed());
        for (var i = 0; i < RecordsPerType; i++)
        {
            var domainEvent = records.Create(eventType);
            var (name, payload) = Stored.Encode(domainEvent);
            var disturbed = Disturb(JsonDocument.Parse(payload).RootElement);
            Assert.Equal(RecordText.Of(domainEvent), RecordText.Of(Stored.Decode(eventType, name, disturbed)));
        }
    }

    [Fact]
    public void Names_an_unknown_event_and_its_version()
    {
        var unknown = Assert.Throws<UnknownEventException>(
            () => OrderEventCodec.Decode("order.teleported"u8, 3, "{}"u8));
        Assert.Contains("order.teleported (version 3)", unknown.Message, StringComparison.Ordinal);
        Assert.Contains("newer o2c", unknown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_the_newest_known_version_of_a_newer_event()
    {
        var unknown = Assert.Throws<UnknownEventException>(
            () => StockEventCodec.Decode("stock.reserved"u8, 2, "{}"u8));
        Assert.Contains("stock.reserved has version 2", unknown.Message, StringComparison.Ordinal);
        Assert.Contains("knows is 1", unknown.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{\"qty\":\"two\"}")]
    [InlineData("{\"qty\":99999999999}")]
    [InlineData("{\"qty\":1")]
    [InlineData("{\"placed\":\"yesterday\"}")]
    public void Calls_a_payload_that_it_cannot_read_damaged(string payload)
    {
        var damaged = Assert.Throws<UnknownEventException>(
            () => StockEventCodec.Decode("stock.reserved"u8, 1, Encoding.UTF8.GetBytes(payload)));
        Assert.Contains("stock.reserved (version 1) can't be read", damaged.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\"date\":\"2026-02-30\"}")]
    [InlineData("{\"date\":\"2026-2-3\"}")]
    [InlineData("{\"currency\":\"XXX\"}")]
    public void Refuses_dates_and_currencies_that_do_not_exist(string payload) => Assert.Throws<UnknownEventException>(
        () => AccountEventCodec.Decode("account.item-opened"u8, 1, Encoding.UTF8.GetBytes(payload)));

    [Fact]
    public void Refuses_words_that_it_does_not_know()
    {
        var unknown = Assert.Throws<UnknownEventException>(
            () => OrderEventCodec.Decode("order.confirmed"u8, 1, "{\"outcome\":\"perhaps\"}"u8));
        Assert.Contains("'perhaps'", unknown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Gives_every_event_a_name_of_its_own()
    {
        var names = OrderEventCodec.Names.Concat(StockEventCodec.Names).Concat(AccountEventCodec.Names)
            .Concat(PaymentEventCodec.Names).Concat(BankEventCodec.Names).Concat(SeriesEventCodec.Names)
            .Concat(SettlementEventCodec.Names)
            .Concat(PolicyEventCodec.Names)
            .Concat(ChecksEventCodec.Names)
            .ToList();
        Assert.Equal(Stored.EventTypes.Count(), names.DistinctBy(name => name.Text).Count());
        Assert.Equal(names.Count, names.DistinctBy(name => (name.Text, name.Version)).Count());
    }

    private static int Seed() =>
        Environment.GetEnvironmentVariable("O2C_SEED") is { } seed ? int.Parse(seed) : 20260301;

    /// <summary>The same object with its fields in reverse, and fields of a later program among them.</summary>
    private static string Disturb(JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                var fields = element.EnumerateObject().Reverse().Select(field => $"\"{field.Name}\":"
                    + (field.Name == "extra" ? field.Value.GetRawText() : Disturb(field.Value))
                    + ",\"x\":null,");
                return "{\"later\":{\"a\":[1,{}]}," + string.Concat(fields) + "\"y\":[]}";
            case JsonValueKind.Array:
                return "[" + string.Join(",", element.EnumerateArray().Select(Disturb)) + "]";
            default:
                return element.GetRawText();
        }
    }
}
