using System.Collections.Immutable;
using OrderToCash.Adapters.Files;
using OrderToCash.Domain.Flows;
using OrderToCash.Domain.Orders;
using OrderToCash.Domain.Values;

namespace OrderToCash.Adapters.Marketplaces;

/// <summary>Collects what a platform says of an order, and makes its content of it.</summary>
internal sealed partial class ForeignOrder(MarketplaceChannel channel, Reading reading)
{
    private readonly KeptFields _extra = new();

    public MarketplaceChannel Channel { get; } = channel;

    public Reading Reading { get; } = reading;

    public string Number { get; set; } = "";

    /// <summary>The platform's own id, where two orders may have one number; null: none.</summary>
    public string? PlatformId { get; set; }

    public DateTimeOffset PlacedAt { get; set; }

    public DateTimeOffset? UpdatedAt { get; set; }

    public Currency? Currency { get; private set; }

    public bool PricesIncludeTax { get; set; }

    public Customer Customer { get; set; } = new(null, null, null);

    public Address? BillTo { get; set; }

    public Address? ShipTo { get; set; }

    public List<ForeignLine> Lines { get; } = [];

    public List<ForeignCharge> Charges { get; } = [];

    /// <summary>Discounts on the whole order that the platform did not spread over the lines itself.</summary>
    public List<(string? Code, decimal Amount)> Discounts { get; } = [];

    /// <summary>What the seller is to get by the platform's sum; null where none is stated.</summary>
    public decimal? Total { get; set; }

    /// <summary>The same without tax, where only that is stated.</summary>
    public decimal? NetTotal { get; set; }

    public PaymentTerms Payment { get; set; } = new(PaymentMethod.Invoice, DefaultTermsDays, []);

    /// <summary>What the provider took or promised; null where not said.</summary>
    public decimal? PaidAmount { get; set; }

    public OrderPolicy Policy { get; set; } = OrderPolicy.Default;

    /// <summary>Cancellations to be decided with the order.</summary>
    public List<OrderCommand.Cancel> Cancels { get; } = [];

    /// <summary>Terms of an invoice where a partner states none.</summary>
    public const int DefaultTermsDays = 30;

    /// <summary>Takes the currency, or refuses it.</summary>
    public void SetCurrency(string? code, string place)
    {
        if (Domain.Values.Currency.TryParse(code, out var currency))
        {
            Currency = currency;
            return;
        }

        Reading.Refuse(
            code is null ? "missing-field" : "unknown-currency", place, code is null ? "nothing" : Reading.Shown(code),
            "the ISO 4217 code of a supported currency, as EUR");
    }

    /// <summary>Refuses an amount in another currency than the order's: none is converted here.</summary>
    public void CheckCurrency(string? code, Func<string> place)
    {
        if (code is not null && Currency is { } currency && code != currency.Code)
        {
            Reading.Refuse(
                "other-currency", place(), Reading.Shown(code), $"{currency.Code}, the order's currency");
        }
    }

    /// <summary>Keeps a field that the order has no place for; null is left out.</summary>
    public void Keep(string name, string? text)
    {
        if (text is not null)
            _extra.AddText(name, text);
    }

    /// <summary>Keeps a field as it came; absent, and empty lists and objects, are left out.</summary>
    public void Keep(string name, Json.JsonPart value)
    {
        if (value.Exists && !value.Bytes.SequenceEqual("[]"u8) && !value.Bytes.SequenceEqual("{}"u8)
            && !value.Bytes.SequenceEqual("\"\""u8))
        {
            _extra.Add(name, value.Bytes);
        }
    }

    /// <summary>Asks for a cancellation after the order is taken in; without lines of everything.</summary>
    /// <param name="mayBeLate">It is nothing to speak of where all is shipped already.</param>
    public void Cancel(
        string reason, DateTimeOffset at, string requestId, ImmutableArray<CancelLine> lines = default,
        bool mayBeLate = false) => Cancels.Add(new OrderCommand.Cancel(
            reason, at, lines.IsDefault ? [] : lines, Channel.Actor, requestId, MayBeLate: mayBeLate));

    private OrderCommand.Place Place(OrderContent content) => new(content, Channel.Actor, [.. Cancels], Shipped());

    /// <summary>The order's commands, or why it is refused.</summary>
    public Translated Finish(ReadOnlyMemory<byte> raw)
    {
        var content = Reading.Problem is null ? Content() : null;
        var problem = Reading.Problem ?? (content is null ? null : OrderCheck.Errors(content));
        if (problem is not null)
            return Translated.Refused(raw, problem);
        if (content is null)
            throw new InvalidOperationException("Bug: an order was neither read nor refused.");
        content = WithNetTotal(content);
        var to = new EntityAddress(Kinds.Order, content.Id.Value);
        return Translated.Of(raw, [new Message(to, Place(content))]);
    }
}
