using OrderToCash.Domain.Values;

namespace OrderToCash.Tests.CashApplication.Payers;

/// <summary>A customer as the merchant knows it, and as the payer that it is.</summary>
public sealed record TestCustomer(AccountId Account, string Name, string Number, string? IbanOnFile, string PaysFrom)
{
    public bool IsKnownByIban => IbanOnFile == PaysFrom;
}
