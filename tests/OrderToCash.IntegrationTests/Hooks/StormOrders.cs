using System.Globalization;
using System.Text;
using OrderToCash.Server.Hooks;
using OrderToCash.Tests.Marketplaces;

namespace OrderToCash.IntegrationTests.Hooks;

/// <summary>A delivery of the storm: what is sent, where, and its place among those of its order.</summary>
internal sealed record StormDelivery(string Platform, int Order, int Version, string Body)
{
    public string Path => $"/hooks/{Platform}/{StormOrders.ShopOf(Platform)}";

    /// <summary>Names and values of the headers that prove it, in turn.</summary>
    public string[] Headers => Platform switch
    {
        "shopify" => ["X-Shopify-Hmac-Sha256", HookClient.Sign(Body)],
        "woocommerce" => ["X-WC-Webhook-Signature", HookClient.Sign(Body)],
        "cxml" => ["X-Signature", HookClient.SignHex(Body)],
        _ => ["Authorization", "Bearer " + HookClient.Secret],
    };
}

/// <summary>
/// Orders of four channels with their lives: taken in, changed, paid, cancelled. Each state is a delivery of its own.
/// </summary>
/// <remarks>
/// What is not paid waits for it, so that each change comes in time in whatever order; goods of business partners are
/// not there, so that their orders wait too.
/// </remarks>
internal static class StormOrders
{
    public static readonly string[] Platforms = ["shopify", "woocommerce", "edifact", "cxml"];

    private const int Skus = 7;

    public static string ShopOf(string platform) => platform + "-shop";

    public static HookChannel[] Channels { get; } =
    [
        .. Platforms.Select(platform => HookClient.Channel(platform, ShopOf(platform), HookClient.Secret) with
        {
            Proof = platform == "cxml" ? HookProof.Hmac : HookProofs.OfPlatform(platform), TaxRate = 19,
        }),
    ];

    /// <summary>Goods for all that is paid, none for business partners.</summary>
    public static string Stock { get; } = string.Join(
        '\n', Enumerable.Range(0, Skus).SelectMany(sku => (string[])
            [Inputs.Stock($"A-{sku}", 100_000), Inputs.Stock($"B-{sku}", 0)]));

    public static IEnumerable<string> SkuIds { get; } =
        Enumerable.Range(0, Skus).SelectMany(sku => (string[])[$"A-{sku}", $"B-{sku}"]);

    /// <summary>The deliveries of an order, in the order in which they came to be.</summary>
    public static List<StormDelivery> LifeOf(string platform, int order, Random random)
    {
        var life = new List<StormDelivery>();
        var changes = random.Next(3);
        var (isPaid, isCancelled) = (random.Next(2) == 0, random.Next(4) == 0);
        var quantity = random.Next(1, 5);
        Add(quantity, false, false);
        // A partner's cancellation has no content: which one was the last before it, only the order of arrival says.
        for (var change = 0; change < changes && !(IsPartner(platform) && isCancelled); change++)
            Add(quantity += random.Next(1, 3), false, false);
        if (isPaid && !IsPartner(platform))
            Add(quantity, true, false);
        if (isCancelled)
            Add(quantity, isPaid, true);
        return life;

        void Add(int pieces, bool paid, bool cancelled)
        {
            var version = life.Count + 1;
            life.Add(new StormDelivery(platform, order, version, platform switch
            {
                "shopify" => Shopify(order, version, pieces, paid, cancelled),
                "woocommerce" => Woo(order, version, pieces, paid, cancelled),
                "edifact" => Edifact(order, version, pieces, cancelled),
                _ => Cxml(order, version, pieces, cancelled),
            }));
        }
    }

    private static bool IsPartner(string platform) => platform is "edifact" or "cxml";

    private static string Shopify(int order, int version, int pieces, bool isPaid, bool isCancelled)
    {
        var total = (10m * pieces) + 4.90m;
        var cancelled = isCancelled
            ? ",\"cancelled_at\":\"2026-11-27T10:00:00+01:00\",\"cancel_reason\":\"customer\"" : "";
        var line = ShopifyBodies.Line(1, $"A-{order % Skus}", pieces);
        return ShopifyBodies.Order(cancelled, line, total.ToString(CultureInfo.InvariantCulture))
            .Replace("820982911946154508", Text(order), StringComparison.Ordinal)
            .Replace("#1001", "#" + Text(order), StringComparison.Ordinal)
            .Replace("9007199254740993", Text(order / 3), StringComparison.Ordinal)
            .Replace("00:00:05", $"00:00:{10 + version}", StringComparison.Ordinal)
            .Replace(
                "\"paid\",\"payment_gateway_names\":[\"paypal\"]",
                isPaid ? "\"paid\",\"payment_gateway_names\":[\"paypal\"]"
                    : "\"pending\",\"payment_gateway_names\":[\"Bank Deposit\"]", StringComparison.Ordinal);
    }

    private static string Woo(int order, int version, int pieces, bool isPaid, bool isCancelled)
    {
        const string Person =
            "{\"first_name\":\"Ada\",\"last_name\":\"Muster\",\"address_1\":\"Hauptstr. 5\",\"city\":\"Berlin\","
            + "\"postcode\":\"10115\",\"country\":\"DE\",\"email\":\"ada@example.org\"}";
        var (net, tax) = (Text(10 * pieces) + ".00", (1.90m * pieces).ToString(CultureInfo.InvariantCulture));
        var total = (11.90m * pieces).ToString(CultureInfo.InvariantCulture);
        var status = isCancelled ? "cancelled" : isPaid ? "processing" : "on-hold";
        var payment = isPaid ? "\"payment_method\":\"paypal\",\"date_paid_gmt\":\"2026-11-27T00:00:09\""
            : "\"payment_method\":\"bacs\"";
        return $$"""
            {"id":{{order}},"number":"{{order}}","order_key":"wc_1","status":"{{status}}","currency":"EUR",
            "date_created_gmt":"2026-11-27T00:00:00","date_modified_gmt":"2026-11-27T00:00:{{10 + version}}",
            "prices_include_tax":false,"total":"{{total}}","customer_id":{{1 + (order / 3)}},{{payment}},
            "billing":{{Person}},"shipping":{"first_name":"","country":""},
            "tax_lines":[{"rate_id":75,"rate_percent":19,"tax_total":"{{tax}}"}],"shipping_lines":[],"fee_lines":[],
            "line_items":[{"id":1,"name":"Tea","product_id":9,"variation_id":0,"quantity":{{pieces}},
            "sku":"A-{{order % Skus}}","price":10,"subtotal":"{{net}}","subtotal_tax":"{{tax}}","total":"{{net}}",
            "total_tax":"{{tax}}","taxes":[{"id":75,"total":"{{tax}}"}]}]}
            """;
    }

    private static string Edifact(int order, int version, int pieces, bool isCancelled)
    {
        var function = isCancelled ? "1" : version == 1 ? "9" : "5";
        string[] segments =
        [
            $"BGM+220+{order}+{function}", "DTM+137:20261127:102",
            $"NAD+BY+K-{order / 3}::9++Muster+Hauptstr. 5+Berlin++10115+DE", "CUX+2:EUR:9",
            "LIN+1++4012345000015:EN", $"PIA+5+B-{order % Skus}:SA::91", $"QTY+21:{pieces}:PCE", "PRI+AAA:10.50",
            "UNS+S", "CNT+2:1",
        ];
        return $"UNB+UNOC:3+4250159300001:14+4399901760448:14+261127:01{10 + version}+{order}{version}'"
            + "UNH+1+ORDERS:D:96A:UN:EAN008'" + string.Join('\'', segments) + $"'UNT+{segments.Length + 2}+1'UNZ+1+1'";
    }

    private static string Cxml(int order, int version, int pieces, bool isCancelled)
    {
        var type = isCancelled ? "delete" : version == 1 ? "new" : "update";
        return $$"""
            <cXML payloadID="p-{{order}}-{{version}}@buyer" timestamp="2026-11-27T12:00:{{10 + version}}+01:00">
            <Header><From><Credential domain="DUNS"><Identity>K-{{order / 3}}</Identity></Credential></From></Header>
            <Request><OrderRequest>
            <OrderRequestHeader orderID="{{order}}" orderDate="2026-11-27T10:00:00+01:00" type="{{type}}"><Total>
            <Money currency="EUR">{{5 * pieces}}.00</Money></Total>
            <ShipTo><Address isoCountryCode="DE"><Name>Muster</Name><PostalAddress><DeliverTo>Ada</DeliverTo>
            <Street>Hauptstr. 5</Street><City>Berlin</City><PostalCode>10115</PostalCode>
            <Country isoCountryCode="DE">Germany</Country></PostalAddress></Address></ShipTo></OrderRequestHeader>
            <ItemOut quantity="{{pieces}}" lineNumber="1">
            <ItemID><SupplierPartID>B-{{order % Skus}}</SupplierPartID></ItemID>
            <ItemDetail><UnitPrice><Money currency="EUR">5.00</Money></UnitPrice>
            <Description xml:lang="en"><ShortName>Tea</ShortName></Description><UnitOfMeasure>EA</UnitOfMeasure>
            </ItemDetail></ItemOut></OrderRequest></Request></cXML>
            """;
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
