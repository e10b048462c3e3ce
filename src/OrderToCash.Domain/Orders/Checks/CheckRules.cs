using OrderToCash.Domain.Receivables;

namespace OrderToCash.Domain.Orders.Checks;

/// <summary>Which checks hold an order, and from which limits on: settings of a store.</summary>
/// <remarks>What is compared with amounts is in whole units of the order's currency.</remarks>
public sealed record CheckRules
{
    /// <summary>The total of <see cref="SmallOrder"/> where a store sets no other.</summary>
    public const int DefaultSmallOrder = 500;

    /// <summary>What holds where a store sets nothing else.</summary>
    public static CheckRules Default { get; } = new();

    /// <summary>An address has to have what a carrier needs.</summary>
    public bool Addresses { get; init; } = true;

    /// <summary>A postal code has to look like one of its country.</summary>
    public bool PostalCodes { get; init; } = true;

    /// <summary>What an order states has to add up, and its payment to cover it.</summary>
    public bool Totals { get; init; } = true;

    /// <summary>
    /// Pieces that a line may have; null: any. The largest ordinary lines of a wholesaler's year have 5,000; what is
    /// mistyped has a digit or two more. An order held for this promises nothing until a person lets it go on.
    /// </summary>
    public int? MaxQuantity { get; init; } = 10_000;

    /// <summary>
    /// Minutes within which one customer doesn't order the same twice; null: may. Of the customer's times, so that a
    /// file taken in late is judged as if it had come at once.
    /// </summary>
    public int? DuplicateMinutes { get; init; } = 10;

    /// <summary>Orders from one e-mail address within the window; null: any number.</summary>
    public int? MaxPerEmail { get; init; } = 10;

    /// <summary>Orders to one postal address within the window; null: any number. Offices share one.</summary>
    public int? MaxPerAddress { get; init; } = 20;

    /// <summary>The window of the two counts, minutes.</summary>
    public int WindowMinutes { get; init; } = 60;

    /// <summary>From this total on bill and goods have to go to one country; null: never.</summary>
    public int? CountriesDifferFrom { get; init; } = 500;

    /// <summary>Up to this total an order on invoice goes out without asking what its customer owes.</summary>
    public int SmallOrder { get; init; } = DefaultSmallOrder;

    /// <summary>What a customer may owe for whom nobody set a limit.</summary>
    public int DefaultCredit { get; init; } = CustomerAccount.DefaultLimit;
}
