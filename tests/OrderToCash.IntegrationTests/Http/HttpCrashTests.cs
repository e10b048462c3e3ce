using Xunit.Abstractions;

namespace OrderToCash.IntegrationTests.Http;

/// <summary>The server on a SQLite file is killed.</summary>
public sealed class HttpCrashTests(ITestOutputHelper output) : HttpCrashContract(output)
{
    private protected override O2cFolder NewFolder() => new();
}
