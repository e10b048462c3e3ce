using OrderToCash.Domain.Payments;
using OrderToCash.Domain.Values;

namespace OrderToCash.Domain.CashApplication;

/// <summary>A shelf in memory, for trials and small sets: each transaction stays the object that it is.</summary>
public sealed class VolatileTransactionShelf : ITransactionShelf
{
    private readonly List<WaitingPayment> _kept = [];
    private readonly Stack<int> _free = [];

    /// <inheritdoc/>
    public long Add(PaymentId payment, BankTransaction transaction)
    {
        var kept = new WaitingPayment(payment, transaction);
        if (_free.TryPop(out var place))
        {
            _kept[place] = kept;
            return place;
        }

        _kept.Add(kept);
        return _kept.Count - 1;
    }

    /// <inheritdoc/>
    public WaitingPayment Read(long place) => _kept[(int)place];

    /// <inheritdoc/>
    public void Remove(long place)
    {
        _kept[(int)place] = default;
        _free.Push((int)place);
    }

    /// <inheritdoc/>
    public void Clear()
    {
        _kept.Clear();
        _free.Clear();
    }
}
