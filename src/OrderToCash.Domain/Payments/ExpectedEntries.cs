using System.Collections.Immutable;

namespace OrderToCash.Domain.Payments;

/// <summary>What the bank announced and has not booked: bounded, the oldest are forgotten when it is full.</summary>
public sealed class ExpectedEntries(int capacity)
{
    /// <summary>An entry not booked for so long never will be: its statement left it out.</summary>
    private const int MaxDays = 14;

    private readonly List<BankTransaction> _entries = [];
    private readonly HashSet<string> _identities = new(StringComparer.Ordinal);

    /// <summary>How many are expected.</summary>
    public int Count => _entries.Count;

    /// <summary>True where an entry of this identity is expected.</summary>
    public bool Contains(string identity) => _identities.Contains(identity);

    /// <summary>All that are expected, in the order they were announced.</summary>
    public ImmutableArray<BankTransaction> ToImmutableArray() => [.. _entries];

    internal void Add(ImmutableArray<BankTransaction> entries)
    {
        foreach (var entry in entries)
        {
            if (_identities.Add(entry.Identity))
                _entries.Add(entry);
        }

        var excess = _entries.Count - capacity;
        if (excess > 0)
            RemoveAll(excess, static (_, _) => true);
    }

    /// <summary>The entry is booked: it is expected no more, even where it got another reference of the bank.</summary>
    internal void Confirm(BankTransaction booked)
    {
        if (_entries.Count == 0)
            return;
        // Under its last reference, and under the one it had on an earlier day, while it was pending.
        if (_identities.Contains(booked.Identity))
        {
            RemoveAt(_entries.FindIndex(x => x.Identity == booked.Identity));
            RemoveAt(_entries.FindIndex(x => x.BookingDate < booked.BookingDate && IsLike(x, booked)));
        }
        else
        {
            RemoveAt(_entries.FindIndex(x => IsLike(x, booked)));
        }
    }

    /// <summary>Forgets what should have been booked long before this day.</summary>
    internal void Lapse(DateOnly day) =>
        RemoveAll(int.MaxValue, static (entry, day) => entry.BookingDate.AddDays(MaxDays) < day, day);

    // The same payment under another reference: the payer's own reference, or everything else that stays.
    private static bool IsLike(BankTransaction expected, BankTransaction booked) =>
        expected.SignedMinor == booked.SignedMinor && expected.EndToEndId == booked.EndToEndId
        && (expected.EndToEndId is not null
            || (expected.CounterpartyIban == booked.CounterpartyIban && expected.Text == booked.Text));

    private void RemoveAt(int index)
    {
        if (index < 0)
            return;
        _identities.Remove(_entries[index].Identity);
        _entries.RemoveAt(index);
    }

    private void RemoveAll(int count, Func<BankTransaction, DateOnly, bool> isGone, DateOnly day = default)
    {
        var removed = 0;
        _entries.RemoveAll(entry =>
        {
            if (removed == count || !isGone(entry, day))
                return false;
            removed++;
            _identities.Remove(entry.Identity);
            return true;
        });
    }
}
