using OrderToCash.Adapters.Shops;
using OrderToCash.Server.Hooks;

namespace OrderToCash.Tests.Hooks;

/// <summary>The file of channels: older ones stay readable, and what is in it is its owner's alone.</summary>
public sealed class ChannelFileTests : IDisposable
{
    private const string Older =
        """
        {"channels": [{"platform": "shopify", "shop": "tea", "taxRate": "7", "proof": "shopify",
          "secrets": [{"value": "hush", "addedAt": "2026-11-20T10:00:00.0000000+00:00"}], "keys": [],
          "verificationToken": null, "endpoint": null}]}
        """;

    private readonly string _path = Path.Combine(
        Directory.CreateTempSubdirectory("o2c-channels-").FullName, "channels.json");

    [Fact]
    public void A_file_of_before_there_was_an_api_is_read()
    {
        File.WriteAllText(_path, Older);
        var channel = Assert.Single(new ChannelFile(_path).Read());
        Assert.Equal(("tea", 7m, "hush"), (channel.Shop, channel.TaxRate, channel.Secrets[0].Value));
        Assert.Null(channel.Api);
    }

    [Fact]
    public void The_api_comes_back_as_it_was_written()
    {
        var api = new ChannelApi(new ShopAccess(new Uri("https://tea.example/shop"), "ck_1", "cs_2"))
        {
            Location = "655441491", Every = null, Overlap = TimeSpan.FromMinutes(3), RequestsPerSecond = 4,
            Since = DateTimeOffset.UnixEpoch,
        };
        var channel = new HookChannel("woocommerce", "tea", null, HookProof.WooCommerce, [], [], null, null)
        {
            Api = api,
        };
        new ChannelFile(_path).Write([channel, channel with { Shop = "mugs", Api = new ChannelApi(api.Access) }]);
        Assert.Equal(
            [api, new ChannelApi(api.Access)], new ChannelFile(_path).Read().Select(read => read.Api));
    }

    [Fact]
    public void The_series_come_back_as_they_were_written()
    {
        var channel = new HookChannel("woocommerce", "tea", null, HookProof.WooCommerce, [], [], null, null);
        new ChannelFile(_path).Write(
            [channel, channel with { Series = [] }, channel with { Series = ["W-#", "R-#"] }]);
        Assert.Equal(
            [null, "", "W-#,R-#"],
            new ChannelFile(_path).Read().Select(read => read.Series is { } series ? string.Join(',', series) : null));
    }

    [Fact]
    public void What_is_wrong_in_it_is_named()
    {
        File.WriteAllText(_path, Older.Replace("\"endpoint\": null", "\"api\": {\"url\": \"x\"}"));
        var failure = Assert.Throws<InvalidDataException>(() => new ChannelFile(_path).Read());
        Assert.Contains("is not a file of channels (url)", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Only_its_owner_reads_it()
    {
        new ChannelFile(_path).Write([]);
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_path));
    }

    [Fact]
    public void What_lets_us_in_is_not_printed()
    {
        var text = new ChannelApi(new ShopAccess(new Uri("https://tea.example"), "ck_1", "cs_2")).ToString();
        Assert.DoesNotContain("cs_2", text, StringComparison.Ordinal);
        Assert.DoesNotContain("ck_1", text, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(Path.GetDirectoryName(_path)!, recursive: true);
}
