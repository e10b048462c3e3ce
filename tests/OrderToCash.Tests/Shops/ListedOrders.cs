using System.Globalization;
using OrderToCash.Adapters.Shops;

namespace OrderToCash.Tests.Shops;

/// <summary>A list of orders as shops keep it, cut into pages by number; between pages a test lets it move.</summary>
internal sealed class ListedOrders(LeapingTime time) : IOrderPages
{
    /// <summary>Each page takes so long.</summary>
    public const int SecondsAnswering = 1;

    private readonly SortedDictionary<int, DateTimeOffset> _orders = [];
    private int _read;

    /// <summary>What is done after a page, by its number in the run.</summary>
    public Action<int> AfterPage { get; set; } = static _ => { };

    /// <summary>The order at this place of this page is changed while the page is made.</summary>
    public (int Page, int Index) ChangesInPage { get; set; }

    /// <summary>Pages longer than that can't be read.</summary>
    public int MaxOrders { get; init; } = int.MaxValue;

    public bool SaysTime { get; init; } = true;

    public bool IsSorted { get; init; } = true;

    public int Count => _orders.Count;

    public string Topic => "orders/polled";

    /// <summary>The versions of all orders as they are now.</summary>
    public IEnumerable<string> Versions => _orders.Select(pair => Of(pair).Version!);

    /// <summary>An order is new, or changed: now, unless the test says otherwise.</summary>
    public void Change(int id, DateTimeOffset? at = null) => _orders[id] = at ?? time.GetUtcNow();

    public void Remove(int id) => _orders.Remove(id);

    public Task<OrderPage> ReadAsync(
        DateTimeOffset from, int maxOrders, string? next, CancellationToken cancellationToken)
    {
        time.Advance(TimeSpan.FromSeconds(SecondsAnswering));
        if (maxOrders > MaxOrders)
            throw new ShopUnavailableException("too long", false) { IsTooLong = true };
        var number = next is null ? 0 : int.Parse(next, CultureInfo.InvariantCulture);
        // As the question is written: in whole seconds.
        var wanted = _orders.Where(pair => pair.Value.ToUnixTimeSeconds() >= from.ToUnixTimeSeconds());
        var sorted = IsSorted ? wanted.OrderBy(pair => (pair.Value, pair.Key)) : wanted.OrderBy(pair => pair.Key);
        var listed = sorted.Skip(number * maxOrders).Take(maxOrders).Select(pair => pair.Key).ToArray();
        if (ChangesInPage.Page == _read + 1)
            Change(listed[ChangesInPage.Index]);
        var page = listed.Select(id => Of(new KeyValuePair<int, DateTimeOffset>(id, _orders[id]))).ToArray();
        var answer = new OrderPage(
            page, page.Length < maxOrders ? null : (number + 1).ToString(CultureInfo.InvariantCulture),
            SaysTime ? time.GetUtcNow() : null);
        AfterPage(++_read);
        return Task.FromResult(answer);
    }

    private static PolledOrder Of(KeyValuePair<int, DateTimeOffset> pair) => new(
        pair.Key.ToString(CultureInfo.InvariantCulture),
        DateTimeOffset.FromUnixTimeSeconds(pair.Value.ToUnixTimeSeconds()), default);
}
