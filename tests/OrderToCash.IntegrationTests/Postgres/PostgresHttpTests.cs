using System.Net;
using OrderToCash.Adapters.Postgres;
using OrderToCash.IntegrationTests.Http;

namespace OrderToCash.IntegrationTests.Postgres;

/// <summary>The HTTP server while its PostgreSQL server is away.</summary>
[Collection(PostgresFixture.Collection)]
public sealed class PostgresHttpTests
{
    [PostgresFact(mustBeOurs: true)]
    public async Task Clients_are_told_to_come_back_while_postgresql_is_away_and_then_served_again()
    {
        await using var cluster = await PostgresCluster.StartAsync();
        var folder = new O2cFolder(PostgresAddress.Parse(cluster.ConnectionString));
        await using var served = await ServedFolder.StartAsync(folder);
        Assert.InRange((await served.PostAsync("/v1/stock", Inputs.Stock("A-1", 100))).Status, 200, 202);
        await cluster.StopAsync();

        // The first ones find out; then it is known, and said at once.
        await UntilAsync(served, 503, "away");
        using (var ready = await served.Client.GetAsync(new Uri("/health/ready", UriKind.Relative)))
            Assert.Equal(HttpStatusCode.ServiceUnavailable, ready.StatusCode);
        await cluster.StartAsync();
        await UntilAsync(served, 201, "back");
        await served.StopAsync();
        await folder.AuditAsync();
    }

    /// <summary>Sends orders until one is answered so.</summary>
    private static async Task UntilAsync(ServedFolder served, int status, string name)
    {
        for (var number = 0; number < 10_000; number++)
        {
            if ((await served.PostAsync("/v1/orders", Inputs.Order($"{name}-{number}"))).Status == status)
                return;
        }

        Assert.Fail($"No order was answered {status}.");
    }
}
