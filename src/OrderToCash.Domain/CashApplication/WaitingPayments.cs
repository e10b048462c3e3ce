using OrderToCash.Domain.CashApplication.Indexing;
using OrderToCash.Domain.CashApplication.Texts;
using OrderToCash.Domain.Payments;
using OrderToCash.Domain.Receivables;
using OrderToCash.Domain.Values;

namespace OrderToCash.Domain.CashApplication;

/// <summary>
/// Payments that nobody could be found for yet, by what they may be for: a document that opens later finds those that
/// name its number or have its amount. In memory; its owner fills it again from what is undecided.
/// </summary>
public sealed class WaitingPayments
{
    private const ulong NumberSeed = 1;
    private const ulong AmountSeed = 2;

    /// <summary>So many payments that name one number are looked at again.</summary>
    private const int MaxOfNumber = 64;

    /// <summary>So many of one amount are; a price that more have tells nothing.</summary>
    private const int MaxOfAmount = 8;

    private readonly Dictionary<PaymentId, Waiting> _payments = [];
    private readonly Dictionary<ulong, List<PaymentId>> _byKey = [];
    private readonly SqueezedText _text = new();
    private readonly List<ulong> _keys = [];

    /// <summary>How many wait.</summary>
    public int Count => _payments.Count;

    /// <summary>Those that wait, in no particular order.</summary>
    public IEnumerable<PaymentId> Payments => _payments.Keys;

    /// <summary>The transaction of a payment that waits; null where it doesn't.</summary>
    public BankTransaction? Find(PaymentId payment) =>
        _payments.TryGetValue(payment, out var waiting) ? waiting.Transaction : null;

    /// <summary>A payment waits.</summary>
    public void Add(PaymentId payment, BankTransaction transaction)
    {
        if (_payments.ContainsKey(payment))
            return;
        _keys.Clear();
        AddNumbers(transaction.Text);
        AddNumbers(transaction.StructuredReference);
        AddNumbers(transaction.EndToEndId);
        AddNumbers(transaction.BatchId);
        AddKey(AmountKey(transaction.SignedMinor));
        ulong[] keys = [.. _keys];
        _payments.Add(payment, new Waiting(transaction, keys));
        foreach (var key in keys)
        {
            if (!_byKey.TryGetValue(key, out var payments))
                _byKey.Add(key, payments = []);
            payments.Add(payment);
        }
    }

    /// <summary>A payment waits no longer.</summary>
    public void Remove(PaymentId payment)
    {
        if (!_payments.Remove(payment, out var waiting))
            return;
        foreach (var key in waiting.Keys)
        {
            var payments = _byKey[key];
            payments.Remove(payment);
            if (payments.Count == 0)
                _byKey.Remove(key);
        }
    }

    /// <summary>The payments that an item which opens may be paid by.</summary>
    public List<PaymentId> Find(ItemFacts item)
    {
        List<PaymentId> found = [];
        if (_payments.Count == 0)
            return found;
        _keys.Clear();
        AddNumbers(item.Document);
        AddNumbers(item.OrderNumber);
        AddNumbers(item.Reference);
        Collect(found, MaxOfNumber);
        AddKey(AmountKey(item.OpenMinor));
        if (item.SkontoMinor > 0)
            AddKey(AmountKey(item.OpenMinor - item.SkontoMinor));
        if (item.SecondSkontoMinor > 0)
            AddKey(AmountKey(item.OpenMinor - item.SecondSkontoMinor));
        Collect(found, MaxOfAmount);
        return found;
    }

    /// <summary>The payouts that a provider's report may be of.</summary>
    public List<PaymentId> Find(SettlementReport report)
    {
        List<PaymentId> found = [];
        if (_payments.Count == 0)
            return found;
        _keys.Clear();
        AddNumbers(report.PayoutId);
        AddKey(AmountKey(report.PayoutMinor));
        Collect(found, MaxOfNumber);
        return found;
    }

    /// <summary>The payments in which a direct debit may have been collected, alone or with its batch.</summary>
    public List<PaymentId> Find(PresentedDebit debit)
    {
        List<PaymentId> found = [];
        if (_payments.Count == 0)
            return found;
        _keys.Clear();
        AddNumbers(debit.EndToEndId);
        AddNumbers(debit.Batch);
        Collect(found, MaxOfNumber);
        return found;
    }

    /// <summary>The returns that may take back a payment which was matched after they came.</summary>
    public List<PaymentId> FindReturns(BankTransaction original)
    {
        List<PaymentId> found = [];
        if (_payments.Count == 0)
            return found;
        _keys.Clear();
        AddNumbers(original.EndToEndId);
        AddKey(AmountKey(-original.SignedMinor));
        Collect(found, MaxOfNumber);
        found.RemoveAll(payment => _payments[payment].Transaction.SignedMinor >= 0);
        return found;
    }

    private void Collect(List<PaymentId> found, int most)
    {
        foreach (var key in _keys)
        {
            if (!_byKey.TryGetValue(key, out var payments) || payments.Count > most)
                continue;
            foreach (var payment in payments)
            {
                if (!found.Contains(payment))
                    found.Add(payment);
            }
        }

        _keys.Clear();
    }

    private static ulong AmountKey(long minor) => Fingerprints.Of(unchecked((ulong)minor), AmountSeed);

    private void AddKey(ulong key)
    {
        if (!_keys.Contains(key))
            _keys.Add(key);
    }

    // Each run of digits, also over marks and blanks between two of them.
    private void AddNumbers(string? text)
    {
        _text.Fill(text, []);
        for (var from = 0; from < _text.Count; from++)
        {
            if (!_text.IsDigit(from) || !_text.IsRunEdge(from))
                continue;
            var value = 0UL;
            for (var to = from; to < _text.Count && _text.Digits[to] >= 0 && to - from < NumberPages.MaxDigits; to++)
            {
                value = (value * 10) + (ulong)_text.Digits[to];
                if (to + 1 - from >= NumberShape.MinDigits && _text.IsRunEdge(to + 1))
                    AddKey(Fingerprints.Of(value, NumberSeed + ((ulong)(to - from) << 8)));
            }
        }
    }

    private sealed record Waiting(BankTransaction Transaction, ulong[] Keys);
}
