using OrderToCash.Domain.CashApplication;
using OrderToCash.Domain.CashApplication.Images;
using OrderToCash.Domain.Values;

namespace OrderToCash.Application.CashApplication;

/// <summary>
/// What decisions under way will settle: an item is open in the index by what its account says, less this. So two
/// payments are not proposed for one item, and what an account refuses is open again.
/// </summary>
internal sealed class ProposedAmounts(MatchIndex index)
{
    private readonly Dictionary<(AccountId Account, string Document), Item> _items = [];

    /// <summary>What the account says is open of an item; null where the index does not know it.</summary>
    public long? OpenMinorOf(AccountId account, string document) =>
        _items.TryGetValue((account, document), out var item) ? item.OpenMinor : index.OpenMinorOf(account, document);

    /// <summary>The account says so much is open of an item.</summary>
    public void SetOpen(AccountId account, string document, long openMinor, DateOnly on)
    {
        if (_items.TryGetValue((account, document), out var item))
        {
            item.OpenMinor = openMinor;
            openMinor = item.LeftMinor;
        }

        index.SetOpen(account, document, openMinor, on);
    }

    /// <summary>Holds back what a decision proposes.</summary>
    public void Hold(OpenPayment payment, MatchDecision decision, DateOnly on)
    {
        payment.Held.EnsureCapacity(decision.Allocations.Length);
        foreach (var allocation in decision.Allocations)
        {
            var key = (allocation.Account, allocation.Document);
            if (index.OpenMinorOf(allocation.Account, allocation.Document) is not { } open)
                continue;
            if (!_items.TryGetValue(key, out var item))
                _items.Add(key, item = new Item(open, on));
            item.HeldMinor += allocation.SettledMinor;
            item.Holders++;
            payment.Held.Add(allocation);
            index.SetOpen(allocation.Account, allocation.Document, item.LeftMinor, on);
        }
    }

    /// <summary>Nothing is proposed for a payment any more.</summary>
    public void Release(OpenPayment payment)
    {
        foreach (var allocation in payment.Held)
        {
            var key = (allocation.Account, allocation.Document);
            var item = _items[key];
            item.HeldMinor -= allocation.SettledMinor;
            if (--item.Holders == 0)
                _items.Remove(key);
            index.SetOpen(allocation.Account, allocation.Document, item.LeftMinor, item.On);
        }

        payment.Held.Clear();
    }

    /// <summary>Writes it down.</summary>
    public void WriteTo(ImageWriter image)
    {
        image.Int64(_items.Count);
        foreach (var ((account, document), item) in _items
            .OrderBy(static one => one.Key.Account.Value, StringComparer.Ordinal)
            .ThenBy(static one => one.Key.Document, StringComparer.Ordinal))
        {
            image.Text(account.Value);
            image.Text(document);
            image.Int64(item.OpenMinor);
            image.Int64(item.On.DayNumber);
            image.Int64(item.HeldMinor);
            image.Int64(item.Holders);
        }
    }

    /// <summary>Becomes what was written down; the index has what is left of the items.</summary>
    public void ReadFrom(ImageReader image)
    {
        for (var left = image.Count(); left > 0; left--)
        {
            var key = (new AccountId(image.Text()), image.Text());
            _items.Add(key, new Item(image.Int64(), DateOnly.FromDayNumber(image.Count()))
            {
                HeldMinor = image.Int64(), Holders = image.Count(),
            });
        }
    }

    private sealed class Item(long openMinor, DateOnly on)
    {
        public DateOnly On { get; } = on;

        public long OpenMinor { get; set; } = openMinor;

        public long HeldMinor { get; set; }

        // Amounts held back can sum up to nothing while payments still hold them.
        public int Holders { get; set; }

        // What is settled twice is settled: nothing is open of it the other way round.
        public long LeftMinor
        {
            get
            {
                var left = OpenMinor - HeldMinor;
                return Math.Sign(left) == -Math.Sign(OpenMinor) ? 0 : left;
            }
        }
    }
}
