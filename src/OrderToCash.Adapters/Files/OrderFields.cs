namespace OrderToCash.Adapters.Files;

/// <summary>The fields of an order, and of a cancellation, which comes among orders.</summary>
public static class OrderFields
{
    internal const int Channel = 0, OrderNumber = 1, PlacedAt = 2, Currency = 3, PricesIncludeTax = 4, Customer = 5,
        BillTo = 6, ShipTo = 7, Lines = 8, Shipping = 9, Discounts = 10, Total = 11, UpdatedAt = 12, Payment = 13,
        Policy = 14, Cancel = 15;

    internal const int CustomerId = 0, CustomerEmail = 1, CustomerName = 2, CustomerCompany = 3, CustomerVatId = 4,
        CustomerPhone = 5;

    internal const int AddressName = 0, AddressCompany = 1, AddressStreet = 2, AddressLine2 = 3, AddressPostalCode = 4,
        AddressCity = 5, AddressRegion = 6, AddressCountry = 7;

    internal const int LineId = 0, LineSku = 1, LineName = 2, LineQuantity = 3, LineUnitPrice = 4, LineTaxRate = 5,
        LineDiscount = 6;

    internal const int ShippingMethod = 0, ShippingPrice = 1, ShippingTaxRate = 2;

    internal const int DiscountCode = 0, DiscountAmount = 1;

    internal const int PaymentMethod = 0, PaymentTermsDays = 1, PaymentSkonto = 2, PaymentProvider = 3,
        PaymentReference = 4, PaymentStatus = 5, PaymentAmount = 6;

    internal const int SkontoDays = 0, SkontoPercent = 1;

    internal const int PolicyBackorder = 0, PolicyPartial = 1;

    internal const int CancelReason = 0, CancelAt = 1, CancelLines = 2;

    internal const int CancelLineId = 0, CancelQuantity = 1;

    /// <summary>Who ordered.</summary>
    public static FieldSet CustomerSet { get; } = new(
        "Who ordered. Without an id the account is the e-mail address's; with neither, the order has its own",
        new Field(CustomerId, "id", FieldKind.Text, false, "The channel's id of the customer."),
        new Field(CustomerEmail, "email", FieldKind.Text, false, "E-mail address."),
        new Field(CustomerName, "name", FieldKind.Text, false, "The person's name."),
        new Field(CustomerCompany, "company", FieldKind.Text, false, "The company's name."),
        new Field(CustomerVatId, "vatId", FieldKind.Text, false, "The company's VAT identification number."),
        new Field(CustomerPhone, "phone", FieldKind.Text, false, "Telephone number."));

    /// <summary>A postal address.</summary>
    public static FieldSet AddressSet { get; } = new(
        "A postal address. Street, postal code and city may be missing: the order is then held for review",
        new Field(AddressName, "name", FieldKind.Text, false, "The recipient's name."),
        new Field(AddressCompany, "company", FieldKind.Text, false, "The recipient's company."),
        new Field(AddressStreet, "street", FieldKind.Text, false, "Street and number."),
        new Field(AddressLine2, "line2", FieldKind.Text, false, "A further line of the address."),
        new Field(AddressPostalCode, "postalCode", FieldKind.Text, false, "Postal code."),
        new Field(AddressCity, "city", FieldKind.Text, false, "City."),
        new Field(AddressRegion, "region", FieldKind.Text, false, "Region, state or province."),
        new Field(AddressCountry, "country", FieldKind.Text, true, "ISO 3166-1 alpha-2 code, upper case."));

    /// <summary>A line of an order.</summary>
    public static FieldSet LineSet { get; } = new(
        "A line of the order",
        new Field(LineId, "lineId", FieldKind.Text, true, "Unique within the order."),
        new Field(LineSku, "sku", FieldKind.Text, true, "The stock keeping unit."),
        new Field(LineName, "name", FieldKind.Text, false, "What the customer was told it is."),
        new Field(LineQuantity, "quantity", FieldKind.Integer, true, "Pieces, 1 to 1,000,000."),
        new Field(LineUnitPrice, "unitPrice", FieldKind.Decimal, true, "Price of one piece, at most six decimals."),
        new Field(LineTaxRate, "taxRate", FieldKind.Decimal, true, "Percent, 0 to 100."),
        new Field(LineDiscount, "discount", FieldKind.Decimal, false, "Discount on the whole line."));

    /// <summary>Shipping cost.</summary>
    public static FieldSet ShippingSet { get; } = new(
        "Shipping cost",
        new Field(ShippingMethod, "method", FieldKind.Text, false, "The channel's name of the way of shipping."),
        new Field(ShippingPrice, "price", FieldKind.Decimal, true, "What it costs."),
        new Field(ShippingTaxRate, "taxRate", FieldKind.Decimal, true, "Percent, 0 to 100."));

    /// <summary>A discount on the whole order.</summary>
    public static FieldSet DiscountSet { get; } = new(
        "A discount on the whole order, spread over its lines",
        new Field(DiscountCode, "code", FieldKind.Text, false, "The voucher's code."),
        new Field(DiscountAmount, "amount", FieldKind.Decimal, true, "The amount, not negative."));

    /// <summary>A cash discount.</summary>
    public static FieldSet SkontoSet { get; } = new(
        "A cash discount: percent off where paid within the days",
        new Field(SkontoDays, "days", FieldKind.Integer, true, "Days from the invoice date."),
        new Field(SkontoPercent, "percent", FieldKind.Decimal, true, "Percent, 0 to 100."));

    /// <summary>How the customer pays.</summary>
    public static FieldSet PaymentSet { get; } = new(
        "How the customer pays",
        new Field(
            PaymentMethod, "method", FieldKind.Choice, true,
            "Transfer before shipment, transfer after the invoice, or a provider.")
        {
            Choices = ["prepayment", "invoice", "psp"],
        },
        new Field(
            PaymentTermsDays, "termsDays", FieldKind.Integer, false,
            "Days from invoice to due date; required for `invoice`, else 0."),
        new Field(PaymentSkonto, "skonto", FieldKind.List, false, "Cash discounts.") { Fields = SkontoSet },
        new Field(PaymentProvider, "provider", FieldKind.Text, false, "The payment provider; required for `psp`."),
        new Field(PaymentReference, "reference", FieldKind.Text, false, "The provider's reference of the payment."),
        new Field(PaymentStatus, "status", FieldKind.Choice, false, "How far the provider is; required for `psp`.")
        {
            Choices = ["pending", "authorized", "captured"],
        },
        new Field(PaymentAmount, "amount", FieldKind.Decimal, false, "What the provider promised or took."));

    /// <summary>What to do where stock is short.</summary>
    public static FieldSet PolicySet { get; } = new(
        "What to do where stock is short",
        new Field(
            PolicyBackorder, "backorder", FieldKind.Choice, false,
            "Wait for goods, or refuse what is short; `allow` unless stated.")
        {
            Choices = ["allow", "reject"],
        },
        new Field(
            PolicyPartial, "partial", FieldKind.Choice, false,
            "Ship what is there, or all together; `ship-partial` unless stated.")
        {
            Choices = ["ship-partial", "ship-complete"],
        });

    /// <summary>Pieces of a line to cancel.</summary>
    public static FieldSet CancelLineSet { get; } = new(
        "Pieces of a line to cancel",
        new Field(CancelLineId, "lineId", FieldKind.Name, true, "A line of the order."),
        new Field(CancelQuantity, "quantity", FieldKind.Integer, true, "Pieces, at least 1."));

    /// <summary>A cancellation.</summary>
    public static FieldSet CancelSet { get; } = new(
        "A cancellation. The same reason, time and lines again are a repeat and change nothing",
        new Field(CancelReason, "reason", FieldKind.Text, true, "Why, for people."),
        new Field(CancelAt, "at", FieldKind.Time, true, "When it was asked for."),
        new Field(
            CancelLines, "lines", FieldKind.List, false, "What to cancel; without it, everything that isn't shipped.")
        {
            Fields = CancelLineSet,
        });

    /// <summary>An order, or a cancellation of a known one.</summary>
    public static FieldSet OrderSet { get; } = new(
        "An order, or the cancellation of a known one",
        new Field(Channel, "channel", FieldKind.Text, true, "The sales channel."),
        new Field(OrderNumber, "orderNumber", FieldKind.Text, true, "The channel's own number of the order."),
        new Field(PlacedAt, "placedAt", FieldKind.Time, true, "When the customer ordered."),
        new Field(Currency, "currency", FieldKind.Text, true, "ISO 4217 code of every amount."),
        new Field(
            PricesIncludeTax, "pricesIncludeTax", FieldKind.Boolean, true,
            "True where prices, discounts and shipping are gross."),
        new Field(Customer, "customer", FieldKind.Object, true, "Who ordered.") { Fields = CustomerSet },
        new Field(
            BillTo, "billTo", FieldKind.Object, false,
            "Where the invoice goes; `shipTo` unless stated.")
        { Fields = AddressSet },
        new Field(ShipTo, "shipTo", FieldKind.Object, true, "Where the goods go.") { Fields = AddressSet },
        new Field(Lines, "lines", FieldKind.List, true, "The lines, 1 to 10,000.") { Fields = LineSet },
        new Field(Shipping, "shipping", FieldKind.Object, false, "Shipping cost.") { Fields = ShippingSet },
        new Field(
            Discounts, "discounts", FieldKind.List, false, "Discounts on the whole order.")
        { Fields = DiscountSet },
        new Field(
            Total, "total", FieldKind.Decimal, false, "The gross total; a difference holds the order for review."),
        new Field(
            UpdatedAt, "updatedAt", FieldKind.Time, false,
            "Version of this content: an older one never overwrites a newer."),
        new Field(Payment, "payment", FieldKind.Object, true, "How the customer pays.") { Fields = PaymentSet },
        new Field(Policy, "policy", FieldKind.Object, false, "What to do where stock is short.") { Fields = PolicySet },
        new Field(
            Cancel, "cancel", FieldKind.Object, false,
            "Makes this a cancellation: only `channel` and `orderNumber` are read besides.")
        {
            Fields = CancelSet,
        });
}
