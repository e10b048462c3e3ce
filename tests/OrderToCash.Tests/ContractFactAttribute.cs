using Xunit.Sdk;

namespace OrderToCash.Tests;

/// <summary>
/// A fact of a contract: skipped, by name, in a class that takes the contract on but lacks what it needs.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
[XunitTestCaseDiscoverer("OrderToCash.Tests.ContractFactDiscoverer", ThisAssembly.Name)]
public sealed class ContractFactAttribute : FactAttribute;

/// <summary>A theory of a contract, skipped likewise.</summary>
[AttributeUsage(AttributeTargets.Method)]
[XunitTestCaseDiscoverer("OrderToCash.Tests.ContractTheoryDiscoverer", ThisAssembly.Name)]
public sealed class ContractTheoryAttribute : TheoryAttribute;

/// <summary>What a class of contract tests needs of the machine.</summary>
[AttributeUsage(AttributeTargets.Class)]
public abstract class NeedsAttribute : Attribute
{
    /// <summary>Why the tests can't run here; null where they can.</summary>
    public abstract string? WhyMissing { get; }
}
