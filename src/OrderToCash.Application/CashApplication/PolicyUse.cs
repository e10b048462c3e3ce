using OrderToCash.Domain.CashApplication;
using OrderToCash.Domain.CashApplication.Policies;
using OrderToCash.Domain.Values;

namespace OrderToCash.Application.CashApplication;

/// <summary>What each policy booked so far, so that one on trial stops at its limit.</summary>
internal sealed class PolicyUse
{
    private readonly Dictionary<string, int> _payments = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Policy, Currency Currency), long> _minor = [];

    /// <summary>True where the policy may book one more payment of this amount.</summary>
    public bool HasRoom(PolicyVersion version, Currency currency, long minor)
    {
        var id = version.Policy.Id;
        return _payments.GetValueOrDefault(id) < version.Limit.MaxPayments
            && _minor.GetValueOrDefault((id, currency)) + Math.Abs(minor)
                <= MatchPolicy.Scale(version.Limit.MaxMinor, currency);
    }

    /// <summary>A policy booked a payment.</summary>
    public void Add(string policy, OpenPayment payment) => Change(policy, payment, 1);

    /// <summary>It did not after all.</summary>
    public void Remove(string policy, OpenPayment payment) => Change(policy, payment, -1);

    private void Change(string policy, OpenPayment payment, int times)
    {
        var key = (policy, payment.Transaction.Currency);
        _payments[policy] = _payments.GetValueOrDefault(policy) + times;
        _minor[key] = _minor.GetValueOrDefault(key) + (times * Math.Abs(payment.Transaction.SignedMinor));
    }
}
