using System.Collections.Immutable;
using System.Runtime.InteropServices;
using OrderToCash.Application.Audit;
using OrderToCash.Domain.Orders;
using OrderToCash.Domain.Orders.Checks;
using OrderToCash.Domain.Values;

namespace OrderToCash.Application.Checks;

/// <summary>
/// The orders that came last, to be found by what they have in common: customer and content, e-mail address, postal
/// address.
/// </summary>
/// <remarks>
/// A ring with three chains through it, as compressors have for their window: an order costs 60 bytes and its id, none
/// is ever moved, and what is overwritten drops out of its chains by its age. Not for several threads.
/// </remarks>
internal sealed class RecentOrders
{
    /// <summary>
    /// Orders looked at for one answer: a customer with thousands of orders in a year's file must not slow each of them
    /// down.
    /// </summary>
    private const int MaxLooked = 128;

    private const int MaxShown = 5;
    private const int Mask = OrderScreen.MaxRecent - 1;

    private readonly Entry[] _ring = new Entry[OrderScreen.MaxRecent];

    /// <summary>By hash of a key: the number of the last order that has it, from 1; 0: none.</summary>
    private readonly long[][] _heads =
        [new long[OrderScreen.MaxRecent], new long[OrderScreen.MaxRecent], new long[OrderScreen.MaxRecent]];

    private long _count;

    /// <summary>What an order has in common with others; 0 where it says nothing.</summary>
    public readonly record struct Keys(ulong Same, ulong Email, ulong Address)
    {
        /// <summary>True where nobody can find it.</summary>
        public bool AreEmpty => (Same | Email | Address) == 0;
    }

    /// <summary>What an order is found by.</summary>
    public static Keys KeysOf(OrderContent content)
    {
        var email = content.Customer.Email is { } text && !string.IsNullOrWhiteSpace(text) ? KeyOf(text, true) : 0;
        var customer = string.IsNullOrWhiteSpace(content.Customer.Id)
            ? email : Key.Mix(Key.Of(content.Channel), Key.Of(content.Customer.Id));
        return new Keys(
            customer == 0 ? 0 : Key.Mix(customer, ContentOf(content.Lines)), email, AddressOf(content.ShipTo));
    }

    /// <summary>Adds an order; one of the same id that was added before counts no more.</summary>
    public void Add(OrderId order, DateTimeOffset placedAt, in Keys keys)
    {
        if (keys.AreEmpty)
            return;
        Forget(order, keys);
        ref var entry = ref _ring[_count & Mask];
        entry = new Entry
        {
            Order = order.Value, PlacedTicks = placedAt.UtcTicks, Keys = keys,
            NextSame = Chain(0, keys.Same), NextEmail = Chain(1, keys.Email), NextAddress = Chain(2, keys.Address),
        };
        _count++;
    }

    /// <summary>The last other order of this customer and content; null where there is none.</summary>
    public SeenOrder? FindSame(OrderId order, DateTimeOffset placedAt, in Keys keys, TimeSpan within)
    {
        if (keys.Same == 0 || HeadOf(0, keys.Same) == 0)
            return null;
        SeenOrder? found = null;
        Walk(0, keys.Same, order.Value, placedAt, within, other =>
        {
            found = new SeenOrder(new OrderId(other.Order), new DateTimeOffset(other.PlacedTicks, TimeSpan.Zero));
            return false;
        });
        return found;
    }

    /// <summary>Other orders from this e-mail address; counted up to a limit.</summary>
    public SeenOrders CountEmail(
        OrderId order, DateTimeOffset placedAt, in Keys keys, TimeSpan within, int limit) =>
        Count(1, keys.Email, order, placedAt, within, limit);

    /// <summary>Other orders to this postal address; counted up to a limit.</summary>
    public SeenOrders CountAddress(
        OrderId order, DateTimeOffset placedAt, in Keys keys, TimeSpan within, int limit) =>
        Count(2, keys.Address, order, placedAt, within, limit);

    private SeenOrders Count(
        int chain, ulong key, OrderId order, DateTimeOffset placedAt, TimeSpan within, int limit)
    {
        if (key == 0 || HeadOf(chain, key) == 0)
            return default;
        var latest = ImmutableArray.CreateBuilder<OrderId>();
        var count = 0;
        Walk(chain, key, order.Value, placedAt, within, other =>
        {
            count++;
            if (latest.Count < MaxShown)
                latest.Add(new OrderId(other.Order));
            return count < limit;
        });
        return new SeenOrders(count, latest.DrainToImmutable());
    }

    /// <summary>Shows the orders of a chain that are near in time, latest first, until told to stop.</summary>
    private void Walk(
        int chain, ulong key, string order, DateTimeOffset placedAt, TimeSpan within, Func<Entry, bool> show)
    {
        var number = HeadOf(chain, key);
        for (var looked = 0; looked < MaxLooked && IsKept(number); looked++)
        {
            ref readonly var entry = ref _ring[(number - 1) & Mask];
            var isMeant = KeyAt(entry, chain) == key && entry.Order != order
                && Math.Abs(entry.PlacedTicks - placedAt.UtcTicks) <= within.Ticks;
            if (isMeant && entry.Order.Length > 0 && !show(entry))
                return;
            number = NextOf(entry, chain);
        }
    }

    /// <summary>An order that comes again, edited or sent twice, is one order.</summary>
    private void Forget(OrderId order, in Keys keys)
    {
        for (var chain = 0; chain < _heads.Length; chain++)
        {
            var key = chain switch { 0 => keys.Same, 1 => keys.Email, _ => keys.Address };
            if (key == 0)
                continue;
            var number = HeadOf(chain, key);
            for (var looked = 0; looked < MaxLooked && IsKept(number); looked++)
            {
                ref var entry = ref _ring[(number - 1) & Mask];
                if (entry.Order == order.Value)
                {
                    entry.Order = "";
                    return;
                }

                number = NextOf(entry, chain);
            }
        }
    }

    private long Chain(int chain, ulong key)
    {
        if (key == 0)
            return 0;
        ref var head = ref _heads[chain][key & Mask];
        var next = head;
        head = _count + 1;
        return next;
    }

    private long HeadOf(int chain, ulong key) => _heads[chain][key & Mask];

    private bool IsKept(long number) => number > 0 && number > _count - OrderScreen.MaxRecent;

    private static ulong KeyAt(in Entry entry, int chain) => chain switch
    {
        0 => entry.Keys.Same,
        1 => entry.Keys.Email,
        _ => entry.Keys.Address,
    };

    private static long NextOf(in Entry entry, int chain) => chain switch
    {
        0 => entry.NextSame,
        1 => entry.NextEmail,
        _ => entry.NextAddress,
    };

    /// <summary>The lines in any order: which SKUs and how many.</summary>
    private static ulong ContentOf(ImmutableArray<OrderLine> lines)
    {
        if (lines.IsDefault)
            return 0;
        var sum = (ulong)lines.Length;
        foreach (var line in lines)
            sum = unchecked(sum + Key.Mix(Key.Of(line.Sku.Value), line.Quantity));
        return sum;
    }

    /// <summary>Street, postal code and country as people write them; not whose name is on the door.</summary>
    private static ulong AddressOf(Address? address)
    {
        if (address is not { Street: { } street, PostalCode: { } code } || string.IsNullOrWhiteSpace(street))
            return 0;
        var house = Key.Mix(KeyOf(street, false), KeyOf(address.Line2 ?? "", false));
        return Key.Mix(house, Key.Mix(KeyOf(code, false), Key.Of(address.Country)));
    }

    /// <summary>A text without regard to case and blanks; of an address without points and the like, too.</summary>
    private static ulong KeyOf(string text, bool isExact)
    {
        Span<char> plain = stackalloc char[128];
        var length = 0;
        foreach (var character in text)
        {
            if (length == plain.Length)
                break;
            if (isExact ? !char.IsWhiteSpace(character) : char.IsLetterOrDigit(character))
                plain[length++] = char.ToLowerInvariant(character);
        }

        return Key.Of(MemoryMarshal.AsBytes(plain[..length]));
    }

    private struct Entry
    {
        public string Order;
        public long PlacedTicks;
        public Keys Keys;
        public long NextSame;
        public long NextEmail;
        public long NextAddress;
    }
}
