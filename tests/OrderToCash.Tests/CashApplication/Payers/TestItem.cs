using OrderToCash.Domain.CashApplication;

namespace OrderToCash.Tests.CashApplication.Payers;

/// <summary>An item and what is really open of it.</summary>
public sealed class TestItem(TestCustomer customer, ItemFacts facts)
{
    public TestCustomer Customer { get; } = customer;

    public ItemFacts Facts { get; } = facts;

    public long OpenMinor { get; set; } = facts.OpenMinor;

    public bool IsOpen => OpenMinor != 0;
}
