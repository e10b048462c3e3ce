using System.Collections.Immutable;

namespace OrderToCash.Domain.Payments;

/// <summary>Entries that can't be told apart by dates and amount, and how many of them were booked.</summary>
/// <param name="Referenced">Of these, with a reference of the bank as identity.</param>
/// <param name="Plain">Of these, known by their content.</param>
public sealed record BookedSlot(DateOnly Booked, DateOnly Value, long SignedMinor, int Referenced, int Plain);

/// <summary>
/// A bounded memory of what was booked when: how many entries of an amount on a day. It tells an entry again that one
/// format brings with the bank's reference and another without.
/// </summary>
/// <remarks>Used only where the balances say that a statement overlaps what is booked: equal dates and amounts prove
/// nothing.</remarks>
public sealed class BookedSlots(int capacity)
{
    private readonly Dictionary<Key, (int Referenced, int Plain)> _counts = [];
    private readonly Queue<Key> _order = new();

    /// <summary>All that are remembered, oldest first.</summary>
    public ImmutableArray<BookedSlot> ToImmutableArray()
    {
        var slots = ImmutableArray.CreateBuilder<BookedSlot>(_order.Count);
        foreach (var key in _order)
        {
            var (referenced, plain) = _counts[key];
            slots.Add(new BookedSlot(key.Booked, key.Value, key.SignedMinor, referenced, plain));
        }

        return slots.DrainToImmutable();
    }

    /// <summary>
    /// Marks those of a statement's entries that are booked already though their identities are unknown: as many of a
    /// date and an amount as were booked, where one of the two has no reference of the bank.
    /// </summary>
    /// <param name="isKnown">True where the identity is known; those count first.</param>
    internal void Find(ImmutableArray<BankTransaction> entries, bool[] isKnown)
    {
        var left = new Dictionary<Key, (int Referenced, int Plain)>();
        for (var index = 0; index < entries.Length; index++)
        {
            var key = KeyOf(entries[index]);
            var (referenced, plain) = left.TryGetValue(key, out var rest) ? rest : _counts.GetValueOrDefault(key);
            if (isKnown[index])
                (referenced, plain) = Take(entries[index], referenced, plain);
            left[key] = (referenced, plain);
        }

        for (var index = 0; index < entries.Length; index++)
        {
            if (isKnown[index] || entries[index].EntryReference is not null)
                continue;
            var key = KeyOf(entries[index]);
            var (referenced, plain) = left[key];
            var isPlain = entries[index].IsKnownByContent;
            if (plain == 0 && (!isPlain || referenced == 0))
                continue;
            left[key] = plain > 0 ? (referenced, plain - 1) : (referenced - 1, plain);
            isKnown[index] = true;
        }
    }

    /// <summary>True where an entry with a reference of the bank was booked with these dates and this amount.</summary>
    internal bool ContainsReferenced(BankTransaction entry) =>
        _counts.TryGetValue(KeyOf(entry), out var count) && count.Referenced > 0;

    internal void Add(BankTransaction entry)
    {
        // A detail is one of many in an entry that another format brings as a total.
        if (entry.EntryReference is not null)
            return;
        var isPlain = entry.IsKnownByContent;
        Add(new BookedSlot(
            entry.BookingDate, entry.ValueDate, entry.SignedMinor, isPlain ? 0 : 1, isPlain ? 1 : 0));
    }

    internal void Add(BookedSlot slot)
    {
        var key = new Key(slot.Booked, slot.Value, slot.SignedMinor);
        if (!_counts.TryGetValue(key, out var count))
            _order.Enqueue(key);
        _counts[key] = (count.Referenced + slot.Referenced, count.Plain + slot.Plain);
        if (_order.Count > capacity)
            _counts.Remove(_order.Dequeue());
    }

    private static (int Referenced, int Plain) Take(BankTransaction entry, int referenced, int plain) =>
        entry.IsKnownByContent ? (referenced, Math.Max(0, plain - 1)) : (Math.Max(0, referenced - 1), plain);

    private static Key KeyOf(BankTransaction entry) => new(entry.BookingDate, entry.ValueDate, entry.SignedMinor);

    private readonly record struct Key(DateOnly Booked, DateOnly Value, long SignedMinor);
}
