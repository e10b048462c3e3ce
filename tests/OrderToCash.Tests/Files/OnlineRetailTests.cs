using OrderToCash.Adapters.Files;
using OrderToCash.Domain.Orders;
using Xunit;

namespace OrderToCash.Tests.Files;

/// <summary>The whole data set: every line is in exactly one order, cancellation or refusal.</summary>
public sealed class OnlineRetailTests
{
    private const int Rows = 320_705;

    [OnlineRetailFact]
    public async Task Every_line_is_accounted_for_once()
    {
        var bytes = await OnlineRetail.ReadAsync();
        var source = RetailCsvSource.OfStream(new MemoryStream(bytes), "online_retail.csv", new RetailCsvMapping());
        var (rows, orders, cancels, orderLines, position) = (0, 0, 0, 0, 0L);
        var reasons = new SortedDictionary<string, int>(StringComparer.Ordinal);
        var ids = new HashSet<string>(StringComparer.Ordinal);
        await foreach (var item in source.ReadAsync(0, default))
        {
            Assert.True(item.Position > position, $"{item.Position} follows {position}");
            position = item.Position;
            rows += item.Raw.Span.Count((byte)'\n') - 1;
            switch (item.Commands)
            {
                case [{ Command: OrderCommand.Place place }]:
                    orders++;
                    orderLines += place.Content.Lines.Length;
                    Assert.True(ids.Add(item.Commands[0].To.Id));
                    break;
                case [{ Command: OrderCommand.Cancel }]:
                    cancels++;
                    Assert.Contains(item.Commands[0].To.Id, ids);
                    break;
                default:
                    var reason = item.Rejection?.Reason ?? "none";
                    reasons[reason] = reasons.GetValueOrDefault(reason) + 1;
                    break;
            }
        }

        Assert.Equal(Rows, rows);
        Assert.Equal(
            "12872 orders of 312408 lines, 4420 cancellations, refused: 3 bad-debt-adjustment, 646 no-goods, "
            + "1034 return-without-order, 925 stock-adjustment",
            $"{orders} orders of {orderLines} lines, {cancels} cancellations, refused: "
            + string.Join(", ", reasons.Select(reason => $"{reason.Value} {reason.Key}")));
    }
}
