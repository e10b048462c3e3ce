using OrderToCash.Domain.CashApplication;
using OrderToCash.Domain.Payments;

namespace OrderToCash.Tests.CashApplication;

/// <summary>A payment that is easily booked wrongly, and what is to become of it.</summary>
public sealed record EdgeCase(string Name, Action<Scene> Given, BankTransaction Payment, string Expected)
{
    public MatchPolicy? Policy { get; init; }

    public override string ToString() => Name;
}
