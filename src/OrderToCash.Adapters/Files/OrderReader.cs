using System.Collections.Immutable;
using System.Runtime.InteropServices;
using OrderToCash.Domain.Flows;
using OrderToCash.Domain.Orders;
using OrderToCash.Domain.Values;

namespace OrderToCash.Adapters.Files;

/// <summary>Reads orders and cancellations.</summary>
/// <remarks>
/// Amounts are kept as written until the whole order is read, since the currency, which says how many decimals they may
/// have, can come after them. Measured on one core: see docs/formats/orders.md.
/// </remarks>
internal sealed partial class OrderReader : IRecordReader, IDisposable
{
    private const ulong CancelRequired =
        (1UL << OrderFields.Channel) | (1UL << OrderFields.OrderNumber) | (1UL << OrderFields.Cancel);

    private readonly Actor? _actor;
    private readonly JsonPlace _place = new();
    private readonly RepeatedTexts _texts = new();
    private readonly ExtraFields _extra = new();
    private readonly List<OrderLine> _lines = [];
    private readonly List<decimal> _lineDiscounts = [];
    private readonly List<(string? Code, decimal Amount)> _discounts = [];
    private Actor _lastActor;
    private string? _lastChannel;

    /// <param name="actor">Who sends the orders; null means the feed of each order's channel.</param>
    public OrderReader(Actor? actor) => _actor = actor;

    /// <inheritdoc/>
    public RecordRead Read(ReadOnlySpan<byte> json)
    {
        var input = new JsonInput(json, _place, _texts, _extra);
        var draft = new Draft();
        _lines.Clear();
        _lineDiscounts.Clear();
        _discounts.Clear();
        var scan = input.BeginObject();
        while (input.NextField(OrderFields.OrderSet, ref scan))
        {
            ReadField(ref input, scan.Index, ref draft);
        }

        var isCancel = scan.Has(OrderFields.Cancel);
        input.Require(OrderFields.OrderSet, scan, isCancel ? CancelRequired : OrderFields.OrderSet.Required);
        input.End();
        return isCancel ? Cancellation(ref input, draft) : Placed(ref input, draft);
    }

    /// <inheritdoc/>
    public void Dispose() => _extra.Dispose();

    private void ReadField(ref JsonInput input, int field, ref Draft draft)
    {
        switch (field)
        {
            case OrderFields.Channel: draft.Channel = input.RepeatedText(); break;
            case OrderFields.OrderNumber: draft.OrderNumber = input.Text(); break;
            case OrderFields.PlacedAt: draft.PlacedAt = input.Time(); break;
            case OrderFields.UpdatedAt: draft.UpdatedAt = input.Time(); break;
            case OrderFields.Currency: draft.Currency = ReadCurrency(ref input); break;
            case OrderFields.PricesIncludeTax: draft.PricesIncludeTax = input.Boolean(); break;
            case OrderFields.Customer: draft.Customer = ReadCustomer(ref input); break;
            case OrderFields.BillTo: draft.BillTo = ReadAddress(ref input); break;
            case OrderFields.ShipTo: draft.ShipTo = ReadAddress(ref input); break;
            case OrderFields.Lines: ReadLines(ref input); break;
            case OrderFields.Shipping: ReadShipping(ref input, ref draft); break;
            case OrderFields.Discounts: ReadDiscounts(ref input); break;
            case OrderFields.Total: draft.Total = input.Decimal(); break;
            case OrderFields.Payment: ReadPayment(ref input, ref draft); break;
            case OrderFields.Policy: draft.Policy = ReadPolicy(ref input); break;
            case OrderFields.Cancel: draft.Cancel = ReadCancel(ref input); break;
        }
    }

    private RecordRead Placed(ref JsonInput input, in Draft draft)
    {
        if (input.Problem is { } problem)
        {
            return RecordRead.Refused(problem);
        }

        var amounts = new MinorAmounts(draft.Currency);
        var content = new OrderContent
        {
            Channel = draft.Channel,
            OrderNumber = draft.OrderNumber,
            PlacedAt = draft.PlacedAt,
            UpdatedAt = draft.UpdatedAt,
            Currency = draft.Currency,
            PricesIncludeTax = draft.PricesIncludeTax,
            Customer = draft.Customer ?? new Customer(null, null, null),
            BillTo = draft.BillTo,
            ShipTo = draft.ShipTo,
            Lines = Lines(ref input, amounts),
            Shipping = draft.HasShipping
                ? new Shipping(
                    draft.ShippingMethod, amounts.Of(ref input, draft.ShippingPrice, "shipping.price"),
                    draft.ShippingTaxRate)
                : null,
            Discounts = Discounts(ref input, amounts),
            StatedTotalMinor = draft.Total is { } total ? amounts.Of(ref input, total, "total") : null,
            Payment = new PaymentTerms(
                draft.Method, draft.TermsDays, draft.Skonto.IsDefault ? [] : draft.Skonto,
                draft.Provider, draft.Reference, draft.Status,
                draft.PaidAmount is { } paid ? amounts.Of(ref input, paid, "payment.amount") : null),
            Policy = draft.Policy ?? OrderPolicy.Default,
            ExtraJson = _extra.Take(),
        };
        return input.Problem is { } amount
            ? RecordRead.Refused(amount)
            : OrderCheck.Errors(content) is { } errors
                ? RecordRead.Refused(errors)
                : RecordRead.Of(Kinds.Order, content.Id.Value, new OrderCommand.Place(content, ActorOf(draft.Channel)));
    }

    private RecordRead Cancellation(ref JsonInput input, in Draft draft)
    {
        var actor = ActorOf(draft.Channel);
        return input.Problem is { } problem ? RecordRead.Refused(problem)
            : draft.Cancel is { } cancel
                ? RecordRead.Of(
                    Kinds.Order, draft.Channel + ":" + draft.OrderNumber,
                    cancel with { Actor = actor, ExtraJson = _extra.Take() })
                : throw new InvalidOperationException("Bug: a cancellation was read, but is not there.");
    }

    private ImmutableArray<OrderLine> Lines(ref JsonInput input, MinorAmounts amounts)
    {
        var lines = new OrderLine[_lines.Count];
        for (var i = 0; i < lines.Length; i++)
        {
            var discount = _lineDiscounts[i];
            lines[i] = discount == 0
                ? _lines[i]
                : _lines[i] with { DiscountMinor = amounts.Of(ref input, discount, "lines", i, "discount") };
        }

        return ImmutableCollectionsMarshal.AsImmutableArray(lines);
    }

    private ImmutableArray<OrderDiscount> Discounts(ref JsonInput input, MinorAmounts amounts)
    {
        if (_discounts.Count == 0)
        {
            return [];
        }

        var discounts = new OrderDiscount[_discounts.Count];
        for (var i = 0; i < discounts.Length; i++)
        {
            discounts[i] = new OrderDiscount(
                _discounts[i].Code, amounts.Of(ref input, _discounts[i].Amount, "discounts", i, "amount"));
        }

        return ImmutableCollectionsMarshal.AsImmutableArray(discounts);
    }

    private Actor ActorOf(string channel)
    {
        if (_actor is { } actor)
        {
            return actor;
        }

        if (!ReferenceEquals(channel, _lastChannel))
        {
            _lastChannel = channel;
            _lastActor = new Actor("feed:" + channel);
        }

        return _lastActor;
    }

    /// <summary>What is read of an order before its currency is known for sure.</summary>
    private struct Draft()
    {
        public string Channel = "";
        public string OrderNumber = "";
        public DateTimeOffset PlacedAt;
        public DateTimeOffset? UpdatedAt;
        public Currency Currency;
        public bool PricesIncludeTax;
        public Customer? Customer;
        public Address? BillTo;
        public Address? ShipTo;
        public decimal? Total;
        public OrderPolicy? Policy;
        public OrderCommand.Cancel? Cancel;
        public bool HasShipping;
        public string? ShippingMethod;
        public decimal ShippingPrice;
        public decimal ShippingTaxRate;
        public PaymentMethod Method;
        public int TermsDays;
        public ImmutableArray<Skonto> Skonto;
        public string? Provider;
        public string? Reference;
        public PspStatus? Status;
        public decimal? PaidAmount;
    }
}
