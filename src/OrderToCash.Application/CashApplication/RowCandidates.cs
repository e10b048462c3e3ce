using System.Text;
using OrderToCash.Domain.Orders;
using OrderToCash.Domain.Receivables;
using OrderToCash.Domain.Values;
using OrderToCash.Engine.Journal;
using OrderToCash.Engine.Shards;

namespace OrderToCash.Application.CashApplication;

/// <summary>An order or an item that has a number which a row names.</summary>
/// <param name="Order">The order; empty for another system's item.</param>
/// <param name="Document">Another system's item.</param>
/// <param name="IsExact">The whole order id, or an invoice number, is named.</param>
internal readonly record struct RowCandidate(OrderId Order, AccountId Account, string Document, bool IsExact);

/// <summary>Collects, of events, the orders and items that have one of the wanted numbers.</summary>
/// <remarks>Orders are told by their ids, without being read; of accounts only what opens items is.</remarks>
internal sealed class RowCandidates(IReadOnlySet<string> wanted) : IEventSink
{
    /// <summary>The stored events that tell of them.</summary>
    public static EventSelection Selection { get; } =
        new(["order.placed", "account.item-opened", "account.item-imported"]);

    private readonly Dictionary<string, HashSet<RowCandidate>> _found = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>What has a number.</summary>
    public IReadOnlyCollection<RowCandidate> Of(string number) =>
        _found.TryGetValue(number, out var found) ? found : [];

    /// <inheritdoc/>
    public void OnEvent(in EventRow row)
    {
        if (row.Name.SequenceEqual("order.placed"u8))
            AddOrder(Encoding.UTF8.GetString(row.Entity["order/".Length..]));
        else
            Add(EntityId.Parse(row.Entity), EntityKinds.Account.Decode(row.Name, row.Version, row.Payload));
    }

    /// <summary>Takes in an event that was just committed.</summary>
    public void Add(in EntityId entity, object domainEvent)
    {
        switch (domainEvent)
        {
            case OrderEvent.Placed:
                AddOrder(entity.Id);
                break;
            case AccountEvent.ItemOpened opened:
                Add(opened.Number, new RowCandidate(opened.Order, default, "", true));
                break;
            case AccountEvent.ItemImported imported:
                var item = new RowCandidate(new OrderId(""), new AccountId(entity.Id), imported.Document, true);
                Add(imported.Document, item);
                if (imported.OrderNumber is { } order)
                    Add(order, item);
                break;
        }
    }

    private void AddOrder(string id)
    {
        Add(id, new RowCandidate(new OrderId(id), default, "", true));
        var colon = id.IndexOf(':', StringComparison.Ordinal);
        if (colon >= 0)
            Add(id[(colon + 1)..], new RowCandidate(new OrderId(id), default, "", false));
    }

    private void Add(string number, RowCandidate candidate)
    {
        if (!wanted.Contains(number))
            return;
        if (!_found.TryGetValue(number, out var found))
            _found.Add(number, found = []);
        found.Add(candidate);
    }
}
