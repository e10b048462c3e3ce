using OrderToCash.Server.Completeness;
using OrderToCash.Server.Hooks;
using Xunit;

namespace OrderToCash.Tests.Completeness;

/// <summary>Which series of order numbers a missing one is looked for in.</summary>
public sealed class SeriesChoiceTests
{
    [Theory]
    [InlineData("shopify", "platform", null, "platform (all)")]
    [InlineData("shopware", "platform", null, "platform (all)")]
    [InlineData("woocommerce", "platform", "", "platform (none)")]
    [InlineData("ebay", "platform", "", "platform (none)")]
    [InlineData("shopify", "none", "", "none")]
    [InlineData("woocommerce", "all", null, "all")]
    [InlineData("woocommerce", "W-#", "W-#", "W-#")]
    [InlineData("edifact", "W-#, #/26,W-#", "W-#,#/26", "W-#,#/26")]
    public void Is_the_platforms_unless_chosen(string platform, string text, string? series, string words)
    {
        Assert.True(SeriesChoice.TryParse(text, out var choice));
        var shop = new HookChannel(platform, "tea", null, HookProof.Shopify, [], [], null, null) { Series = choice };
        Assert.Equal(series, SeriesChoice.Of(shop) is { } chosen ? string.Join(',', chosen) : null);
        Assert.Equal(words, SeriesChoice.WordsOf(shop));
    }

    [Theory]
    [InlineData("")]
    [InlineData("W-")]
    [InlineData("##")]
    [InlineData("W-#,,")]
    [InlineData("#aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    public void Refuses_what_counts_nowhere(string text) => Assert.False(SeriesChoice.TryParse(text, out _));
}
