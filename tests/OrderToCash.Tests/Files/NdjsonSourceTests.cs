using System.Text;
using OrderToCash.Adapters.Files;
using OrderToCash.Application.Pipelines;
using OrderToCash.Domain.Inventory;
using OrderToCash.Domain.Orders;
using OrderToCash.Domain.Values;
using Xunit;

namespace OrderToCash.Tests.Files;

public sealed class NdjsonSourceTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("o2c-files-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    public static TheoryData<string> Forms { get; } =
        ["lines", "crlf", "bom", "list", "pretty-list", "pretty-values", "gzip", "gzip-list", "two-members",
            "blank-lines"];

    [Theory]
    [MemberData(nameof(Forms))]
    public async Task The_form_is_told_by_content(string form)
    {
        var line = Inputs.OrderLine;
        var lines = Encoding.UTF8.GetBytes(line + "\n" + Inputs.Cancel + "\n");
        var bytes = form switch
        {
            "crlf" => Encoding.UTF8.GetBytes(line + "\r\n" + Inputs.Cancel + "\r\n"),
            "bom" => [0xEF, 0xBB, 0xBF, .. lines],
            "list" => Encoding.UTF8.GetBytes($"[{line},{Inputs.Cancel}]"),
            "pretty-list" => Encoding.UTF8.GetBytes($"\n[\n  {Inputs.Order},\n  {Inputs.Cancel}\n]\n"),
            "pretty-values" => Encoding.UTF8.GetBytes($"{{\n{Inputs.Order[1..]}\n{Inputs.Cancel}"),
            "gzip" => Inputs.Gzip([0xEF, 0xBB, 0xBF, .. lines]),
            "gzip-list" => Inputs.Gzip(Encoding.UTF8.GetBytes($"[{line},{Inputs.Cancel}]")),
            "two-members" => [.. Inputs.Gzip(lines[..100]), .. Inputs.Gzip(lines[100..])],
            "blank-lines" => Encoding.UTF8.GetBytes($"\n\n{line}\n  \r\n{Inputs.Cancel}"),
            _ => lines,
        };

        var items = await Inputs.Of(bytes).ReadAsync();

        Assert.Equal(form == "blank-lines" ? [3L, 5L] : [1L, 2L], items.Select(item => item.Position));
        Assert.IsType<OrderCommand.Place>(items[0].Commands[0].Command);
        Assert.IsType<OrderCommand.Cancel>(items[1].Commands[0].Command);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(4096)]
    public async Task Inputs_do_not_depend_on_how_the_stream_cuts_them(int bytesAtATime)
    {
        string[] orders = [.. Enumerable.Range(0, 20).Select(
            i => Inputs.OrderLine.Replace("1001", $"{i}", StringComparison.Ordinal))];
        foreach (var text in new[] { string.Join("\r\n", orders), $"[{string.Join(",\n", orders)}]" })
        {
            var bytes = Encoding.UTF8.GetBytes(text);
            var whole = await Inputs.Of(bytes).ReadAsync();
            var cut = await NdjsonSource.OfStream(
                new SlowStream(bytes, bytesAtATime), "slow", RecordKind.Orders).ReadAsync();

            Assert.Equal(20, cut.Count);
            Assert.Equal(
                whole.Select(item => (item.Position, item.Fingerprint, Encoding.UTF8.GetString(item.Raw.Span))),
                cut.Select(item => (item.Position, item.Fingerprint, Encoding.UTF8.GetString(item.Raw.Span))));
        }
    }

    [Fact]
    public async Task Malformed_json_in_a_list_says_the_line_of_the_file()
    {
        var items = await Inputs.Of($"[\n{Inputs.OrderLine},\n{{\n  \"channel\": x\n}}\n]").ReadAsync();

        Assert.Equal("line 4, column 14", items[1].Rejection?.Place);
    }

    [Fact]
    public async Task A_list_that_is_cut_off_yields_what_is_whole_and_refuses_the_rest()
    {
        var items = await Inputs.Of($"[{Inputs.OrderLine},{Inputs.OrderLine[..200]}").ReadAsync();

        Assert.Null(items[0].Rejection);
        Assert.Equal(
            ("malformed-json", "the end of the file"), (items[1].Rejection?.Reason, items[1].Rejection?.Found));
    }

    [Fact]
    public async Task What_follows_a_list_is_refused()
    {
        var items = await Inputs.Of($"[{Inputs.OrderLine}]\n{Inputs.OrderLine}\n{Inputs.OrderLine}").ReadAsync();

        Assert.Equal(2, items.Count);
        Assert.Equal("nothing behind the end of the list", items[1].Rejection?.Expected);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(8)]
    [InlineData(9)]
    [InlineData(200)]
    public async Task A_gzip_file_that_is_cut_off_yields_what_is_whole_and_then_an_error(int cut)
    {
        var lines = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 500).Select(
            i => Inputs.OrderLine.Replace("1001", $"{i * 7919 % 10007}", StringComparison.Ordinal) + "\n")));
        var packed = Inputs.Gzip(lines);
        var items = new List<SourceItem>();

        var error = await Assert.ThrowsAsync<SourceUnreadableException>(async () =>
        {
            await foreach (var item in Inputs.Of(packed[..^cut]).ReadAsync(0, default))
            {
                items.Add(item);
            }
        });

        Assert.Contains("cut off or damaged", error.Message, StringComparison.Ordinal);
        Assert.InRange(items.Count, 400, 500);
    }

    [Fact]
    public async Task A_damaged_gzip_file_is_an_error()
    {
        var packed = Inputs.Gzip(Encoding.UTF8.GetBytes(Inputs.OrderLine));
        packed[^6] ^= 1;

        await Assert.ThrowsAsync<SourceUnreadableException>(() => Inputs.Of(packed).ReadAsync());
    }

    [Fact]
    public async Task An_empty_file_has_no_inputs()
    {
        Assert.Empty(await Inputs.Of("").ReadAsync());
        Assert.Empty(await Inputs.Of(Inputs.Gzip([])).ReadAsync());
        Assert.Empty(await Inputs.Of("[]").ReadAsync());
        Assert.Empty(await Inputs.Of("", RecordKind.Stock).ReadAsync());
    }

    [Theory]
    [InlineData(new byte[] { 0xFD, (byte)'7', (byte)'z', (byte)'X', (byte)'Z', 0 }, "xz -d")]
    [InlineData(new byte[] { (byte)'P', (byte)'K', 3, 4, 0 }, "unzip")]
    [InlineData(new byte[] { 0xFF, 0xFE, (byte)'{', 0 }, "iconv")]
    public async Task What_cannot_be_read_says_what_to_do(byte[] bytes, string advice)
    {
        var error = await Assert.ThrowsAsync<SourceUnreadableException>(() => Inputs.Of(bytes).ReadAsync());

        Assert.Contains(advice, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_not_there_is_an_error()
    {
        var source = NdjsonSource.OfFile(Path.Combine(_folder, "none.ndjson"), RecordKind.Orders);

        var error = await Assert.ThrowsAsync<SourceUnreadableException>(() => source.ReadAsync());

        Assert.Contains("none.ndjson", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Reading_goes_on_behind_a_position()
    {
        var items = await Inputs.Of($"{Inputs.OrderLine}\n{Inputs.Cancel}\n{Inputs.OrderLine}").ReadAsync(
            afterPosition: 2);

        Assert.Equal(3, Assert.Single(items).Position);
    }

    [Theory]
    [InlineData("as it was", true)]
    [InlineData("appended to", true)]
    [InlineData("line mended", false)]
    [InlineData("line inserted", false)]
    [InlineData("cut off", false)]
    public async Task A_checkpoint_holds_for_what_was_read_and_no_other_content(string change, bool matches)
    {
        var path = Path.Combine(_folder, "orders.ndjson");
        string[] lines = [Inputs.OrderLine, "bad", Inputs.Cancel];
        await File.WriteAllLinesAsync(path, lines);
        var source = NdjsonSource.OfFile(path, RecordKind.Orders);
        var last = (await source.ReadAsync())[^1];
        await File.WriteAllLinesAsync(path, change switch
        {
            "appended to" => [.. lines, Inputs.OrderLine],
            "line mended" => [lines[0], Inputs.OrderLine, lines[2]],
            "line inserted" => ["", .. lines],
            "cut off" => lines[..2],
            _ => lines,
        });

        var again = NdjsonSource.OfFile(path, RecordKind.Orders);

        Assert.Equal(source.Identity, again.Identity);
        Assert.Equal(matches, await again.MatchesAsync(new Checkpoint(last.Position, last.Fingerprint), default));
    }

    [Fact]
    public async Task Progress_ends_at_the_size_of_the_file()
    {
        var path = Path.Combine(_folder, "orders.ndjson");
        await File.WriteAllTextAsync(path, $"{Inputs.OrderLine}\n{Inputs.Cancel}\n");
        var source = NdjsonSource.OfFile(path, RecordKind.Orders);

        Assert.Equal(source.TotalBytes, (await source.ReadAsync())[^1].BytesRead);
    }

    [Fact]
    public async Task Movements_come_as_json_and_as_csv()
    {
        const string Csv =
            "warehouse;sku;kind;quantity;reference;at;name\r\n"
            + "BER1;A-1;receipt;100;GR-4711;2026-11-27T10:00:00+01:00;\"Kanne; \"\"grün\"\"\"\r\n"
            + "BER1;A-1;count;ten;C-1;2026-11-27T10:00:00Z;\r\n";
        var json = await Inputs.CommandAsync<StockCommand.Move>(Inputs.Movement, RecordKind.Stock);

        var items = await Inputs.Of(Csv, RecordKind.Stock).ReadAsync();

        var at = new DateTimeOffset(2026, 11, 27, 9, 0, 0, TimeSpan.Zero);
        var expected = new StockCommand.Move(
            MovementKind.Receipt, "BER1", 100, 5, "GR-4711", at, "Teekanne", new Actor("feed:stock"));
        Assert.Equal(expected, json);
        Assert.Equal(expected with { SafetyStock = null, Name = "Kanne; \"grün\"" }, items[0].Commands[0].Command);
        Assert.Equal(
            (3L, "wrong-type", "quantity", "ten"),
            (items[1].Position, items[1].Rejection?.Reason, items[1].Rejection?.Place, items[1].Rejection?.Found));
        var retried = await Inputs.Of(items[1].Raw.ToArray(), RecordKind.Stock).ReadAsync();
        Assert.Equal("wrong-type", Assert.Single(retried).Rejection?.Reason);
    }

    [Fact]
    public async Task A_movement_file_without_a_column_is_an_error_that_names_it()
    {
        var error = await Assert.ThrowsAsync<SourceUnreadableException>(
            () => Inputs.Of(
                "sku,warehouse,kind,quantity,at\nA,B,count,1,2026-11-27T10:00:00Z\n", RecordKind.Stock).ReadAsync());

        Assert.Contains("'reference'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_shipment_is_read()
    {
        var ship = await Inputs.CommandAsync<OrderCommand.Ship>(Inputs.Shipment, RecordKind.Shipments);

        Assert.Equal(("S-1", "BER1", "DHL", "0034"), (ship.Shipment, ship.Warehouse, ship.Carrier, ship.Tracking));
        Assert.Equal(new ShipLine("1", 2), Assert.Single(ship.Lines));
    }

    private sealed class SlowStream(byte[] bytes, int bytesAtATime) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(buffer.Length, bytesAtATime)], cancellationToken);
    }
}
