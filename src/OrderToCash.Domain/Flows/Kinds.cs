namespace OrderToCash.Domain.Flows;

/// <summary>The names of the kinds of entity. They are stored in journals: a published name never changes.</summary>
public static class Kinds
{
    /// <summary><c>Orders.Order</c>, by channel and order number.</summary>
    public const string Order = "order";

    /// <summary><c>Inventory.StockItem</c>, by SKU.</summary>
    public const string Sku = "sku";

    /// <summary><c>Receivables.CustomerAccount</c>, by account id.</summary>
    public const string Account = "account";

    /// <summary><c>Payments.Payment</c>, by own account and bank reference.</summary>
    public const string Payment = "payment";

    /// <summary><c>Payments.BankAccount</c>, by IBAN.</summary>
    public const string Bank = "bank";

    /// <summary><c>Numbering.NumberSeries</c>, by series and year.</summary>
    public const string Series = "series";

    /// <summary><c>Payments.Settlement</c>, by provider and payout.</summary>
    public const string Settlement = "settlement";

    /// <summary><c>CashApplication.Policies.MatchPolicies</c>, one only.</summary>
    public const string Policy = "policy";

    /// <summary><c>Orders.Checks.StoreChecks</c>, one only.</summary>
    public const string Checks = "checks";
}
