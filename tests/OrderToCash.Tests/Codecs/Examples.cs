using System.Collections.Immutable;
using OrderToCash.Domain.Orders;
using OrderToCash.Domain.Values;

namespace OrderToCash.Tests.Codecs;

/// <summary>An event with its fields, and one with as few as it can have, as in the golden files.</summary>
/// <param name="Id">The entity's id within its kind: reactions depend on it.</param>
/// <param name="Later">
/// With fields that came after the file was published: its lines stay as they are, another one is added.
/// </param>
internal sealed record Example(string Id, object Full, object Minimal, object? Later = null);

/// <summary>An example of every event.</summary>
internal static partial class Examples
{
    private const string OrderNumber = "shopify:1001";

    private static readonly DateTimeOffset Placed = new(2026, 3, 1, 9, 30, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Later = Placed.AddDays(2).AddTicks(1_234_567);
    private static readonly DateOnly Day = new(2026, 3, 3);
    private static readonly OrderId Order = new(OrderNumber);
    private static readonly AccountId Account = new("shopify:c-77");
    private static readonly PaymentId Payment = new("DE89370400440532013000/2026030312345678");
    private static readonly Iban OwnIban = new("DE89370400440532013000");
    private static readonly Sku Mug = new("MUG-BLUE");
    private static readonly Sku Poster = new("POSTER-A2");
    private static readonly Actor Feed = new("feed:shopify");
    private static readonly Actor Ada = new("user:ada");

    private static readonly ImmutableArray<Evidence> Evidence =
        [new("total stated", "39.80 EUR", "41.80 EUR"), new("line", "1")];

    private static readonly ImmutableArray<TaxAmount> Taxes = [new(7m, 1000, 70), new(19.00m, 3345, 635)];

    private static readonly ImmutableArray<Skonto> Skonto = [new(7, 2.5m)];

    private static readonly ImmutableArray<SkuQuantity> Asks = [new(Mug, 2), new(Poster, 1)];

    private static readonly ImmutableArray<WarehouseQuantity> Warehouses = [new("BER", 2), new("HAM", 1)];

    private static readonly Address Berlin = new(
        "Ada Lovelace", "Torstraße 1", "10119", "Berlin", "DE", "Lovelace GmbH", "Hinterhaus", "BE");

    // Static fields of the other files may not be set yet when those of this one are.
    private static readonly Lazy<ImmutableArray<Example>> Created = new(
        () => [.. OrderExamples(), .. StockExamples(), .. MoneyExamples(), .. CheckExamples()]);

    /// <summary>All of them, in the order of the unions' declarations.</summary>
    public static ImmutableArray<Example> All => Created.Value;
}
