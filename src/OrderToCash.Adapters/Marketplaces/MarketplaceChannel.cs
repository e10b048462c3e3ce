using OrderToCash.Domain.Values;

namespace OrderToCash.Adapters.Marketplaces;

/// <summary>Where orders come from.</summary>
/// <param name="Name">The sales channel, the first half of an order's id.</param>
/// <param name="Actor">Who sends them, in the orders' events.</param>
/// <param name="TaxRate">Percent, for lines and charges of which a document states no tax; null means 0.</param>
internal sealed record MarketplaceChannel(string Name, Actor Actor, decimal? TaxRate);
