using Xunit.Abstractions;
using Xunit.Sdk;

namespace OrderToCash.Tests;

/// <summary>Finds facts of contracts: an attribute of a method can't know of which class it is run.</summary>
public sealed class ContractFactDiscoverer(IMessageSink messages) : FactDiscoverer(messages)
{
    public override IEnumerable<IXunitTestCase> Discover(
        ITestFrameworkDiscoveryOptions discoveryOptions, ITestMethod testMethod, IAttributeInfo factAttribute) =>
        ContractSkip.Of(DiagnosticMessageSink, discoveryOptions, testMethod) is { } skipped
            ? [skipped]
            : base.Discover(discoveryOptions, testMethod, factAttribute);
}

/// <summary>Finds theories of contracts.</summary>
public sealed class ContractTheoryDiscoverer(IMessageSink messages) : TheoryDiscoverer(messages)
{
    public override IEnumerable<IXunitTestCase> Discover(
        ITestFrameworkDiscoveryOptions discoveryOptions, ITestMethod testMethod, IAttributeInfo theoryAttribute) =>
        ContractSkip.Of(DiagnosticMessageSink, discoveryOptions, testMethod) is { } skipped
            ? [skipped]
            : base.Discover(discoveryOptions, testMethod, theoryAttribute);
}

internal static class ContractSkip
{
    public static IXunitTestCase? Of(
        IMessageSink messages, ITestFrameworkDiscoveryOptions options, ITestMethod method)
    {
        var needs = method.TestClass.Class.ToRuntimeType().GetCustomAttributes(typeof(NeedsAttribute), inherit: true);
        var reason = needs.Cast<NeedsAttribute>().Select(need => need.WhyMissing).FirstOrDefault(why => why != null);
        return reason is null
            ? null
            : new XunitSkippedDataRowTestCase(
                messages, options.MethodDisplayOrDefault(), options.MethodDisplayOptionsOrDefault(), method, reason);
    }
}
