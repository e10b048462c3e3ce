using System.Collections.Immutable;
using OrderToCash.Domain.CashApplication;
using OrderToCash.Domain.Receivables;
using OrderToCash.Domain.Values;

namespace OrderToCash.Application.CashApplication;

/// <summary>
/// Which customer account a document number belongs to. In memory, fed from the journal, rebuilt from it at any time.
/// </summary>
/// <remarks>
/// Not for several threads at once: its owner takes turns. Settled documents stay: they still tell whose money a second
/// payment is. About 200 bytes a document.
/// </remarks>
public sealed class DocumentIndex
{
    private readonly Dictionary<string, ReferenceTarget> _invoices = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, ImmutableArray<ReferenceTarget>> _orders = new(
        StringComparer.OrdinalIgnoreCase);

    /// <summary>Documents and order references known.</summary>
    public int Count => _invoices.Count + _orders.Count;

    /// <summary>Takes in an event of a customer account; false where it opens no document.</summary>
    public bool Apply(AccountId account, object domainEvent)
    {
        switch (domainEvent)
        {
            case AccountEvent.ItemOpened opened:
                _invoices[opened.Number] = new ReferenceTarget(account, opened.Number);
                AddOrder(opened.Order.Value, account, opened.Order.Value);
                return true;
            case AccountEvent.PrepaymentOpened opened:
                AddOrder(opened.Order.Value, account, opened.Order.Value);
                AddReference(opened.Reference, new ReferenceTarget(account, opened.Order.Value));
                return true;
            default:
                return false;
        }
    }

    /// <summary>The documents that a token names.</summary>
    public ImmutableArray<ReferenceTarget> Find(ReferenceKind kind, string text) => kind switch
    {
        ReferenceKind.InvoiceNumber => _invoices.TryGetValue(text, out var target) ? [target] : [],
        _ => _orders.TryGetValue(text, out var targets) ? targets : [],
    };

    private void AddOrder(string orderId, AccountId account, string document)
    {
        var target = new ReferenceTarget(account, document);
        AddReference(orderId, target);
        var colon = orderId.IndexOf(':', StringComparison.Ordinal);
        if (colon >= 0)
        {
            AddReference(orderId[(colon + 1)..], target);
        }
    }

    private void AddReference(string text, in ReferenceTarget target)
    {
        var known = _orders.TryGetValue(text, out var targets) ? targets : [];
        if (!known.Contains(target))
        {
            _orders[text] = known.Add(target);
        }
    }
}
