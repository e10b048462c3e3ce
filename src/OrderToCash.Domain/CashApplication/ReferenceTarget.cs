using System.Collections.Immutable;
using OrderToCash.Domain.Values;

namespace OrderToCash.Domain.CashApplication;

/// <summary>A document that a reference names.</summary>
/// <param name="Account">Whose document it is.</param>
/// <param name="Document">The invoice number or order id, as the customer account knows it.</param>
public readonly record struct ReferenceTarget(AccountId Account, string Document);

/// <summary>
/// Finds the documents that a whole token names, compared ignoring case: of kind
/// <see cref="ReferenceKind.InvoiceNumber"/> by invoice number; of kind <see cref="ReferenceKind.Order"/> by order id,
/// by order number without the channel, and by prepayment reference. Settled documents count: they still tell whose
/// money it is. Empty where none is known.
/// </summary>
public delegate ImmutableArray<ReferenceTarget> ReferenceLookup(ReferenceKind kind, string text);
