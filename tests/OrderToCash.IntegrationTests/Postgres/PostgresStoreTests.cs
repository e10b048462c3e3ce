using OrderToCash.Adapters.Postgres;

namespace OrderToCash.IntegrationTests.Postgres;

/// <summary>The program on a store in PostgreSQL: what it says where it can't, and copies from and to it.</summary>
[Collection(PostgresFixture.Collection)]
public sealed class PostgresStoreTests(PostgresFixture server)
{
    [PostgresTheory]
    [InlineData("postgres://postgres@127.0.0.1:1/x", "can't be reached", "Is the server running")]
    [InlineData("postgres:Host=no-such-host.invalid;Username=x", "can't be reached", "host and port")]
    [InlineData("postgres:Hots=1", "not a connection string", "")]
    [InlineData("postgres:Username=x", "names no host", "")]
    [InlineData("postgres://x@localhost/y?search_path=a,b", "is not one schema", "")]
    [InlineData("mysql://x", "is not a store", "postgres://user@host/database")]
    public async Task A_store_that_cannot_be_reached_is_named_with_what_to_do(
        string store, string what, string advice)
    {
        using var folder = new O2cFolder();
        await using var process = O2cProcess.Start(folder.Root, "audit", "--store", store);

        var result = (await process.WaitAsync()).Ends(2);

        Assert.Contains(what, result.Error, StringComparison.Ordinal);
        Assert.Contains(advice, result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", result.Error, StringComparison.Ordinal);
    }

    [PostgresFact]
    public async Task A_missing_database_and_a_missing_store_are_named()
    {
        using var folder = new O2cFolder();
        await using var noDatabase = O2cProcess.Start(
            folder.Root, "audit", "--store", $"postgres:{server.ConnectionString};Database=nowhere");
        Assert.Contains(
            "has no database nowhere: create it with `createdb nowhere`", (await noDatabase.WaitAsync()).Ends(2).Error,
            StringComparison.Ordinal);

        await using var noStore = folder.StartOn(server.NewAddress(), "audit");
        Assert.Contains("There is no store", (await noStore.WaitAsync()).Ends(2).Error, StringComparison.Ordinal);
    }

    [PostgresFact(mustBeOurs: true)]
    public async Task A_wrong_password_is_said_and_no_password_is_logged()
    {
        await using var cluster = await PostgresCluster.StartAsync();
        await cluster.AskForPasswordsAsync("ada", "right-secret");
        using var folder = new O2cFolder();
        var stock = folder.Write("stock.ndjson", Inputs.Stock("A-1", 10));
        string StoreWith(string password) => $"postgres://ada:{password}@127.0.0.1:{cluster.Port}/postgres";

        await using var wrong = O2cProcess.Start(
            folder.Root, "ingest", "stock", stock, "--store", StoreWith("wrong-secret"));
        var refused = (await wrong.WaitAsync()).Ends(2);
        Assert.Contains("doesn't let user ada in", refused.Error, StringComparison.Ordinal);
        await using var right = O2cProcess.Start(
            folder.Root, "ingest", "stock", stock, "--store", StoreWith("right-secret"));
        var taken = (await right.WaitAsync()).Ends(0);

        var logs = Directory.GetFiles(folder.Root, "*.log", SearchOption.AllDirectories);
        Assert.NotEmpty(logs);
        foreach (var text in logs.Select(File.ReadAllText).Append(refused.Error).Append(taken.Error))
            Assert.DoesNotContain("secret", text, StringComparison.Ordinal);
    }

    [PostgresFact]
    public async Task A_copy_to_another_store_and_back_has_the_same_audit()
    {
        using var lite = new O2cFolder();
        await using (var demo = lite.Start("demo", "--orders", "150"))
            (await demo.WaitAsync()).Ends(0);
        (await lite.RunAsync("drain")).Ends(0);
        var (there, back) = (server.NewAddress(), new O2cFolder("back"));
        using var elsewhere = new O2cFolder(there);

        (await lite.RunAsync("journal", "copy", "--to", "postgres:" + there.ConnectionString, "--shards", "5")).Ends(0);
        (await elsewhere.RunAsync("journal", "copy", "--to", "sqlite:" + Path.Combine(back.Root, "back"))).Ends(0);

        var expected = Figures(await lite.AuditAsync());
        Assert.Equal(expected, Figures(await elsewhere.AuditAsync()));
        Assert.Equal(expected, Figures(await back.AuditAsync()));
        (await elsewhere.RunAsync("journal", "verify")).Ends(0);
        await server.DropAsync(there);
        back.Dispose();
    }

    /// <summary>What was proved, without how long it took and how many snapshots, which a copy leaves out.</summary>
    private static string Figures(System.Text.Json.Nodes.JsonObject audit)
    {
        foreach (var name in (string[])["seconds", "eventsPerSecond"])
            audit.Remove(name);
        foreach (var invariant in audit["invariants"]!.AsArray())
        {
            if (invariant!["counts"] is System.Text.Json.Nodes.JsonArray figures)
            {
                foreach (var figure in figures.Where(each => $"{each!["what"]}".Contains("snapshots")).ToArray())
                    figures.Remove(figure);
            }
        }

        return audit.ToJsonString();
    }
}
