using OrderToCash.Application.Queries;
using OrderToCash.Domain.Flows;
using OrderToCash.Domain.Orders;
using OrderToCash.Domain.Orders.Checks;
using OrderToCash.Domain.Receivables;
using OrderToCash.Engine.Journal;
using OrderToCash.Engine.Shards;

namespace OrderToCash.Application.Checks;

/// <summary>
/// Gives each order that comes what its checks need beside its content: the store's rules, whether the customer is
/// blocked, and which orders came shortly before.
/// </summary>
/// <remarks>
/// It advises and decides nothing: the order's own decider holds it, with what was seen as evidence. One process takes
/// all orders of a store, so it sees every one of them, in flight or not; after a restart it knows those of the
/// journal's end, as far back as the rules look. Settings and blocks are in force when they are answered, since it
/// hears of them before their reply leaves. Any thread may call; one lock, held for the look of an order.
/// </remarks>
public sealed class OrderScreen
{
    /// <summary>Orders that are remembered, the last ones; a shop with a thousand a minute has an hour.</summary>
    public const int MaxRecent = 1 << 16;

    /// <summary>Read at the start at most, of all shards: a second or two of a peak's journal.</summary>
    private const int MaxTailEvents = 1 << 20;

    /// <summary>
    /// How much later than its customer's time an order is taken in, or earlier than another: shops are asked every
    /// quarter of an hour, and one that is away is asked again within that time.
    /// </summary>
    private static readonly TimeSpan MaxDelivery = TimeSpan.FromMinutes(30);

    private readonly Lock _gate = new();
    private readonly RecentOrders _recent = new();
    private ChecksState _checks = StoreChecks.Initial(StoreChecks.Id);

    /// <summary>What is said of an order of which nothing was seen; the same object until a setting changes.</summary>
    private OrderAdvice _plain = OrderAdvice.None;

    /// <summary>Knows from now on what the journal says; to be called before the first order is taken.</summary>
    /// <exception cref="JournalUnavailableException">The store is away; call again.</exception>
    public async ValueTask LoadAsync(IJournal journal, CancellationToken cancellationToken)
    {
        var checks = await EntityLoad.ReadAsync(
            journal, new EntityId(Kinds.Checks, StoreChecks.Id), cancellationToken).ConfigureAwait(false);
        lock (_gate)
        {
            _checks = (ChecksState)checks.State;
            NoteRules();
        }

        var rules = _plain.Rules;
        var window = TimeSpan.FromMinutes(Math.Max(rules.WindowMinutes, rules.DuplicateMinutes ?? 0)) + MaxDelivery;
        var tail = await RecentTail.ReadAsync(journal, window, MaxRecent, MaxTailEvents, cancellationToken)
            .ConfigureAwait(false);
        lock (_gate)
        {
            foreach (var order in tail)
                _recent.Add(order.Order, order.PlacedAt, order.Keys);
        }
    }

    /// <summary>The command with advice; the same where there is nothing to say.</summary>
    public OrderCommand.Place Advise(OrderCommand.Place place)
    {
        var content = place.Content;
        // What has no name is refused; the decider says so.
        if (content.Channel is null || content.OrderNumber is null)
            return place;
        var keys = RecentOrders.KeysOf(content);
        OrderAdvice advice;
        lock (_gate)
        {
            advice = Look(content, keys);
            _recent.Add(content.Id, content.PlacedAt, keys);
        }

        return ReferenceEquals(advice, OrderAdvice.None) ? place : place with { Advice = advice };
    }

    /// <summary>Takes what a shard committed. Any shard's loop.</summary>
    public void OnCommitted(IReadOnlyList<CommittedEvent> events)
    {
        foreach (var committed in events)
        {
            if (committed.Event is not (ChecksEvent or AccountEvent.Blocked or AccountEvent.Unblocked))
                continue;
            lock (_gate)
                Take(committed);
        }
    }

    private OrderAdvice Look(OrderContent content, in RecentOrders.Keys keys)
    {
        var rules = _plain.Rules;
        var order = content.Id;
        var blockedFor = _checks.Blocked.Count == 0
            ? null : _checks.Blocked.GetValueOrDefault(AccountIds.Of(content, order).Value);
        if (keys.AreEmpty && blockedFor is null)
            return _plain;
        var window = TimeSpan.FromMinutes(rules.WindowMinutes);
        var same = rules.DuplicateMinutes is { } minutes
            ? _recent.FindSame(order, content.PlacedAt, keys, TimeSpan.FromMinutes(minutes)) : null;
        var ofEmail = rules.MaxPerEmail is null
            ? default : _recent.CountEmail(order, content.PlacedAt, keys, window, OrderAdvice.MaxCounted);
        var ofAddress = rules.MaxPerAddress is null
            ? default : _recent.CountAddress(order, content.PlacedAt, keys, window, OrderAdvice.MaxCounted);
        // A few orders of one customer are nothing to speak of.
        return blockedFor is null && same is null && !(ofEmail.Count >= rules.MaxPerEmail)
            && !(ofAddress.Count >= rules.MaxPerAddress)
            ? _plain : new OrderAdvice(rules, blockedFor, same, ofEmail, ofAddress);
    }

    private void Take(in CommittedEvent committed)
    {
        switch (committed.Event)
        {
            case AccountEvent.Blocked blocked:
                // The store's checks hear of it by a message; orders that come until then are held, too.
                _checks.Blocked[committed.Entity.Id] = blocked.Reason;
                break;
            case AccountEvent.Unblocked:
                _checks.Blocked.Remove(committed.Entity.Id);
                break;
            case ChecksEvent happened:
                _checks = StoreChecks.Evolve(_checks, happened);
                NoteRules();
                break;
        }
    }

    private void NoteRules() =>
        _plain = _checks.Rules == CheckRules.Default ? OrderAdvice.None : new OrderAdvice(_checks.Rules);
}
