using Xunit;
using static OrderToCash.Tests.Marketplaces.ShopifyBodies;

namespace OrderToCash.Tests.Marketplaces;

/// <summary>What Shopify says of pieces that were shipped.</summary>
public sealed class ShopifyShippedTests
{
    [Theory]
    [InlineData("null", "null", "null", null)]
    [InlineData("\"restocked\"", "null", "null", null)]
    [InlineData("\"fulfilled\"", "null", "null", "all: fulfillment_status fulfilled")]
    [InlineData(
        "null", "\"fulfilled\"", "\"fulfilled\"",
        "all: line_items[0] 3 of 3 pieces of A shipped; line_items[1] 5 of 5 pieces of B shipped")]
    [InlineData("\"partial\"", "null", "null", "part: fulfillment_status partial")]
    [InlineData(
        "\"partial\"", "\"fulfilled\"", "\"partial\",\"fulfillable_quantity\":3",
        "part: fulfillment_status partial; line_items[0] 3 of 3 pieces of A shipped; "
        + "line_items[1] 2 of 5 pieces of B shipped")]
    [InlineData("null", "null", "\"partial\"", "part: line_items[1] some of 5 pieces of B shipped")]
    public void What_was_shipped_is_told(string order, string first, string second, string? expected)
    {
        var lines = Line(1, "A", 3, rest: $",\"fulfillment_status\":{first}") + ","
            + Line(2, "B", 5, rest: $",\"fulfillment_status\":{second}");
        var change = $",\"fulfillment_status\":{order}";

        Assert.Equal(expected, Deliveries.Shipped(Order(change, lines, "84.90")));
        Assert.Null(Deliveries.Shipped(
            Order(change + ",\"cancelled_at\":\"2026-11-27T00:00:05+01:00\"", lines, "84.90")));
    }

    [Fact]
    public void Of_many_shipped_lines_ten_are_shown_with_the_number_of_the_others()
    {
        var lines = string.Join(',', Enumerable.Range(1, 13).Select(
            id => Line(id, "A-" + id, rest: id == 13 ? "" : ",\"fulfillment_status\":\"fulfilled\"")));

        var shipped = Deliveries.Shipped(Order(lines: lines, total: "134.90"));

        Assert.StartsWith("part: line_items[0] 1 of 1", shipped, StringComparison.Ordinal);
        Assert.EndsWith(
            "line_items[9] 1 of 1 pieces of A-10 shipped; lines 2 more shipped", shipped, StringComparison.Ordinal);
    }
}
