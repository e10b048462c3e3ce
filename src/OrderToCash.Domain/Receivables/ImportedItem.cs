using System.Collections.Immutable;
using OrderToCash.Domain.Orders;
using OrderToCash.Domain.Values;

namespace OrderToCash.Domain.Receivables;

/// <summary>An open item of another system.</summary>
/// <param name="Document">Its number, unique in the account.</param>
/// <param name="Kind">An invoice or a credit note.</param>
/// <param name="OrderNumber">The order, as its customer knows it; null where not given.</param>
/// <param name="Reference">The ISO 11649 creditor reference printed on it; null where not given.</param>
/// <param name="AmountMinor">What is open of it, positive for a credit note too.</param>
/// <param name="Customer">What is known of the customer.</param>
public sealed record ImportedItem(
    string Document, ItemKind Kind, string? OrderNumber, string? Reference, DateOnly IssueDate, DateOnly DueDate,
    long AmountMinor, Currency Currency, ImmutableArray<Skonto> Skonto, ImportedCustomer Customer);

/// <summary>What another system knows of a customer.</summary>
/// <param name="Number">The customer number, as it stands on invoices; null where not given.</param>
/// <param name="Name">The name; null where not given.</param>
/// <param name="Ibans">Accounts that the customer pays from.</param>
public sealed record ImportedCustomer(string? Number, string? Name, ImmutableArray<string> Ibans);
