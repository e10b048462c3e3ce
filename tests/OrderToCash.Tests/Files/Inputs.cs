using System.IO.Compression;
using System.Text;
using OrderToCash.Adapters.Files;
using OrderToCash.Application.Pipelines;
using Xunit;

namespace OrderToCash.Tests.Files;

/// <summary>Inputs in the own formats, and what the sources make of them.</summary>
internal static class Inputs
{
    public const string Order =
        """
        {"channel":"shopify","orderNumber":"1001","placedAt":"2026-11-27T00:00:01.123+01:00","currency":"EUR","pricesIncludeTax":true,
        "customer":{"id":"c-17","email":"a@example.org","name":"Ada Muster","company":null,"vatId":null,"phone":null},
        "billTo":{"name":"Ada Muster","company":null,"street":"Hauptstr. 5","line2":null,"postalCode":"10115","city":"Berlin","region":null,"country":"DE"},
        "shipTo":{"name":"Ada Muster","company":"M GmbH","street":"Hauptstr. 5","line2":"2. OG","region":"BE","postalCode":"10115","city":"Berlin","country":"DE"},
        "lines":[{"lineId":"1","sku":"A-1","name":"Teekanne","quantity":2,"unitPrice":"19.99","taxRate":"19","discount":"0.00"}],
        "shipping":{"method":"standard","price":"4.90","taxRate":"19"},"discounts":[{"code":"BF10","amount":"4.00"}],
        "total":"40.88","updatedAt":"2026-11-27T00:00:01.123+01:00",
        "payment":{"method":"psp","termsDays":14,"skonto":[{"days":7,"percent":"2"}],"provider":"paypal","reference":"8XJ","status":"captured","amount":"40.88"},
        "policy":{"backorder":"reject","partial":"ship-complete"}}
        """;

    public const string LinesJson =
        "\"lines\":[{\"lineId\":\"1\",\"sku\":\"A-1\",\"name\":\"Teekanne\",\"quantity\":2,\"unitPrice\":\"19.99\","
        + "\"taxRate\":\"19\",\"discount\":\"0.00\"}]";

    public const string Cancel =
        "{\"channel\":\"shopify\",\"orderNumber\":\"1001\","
        + "\"cancel\":{\"reason\":\"changed my mind\",\"at\":\"2026-11-27T10:00:00Z\","
        + "\"lines\":[{\"lineId\":\"1\",\"quantity\":1}]}}";

    public const string Movement =
        "{\"sku\":\"A-1\",\"warehouse\":\"BER1\",\"kind\":\"receipt\",\"quantity\":100,"
        + "\"safetyStock\":5,\"reference\":\"GR-4711\",\"at\":\"2026-11-27T10:00:00+01:00\",\"name\":\"Teekanne\"}";

    public const string Shipment =
        "{\"order\":\"shopify:1001\",\"shipment\":\"S-1\",\"warehouse\":\"BER1\",\"at\":\"2026-11-28T10:00:00Z\","
        + "\"carrier\":\"DHL\",\"tracking\":\"0034\",\"lines\":[{\"lineId\":\"1\",\"quantity\":2}]}";

    public const string OpenItem =
        "{\"customer\":\"C-1\",\"document\":\"RE-1001\",\"kind\":\"invoice\",\"orderNumber\":\"SO-7\","
        + "\"reference\":\"RF981024710000000\",\"issueDate\":\"2026-01-31\",\"dueDate\":\"2026-03-02\","
        + "\"amount\":\"676.60\",\"currency\":\"EUR\",\"skonto\":[{\"days\":14,\"percent\":\"2\"}],"
        + "\"customerNumber\":\"100353\",\"customerName\":\"Ada Muster\",\"ibans\":[\"DE02 1203 0000 0000 2020 51\"]}";

    public const string Debit =
        "{\"customer\":\"C-1\",\"document\":\"RE-1001\",\"batch\":\"PMT2603040000\",\"endToEndId\":\"E2E-557\","
        + "\"amount\":\"676.60\",\"currency\":\"EUR\",\"collectionDate\":\"2026-03-04\"}";

    /// <summary>The order on one line.</summary>
    public static string OrderLine { get; } = Order.ReplaceLineEndings("");

    public static NdjsonSource Of(string text, RecordKind kind = RecordKind.Orders) =>
        Of(Encoding.UTF8.GetBytes(text), kind);

    public static NdjsonSource Of(byte[] bytes, RecordKind kind = RecordKind.Orders) =>
        NdjsonSource.OfStream(new MemoryStream(bytes), "test", kind);

    public static async Task<List<SourceItem>> ReadAsync(this ISource source, long afterPosition = 0)
    {
        var items = new List<SourceItem>();
        await foreach (var item in source.ReadAsync(afterPosition, CancellationToken.None))
        {
            items.Add(item);
        }

        return items;
    }

    public static async Task<SourceItem> ReadOneAsync(string text, RecordKind kind = RecordKind.Orders) =>
        Assert.Single(await Of(text, kind).ReadAsync());

    public static async Task<T> CommandAsync<T>(string text, RecordKind kind = RecordKind.Orders)
    {
        var item = await ReadOneAsync(text, kind);
        Assert.Null(item.Rejection);
        return Assert.IsType<T>(Assert.Single(item.Commands).Command);
    }

    public static async Task<Rejection> RejectionAsync(string text, RecordKind kind = RecordKind.Orders)
    {
        var item = await ReadOneAsync(text, kind);
        Assert.Empty(item.Commands);
        return item.Rejection ?? throw new InvalidOperationException("Nothing was refused.");
    }

    public static byte[] Gzip(byte[] bytes)
    {
        var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
        {
            gzip.Write(bytes);
        }

        return packed.ToArray();
    }
}
