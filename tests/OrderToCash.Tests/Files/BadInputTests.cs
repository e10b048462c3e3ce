using System.Text;
using OrderToCash.Adapters.Files;
using Xunit;

namespace OrderToCash.Tests.Files;

/// <summary>Each kind of bad input: its reason, and the place, what was found and what was expected.</summary>
public sealed class BadInputTests
{
    public static TheoryData<string, string, string, string, string> Orders { get; } = new()
    {
        // A change of the good order; reason; place; found.
        { "\"quantity\":2", "\"quantity\":\"two\"", "wrong-type", "lines[0].quantity", "\"two\"" },
        { "\"quantity\":2", "\"quantity\":2.5", "wrong-type", "lines[0].quantity", "2.5" },
        { "\"quantity\":2", "\"quantity\":3000000000", "out-of-range", "lines[0].quantity", "3000000000" },
        { "\"quantity\":2", "\"quantity\":-2", "invalid-quantity", "lines[0].quantity", "-2" },
        { "\"quantity\":2", "\"quantity\":0", "invalid-quantity", "lines[0].quantity", "0" },
        { "\"quantity\":2,", "", "missing-field", "lines[0].quantity", "nothing" },
        { "\"quantity\":2", "\"quantity\":null", "missing-field", "lines[0].quantity", "nothing" },
        { "\"quantity\":2", "\"quantity\":2,\"quantity\":3", "duplicate-field", "lines[0].quantity",
            "the field a second time" },
        { "\"currency\":\"EUR\"", "\"currency\":\"XXX\"", "unknown-currency", "currency", "\"XXX\"" },
        { "\"currency\":\"EUR\"", "\"currency\":\"eur\"", "unknown-currency", "currency", "\"eur\"" },
        { "\"currency\":\"EUR\"", "\"currency\":978", "wrong-type", "currency", "978" },
        { "\"total\":\"40.88\"", "\"total\":\"40.888\"", "too-many-decimals", "total", "40.888" },
        { "\"total\":\"40.88\"", "\"total\":\"40,88\"", "invalid-number", "total", "\"40,88\"" },
        { "\"total\":\"40.88\"", "\"total\":\" 40.88\"", "invalid-number", "total", "\" 40.88\"" },
        { "\"total\":\"40.88\"", "\"total\":4e1", "invalid-number", "total", "4e1" },
        { "\"total\":\"40.88\"", "\"total\":true", "wrong-type", "total", "true" },
        { "\"total\":\"40.88\"", "\"total\":\"99999999999999999999\"", "out-of-range", "total",
            "99999999999999999999" },
        { "\"amount\":\"4.00\"", "\"amount\":\"4.001\"", "too-many-decimals", "discounts[0].amount", "4.001" },
        { "\"discount\":\"0.00\"", "\"discount\":\"0.001\"", "too-many-decimals", "lines[0].discount", "0.001" },
        { "00:00:01.123+01:00\",\"currency", "00:00:01.123\",\"currency", "invalid-time", "placedAt",
            "\"2026-11-27T00:00:01.123\"" },
        { "\"placedAt\":\"2026", "\"placedAt\":\"1026", "invalid-date", "placedAt",
            "\"1026-11-27T00:00:01.123+01:00\"" },
        { "\"placedAt\":\"2026-11-27T", "\"placedAt\":\"27.11.2026 ", "invalid-time", "placedAt",
            "\"27.11.2026 00:00:01.123+01:00\"" },
        { "\"method\":\"psp\"", "\"method\":\"cash\"", "unknown-value", "payment.method", "\"cash\"" },
        { "\"provider\":\"paypal\",", "", "missing-field", "payment.provider", "nothing" },
        { "\"customer\":{", "\"customer\":[{", "malformed-json", "line 1, column 246",
            ":{\"name\":\"Ada Muster\",\"company\":null,\"st…" },
        { "\"shipTo\":{", "\"shipto\":{", "missing-field", "shipTo", "nothing" },
        { "\"country\":\"DE\"},\"lines\"", "\"country\":\"Germany\"},\"lines\"", "invalid-country", "shipTo.country",
            "'Germany'" },
        { "\"lines\":[{", "\"lines\":[null,{", "wrong-type", "lines[0]", "null" },
        { Inputs.LinesJson, "\"lines\":[]", "invalid-lines", "lines", "0" },
        { "\"name\":\"Teekanne\"", "\"name\":\"\\ud800\"", "malformed-text", "lines[0].name", "\"\\ud800\"" },
        { "\"sku\":\"A-1\"", "\"sku\":\"\"", "invalid-name", "lines[0].sku", "nothing" },
    };

    [Theory]
    [MemberData(nameof(Orders))]
    public async Task A_bad_order_is_refused_with_its_place(
        string good, string bad, string reason, string place, string found)
    {
        Assert.Contains(good, Inputs.OrderLine, StringComparison.Ordinal);
        var changed = Inputs.OrderLine.Replace(good, bad, StringComparison.Ordinal);

        var rejection = await Inputs.RejectionAsync(changed);

        Assert.Equal((reason, place, found), (rejection.Reason, rejection.Place, rejection.Found));
        Assert.NotEmpty(rejection.Expected);
    }

    [Theory]
    [InlineData("", "line 2, column 1")]
    [InlineData("{", "line 2, column 2")]
    [InlineData("not json", "line 2, column 2")]
    [InlineData("{\"channel\":\"a\",}", "line 2, column 16")]
    [InlineData("{} {}", "line 2, column 4")]
    public async Task Malformed_json_is_refused_with_line_and_column_and_reading_goes_on(string bad, string place)
    {
        var items = await Inputs.Of($"{Inputs.OrderLine}\n{bad}\n{Inputs.OrderLine}\n").ReadAsync();

        if (bad.Length == 0)
        {
            Assert.Equal([1L, 3L], items.Select(item => item.Position));
            return;
        }

        Assert.Equal([false, true, false], items.Select(item => item.Rejection is not null));
        Assert.Equal(("malformed-json", place), (items[1].Rejection?.Reason, items[1].Rejection?.Place));
        Assert.Equal(bad, Encoding.UTF8.GetString(items[1].Raw.Span));
    }

    [Fact]
    public async Task A_line_of_ten_megabytes_is_refused_with_its_beginning_and_reading_goes_on()
    {
        var huge = Inputs.OrderLine.Replace("Teekanne", new string('x', 10_000_000), StringComparison.Ordinal);

        var items = await Inputs.Of($"{Inputs.OrderLine}\n{huge}\n{Inputs.OrderLine}").ReadAsync();

        Assert.Equal([1L, 2L, 3L], items.Select(item => item.Position));
        Assert.Equal(("too-long", $"{huge.Length} bytes"), (items[1].Rejection?.Reason, items[1].Rejection?.Found));
        Assert.Contains("first 65536 bytes", items[1].Rejection?.Advice, StringComparison.Ordinal);
        Assert.Equal(huge[..65536], Encoding.UTF8.GetString(items[1].Raw.Span));
        Assert.Null(items[2].Rejection);
    }

    [Fact]
    public async Task A_line_just_short_enough_is_read()
    {
        var line = Inputs.OrderLine.Replace("Teekanne", new string('x', 8_000_000), StringComparison.Ordinal);

        Assert.Null((await Inputs.ReadOneAsync(line)).Rejection);
    }

    [Fact]
    public async Task Invalid_utf_8_is_refused_with_the_byte()
    {
        byte[] bytes = [.. Encoding.UTF8.GetBytes("{\"channel\":\"M"), 0xFC, .. Encoding.UTF8.GetBytes("ller\"}")];

        var item = Assert.Single(await Inputs.Of(bytes).ReadAsync());

        Assert.Equal(
            ("invalid-utf-8", "line 1, byte 14", "0xFC6C6C65"),
            (item.Rejection?.Reason, item.Rejection?.Place, item.Rejection?.Found));
        Assert.Equal(bytes, item.Raw.ToArray());
    }

    [Theory]
    [InlineData("[]", "wrong-type", "the object", "a list")]
    [InlineData("\"x\"", "wrong-type", "the object", "\"x\"")]
    [InlineData("{}", "missing-field", "channel", "nothing")]
    public async Task What_is_no_order_is_refused(string element, string reason, string place, string found)
    {
        var rejection = await Inputs.RejectionAsync($"[{element}]");

        Assert.Equal((reason, place, found), (rejection.Reason, rejection.Place, rejection.Found));
    }

    [Theory]
    [InlineData("\"quantity\":100", "\"quantity\":0", "invalid-quantity", "quantity")]
    [InlineData("\"kind\":\"receipt\"", "\"kind\":\"Receipt\"", "unknown-value", "kind")]
    [InlineData("\"reference\":\"GR-4711\"", "\"reference\":\" \"", "invalid-name", "reference")]
    [InlineData("\"warehouse\":\"BER1\",", "", "missing-field", "warehouse")]
    [InlineData("\"at\":\"2026-11-27T10:00:00+01:00\"", "\"at\":1764234000", "wrong-type", "at")]
    public async Task A_bad_movement_is_refused_with_its_place(string good, string bad, string reason, string place)
    {
        var rejection = await Inputs.RejectionAsync(
            Inputs.Movement.Replace(good, bad, StringComparison.Ordinal), RecordKind.Stock);

        Assert.Equal((reason, place), (rejection.Reason, rejection.Place));
    }

    [Theory]
    [InlineData("\"quantity\":2", "\"quantity\":0", "invalid-quantity", "lines[0].quantity")]
    [InlineData("[{\"lineId\":\"1\",\"quantity\":2}]", "[]", "invalid-lines", "lines")]
    [InlineData("\"order\":\"shopify:1001\",", "", "missing-field", "order")]
    public async Task A_bad_shipment_is_refused_with_its_place(string good, string bad, string reason, string place)
    {
        var rejection = await Inputs.RejectionAsync(
            Inputs.Shipment.Replace(good, bad, StringComparison.Ordinal), RecordKind.Shipments);

        Assert.Equal((reason, place), (rejection.Reason, rejection.Place));
    }
}
