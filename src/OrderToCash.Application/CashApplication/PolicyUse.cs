using OrderToCash.Domain.CashApplication;
using OrderToCash.Domain.CashApplication.Images;
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

    /// <summary>Writes it down.</summary>
    public void WriteTo(ImageWriter image)
    {
        image.Int64(_payments.Count);
        foreach (var (policy, count) in _payments.OrderBy(static one => one.Key, StringComparer.Ordinal))
        {
            image.Text(policy);
            image.Int64(count);
        }

        image.Int64(_minor.Count);
        foreach (var ((policy, currency), minor) in _minor
            .OrderBy(static one => one.Key.Policy, StringComparer.Ordinal)
            .ThenBy(static one => one.Key.Currency.Code, StringComparer.Ordinal))
        {
            image.Text(policy);
            image.Text(currency.Code);
            image.Int64(minor);
        }
    }

    /// <summary>Becomes what was written down.</summary>
    public void ReadFrom(ImageReader image)
    {
        for (var left = image.Count(); left > 0; left--)
            _payments[image.Text()] = (int)image.Int64();
        for (var left = image.Count(); left > 0; left--)
        {
            var (policy, code) = (image.Text(), image.Text());
            if (!Currency.TryParse(code, out var currency))
                throw new ImageException($"a currency {code}");
            _minor[(policy, currency)] = image.Int64();
        }
    }

    private void Change(string policy, OpenPayment payment, int times)
    {
        var key = (policy, payment.Transaction.Currency);
        _payments[policy] = _payments.GetValueOrDefault(policy) + times;
        _minor[key] = _minor.GetValueOrDefault(key) + (times * Math.Abs(payment.Transaction.SignedMinor));
    }
}
