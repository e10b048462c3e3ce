namespace OrderToCash.IntegrationTests;

/// <summary>Contracts are compiled into several test projects; xunit wants the name of theirs.</summary>
internal static class ThisAssembly
{
    public const string Name = "OrderToCash.IntegrationTests";
}
