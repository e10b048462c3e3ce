using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using OrderToCash.Application.Pipelines;
using OrderToCash.Domain.Flows;
using OrderToCash.Domain.Orders;
using OrderToCash.Domain.Values;

namespace OrderToCash.Adapters.Files;

/// <summary>Makes orders of invoices and cancellations of returned lines. One thread.</summary>
internal sealed class RetailOrders
{
    private readonly RetailCsvMapping _mapping;
    private readonly Actor _actor;
    private readonly Currency _currency;
    private readonly TimeZoneInfo _zone;
    private readonly PurchaseMemory _memory = new();

    /// <exception cref="SourceUnreadableException">The mapping's currency or time zone isn't known.</exception>
    public RetailOrders(RetailCsvMapping mapping, Actor? actor)
    {
        _mapping = mapping;
        _actor = actor ?? new Actor("feed:" + mapping.Channel);
        if (!Currency.TryParse(mapping.Currency, out _currency))
        {
            throw new SourceUnreadableException(
                $"The mapping's currency '{mapping.Currency}' is not a supported ISO 4217 code.");
        }

        if (!TimeZoneInfo.TryFindSystemTimeZoneById(mapping.TimeZone, out var zone))
        {
            throw new SourceUnreadableException(
                $"The mapping's time zone '{mapping.TimeZone}' isn't known to this machine: on a bare one install the "
                + "package tzdata.");
        }

        _zone = zone;
    }

    /// <summary>The order of an invoice, or why it is none.</summary>
    public RecordRead Place(List<RetailRow> rows)
    {
        var first = rows[0];
        var country = _mapping.Countries.GetValueOrDefault(first.Country);
        var rate = RateOf(country, DateOnly.FromDateTime(first.At));
        var lines = ImmutableArray.CreateBuilder<OrderLine>(rows.Count);
        foreach (var row in rows)
        {
            if (row.Kind == RetailRowKind.Goods)
            {
                lines.Add(new OrderLine(
                    (lines.Count + 1).ToString(CultureInfo.InvariantCulture), new Sku(row.Sku), NullIfEmpty(row.Name),
                    row.Quantity, row.Price, rate));
            }
        }

        if (lines.Count == 0)
        {
            return RecordRead.Refused(new Rejection(
                "no-goods", first.Invoice, "carriage alone", "an order with goods",
                "The amount is in no order: post it by hand."));
        }

        var content = new OrderContent
        {
            Channel = _mapping.Channel,
            OrderNumber = first.Invoice,
            PlacedAt = new DateTimeOffset(first.At, _zone.GetUtcOffset(first.At)).ToUniversalTime(),
            Currency = _currency,
            PricesIncludeTax = _mapping.PricesIncludeTax,
            Customer = new Customer(NullIfEmpty(first.Customer), null, null),
            Lines = lines.DrainToImmutable(),
            Shipping = ShippingOf(rows, rate, out var carriage),
            Payment = new PaymentTerms(PaymentMethod.Invoice, _mapping.TermsDays, []),
            ExtraJson = CountryJson(first.Country, country),
        };
        return carriage is not null ? RecordRead.Refused(carriage)
            : OrderCheck.Errors(content) is { } errors ? RecordRead.Refused(errors)
            : Placed(content);
    }

    /// <summary>The cancellation of a returned line, or why there is none.</summary>
    /// <param name="number">Of the line among those of its invoice.</param>
    public RecordRead Cancel(RetailRow row, int number)
    {
        if (row.Quantity == int.MinValue || row.Customer.Length == 0
            || _memory.TakeBack(row.Customer, row.Sku, -row.Quantity) is not var (order, lines))
        {
            return RecordRead.Refused(new Rejection(
                "return-without-order", $"line {row.Csv.Line}",
                $"{-(long)row.Quantity} of {row.Sku} from customer '{row.Customer}'",
                "an order of that customer before it, with as many of them left",
                "Send the order first, or credit it by hand."));
        }

        var at = new DateTimeOffset(row.At, _zone.GetUtcOffset(row.At)).ToUniversalTime();
        return RecordRead.Of(
            Kinds.Order, _mapping.Channel + ":" + order,
            new OrderCommand.Cancel("returned by " + row.Invoice, at, lines, _actor, $"{row.Invoice}:{number}"));
    }

    private RecordRead Placed(OrderContent content)
    {
        if (content.Customer.Id is { } customer)
        {
            foreach (var line in content.Lines)
            {
                _memory.Add(customer, content.OrderNumber, line);
            }
        }

        return RecordRead.Of(Kinds.Order, content.Id.Value, new OrderCommand.Place(content, _actor));
    }

    /// <summary>All carriage of the invoice as one shipping cost; null where there is none.</summary>
    private Shipping? ShippingOf(List<RetailRow> rows, decimal rate, out Rejection? rejection)
    {
        rejection = null;
        var amount = 0m;
        RetailRow? last = null;
        foreach (var row in rows)
        {
            if (row.Kind == RetailRowKind.Carriage)
            {
                amount += row.Quantity * row.Price;
                last = row;
            }
        }

        if (last is null)
        {
            return null;
        }

        if (!new MinorAmounts(_currency).TryConvert(amount, out var minor, out var reason, out var expected))
        {
            rejection = new Rejection(
                reason, $"line {last.Csv.Line}, {_mapping.PriceColumn}", $"{amount} of carriage", expected);
        }

        return new Shipping(last.Name.Length == 0 ? last.Sku : last.Name, minor, rate);
    }

    private static string? NullIfEmpty(string text) => text.Length == 0 ? null : text;

    private decimal RateOf(string? country, DateOnly day)
    {
        foreach (var rate in _mapping.TaxRates)
        {
            if (rate.Country == country && day >= rate.From)
            {
                return rate.Percent;
            }
        }

        return 0;
    }

    /// <summary>The file has no addresses, only a country: it stays with the order as it came.</summary>
    private static string? CountryJson(string name, string? code) => name.Length == 0
        ? null
        : code is null
            ? $$"""{"country":{{JsonSerializer.Serialize(name)}}}"""
            : $$"""{"country":{{JsonSerializer.Serialize(name)}},"countryCode":"{{code}}"}""";
}
