using System.Collections.Immutable;
using OrderToCash.Domain.Orders;
using OrderToCash.Domain.Values;

namespace OrderToCash.Domain.Receivables;

/// <summary>
/// What a customer account remembers: what is open, small totals, and which payments it applied. Settled items leave
/// it.
/// </summary>
/// <remarks>Mutable and private to its shard: only <see cref="CustomerAccount.Evolve"/> changes it.</remarks>
public sealed class CustomerAccountState
{
    /// <summary>Payments remembered so that none is applied twice; far more than an account sees in a year.</summary>
    public const int MaxAppliedPayments = 10_000;

    /// <summary>Settled documents remembered so that none is opened twice.</summary>
    public const int MaxSettledDocuments = 2_000;

    /// <summary>Direct debits remembered so that none counts twice; the oldest is forgotten first.</summary>
    public const int MaxDebits = 500;

    /// <summary>Credit answers remembered so that the same question is not answered twice.</summary>
    public const int MaxCreditAnswers = 1_000;

    // Nearly no account has any: all share the empty one.
    private static readonly ImmutableSortedDictionary<Currency, long> NoLimits =
        ImmutableSortedDictionary.Create<Currency, long>(
            Comparer<Currency>.Create(static (a, b) => string.CompareOrdinal(a.Code, b.Code)));

    internal CustomerAccountState(string id) => Id = new AccountId(id);

    /// <summary>The account's id.</summary>
    public AccountId Id { get; }

    /// <summary>Open invoices by number; numbers are compared ignoring case, as payers write them.</summary>
    public Dictionary<string, OpenItem> Invoices { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Orders of which something is open, granted or paid in advance.</summary>
    public Dictionary<OrderId, AccountOrder> Orders { get; } = [];

    /// <summary>Credit limits that a person set, by currency; others have the default.</summary>
    public ImmutableSortedDictionary<Currency, long> Limits { get; internal set; } = NoLimits;

    /// <summary>Why the customer's orders are held; null where they aren't.</summary>
    public string? BlockedFor { get; internal set; }

    /// <summary>Totals, one a currency.</summary>
    public List<AccountTotals> Totals { get; } = [];

    /// <summary>Ids of the payments applied last.</summary>
    public RecentTexts AppliedPayments { get; } = new(MaxAppliedPayments, StringComparer.Ordinal);

    /// <summary>What was taken back last: payment, attempt and by what.</summary>
    public RecentTexts UndonePayments { get; } = new(MaxAppliedPayments, StringComparer.Ordinal);

    /// <summary>Numbers of the documents settled last.</summary>
    public RecentTexts Settled { get; } = new(MaxSettledDocuments, StringComparer.OrdinalIgnoreCase);

    /// <summary>The items of these, as they have to be again where the money is taken back.</summary>
    public Dictionary<string, OpenItem> SettledItems { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>How many items were ever opened.</summary>
    public long OpenedItems { get; internal set; }

    /// <summary>The customer as another system knows it.</summary>
    public CustomerFacts Customer { get; } = new();

    /// <summary>Direct debits handed to the bank last, oldest first.</summary>
    public List<PresentedDebit> Debits { get; } = [];

    /// <summary>Order and revision of the credit requests answered last.</summary>
    public RecentTexts CreditAnswers { get; } = new(MaxCreditAnswers, StringComparer.Ordinal);

    /// <summary>The totals of a currency; null where the account never had any.</summary>
    public AccountTotals? FindTotals(Currency currency)
    {
        foreach (var totals in Totals)
        {
            if (totals.Currency == currency)
                return totals;
        }

        return null;
    }

    internal AccountTotals TotalsOf(Currency currency)
    {
        var totals = FindTotals(currency);
        if (totals is null)
        {
            totals = new AccountTotals(currency);
            Totals.Add(totals);
        }

        return totals;
    }

    internal AccountOrder OrderOf(OrderId id, Currency currency)
    {
        if (!Orders.TryGetValue(id, out var order))
        {
            order = new AccountOrder(id, currency);
            Orders.Add(id, order);
        }

        return order;
    }

    internal void AddSettled(string document)
    {
        if (Settled.Add(document) is { } forgotten)
            SettledItems.Remove(forgotten);
    }
}

/// <summary>The money of one order in its customer's account.</summary>
public sealed class AccountOrder(OrderId id, Currency currency)
{
    /// <summary>The order.</summary>
    public OrderId Id { get; } = id;

    /// <summary>The currency of its amounts.</summary>
    public Currency Currency { get; } = currency;

    /// <summary>Credit granted and not yet invoiced.</summary>
    public long GrantedMinor { get; internal set; }

    /// <summary>Prepayment asked for and not yet paid.</summary>
    public long PrepaymentMinor { get; internal set; }

    /// <summary>The order's revision that asked for the prepayment; 0 where not known.</summary>
    public int PrepaymentRevision { get; internal set; }

    /// <summary>Advances paid and not yet consumed by an invoice.</summary>
    public long AdvanceMinor { get; internal set; }

    /// <summary>What the customer was told to name in the transfer; null where no prepayment is asked for.</summary>
    public string? Reference { get; internal set; }

    /// <summary>Net and tax of the prepayment by rate, as asked for; null where not known.</summary>
    public ImmutableArray<TaxAmount>? OrderTaxes { get; internal set; }

    /// <summary>How <see cref="AdvanceMinor"/> splits by rate; null where not known.</summary>
    public ImmutableArray<TaxAmount>? AdvanceTaxes { get; internal set; }

    /// <summary>The order's open invoices, oldest first.</summary>
    public List<OpenItem> Invoices { get; } = [];

    /// <summary>True where nothing of the order is left to remember.</summary>
    public bool IsEmpty => GrantedMinor == 0 && PrepaymentMinor == 0 && AdvanceMinor == 0 && Invoices.Count == 0;
}

/// <summary>An account's totals in one currency, minor units.</summary>
public sealed class AccountTotals(Currency currency)
{
    /// <summary>The currency.</summary>
    public Currency Currency { get; } = currency;

    /// <summary>Σ of what is open of invoices.</summary>
    public long OpenInvoicesMinor { get; internal set; }

    /// <summary>Σ of credit granted and not yet invoiced.</summary>
    public long GrantedMinor { get; internal set; }

    /// <summary>Σ of money that was applied to no document.</summary>
    public long OnAccountMinor { get; internal set; }

    /// <summary>Σ of advances that became a credit, proposed for refund.</summary>
    public long RefundProposedMinor { get; internal set; }

    /// <summary>What the customer owes or may come to owe: the figure that the credit limit is compared with.</summary>
    public long ExposureMinor => OpenInvoicesMinor + GrantedMinor;
}
