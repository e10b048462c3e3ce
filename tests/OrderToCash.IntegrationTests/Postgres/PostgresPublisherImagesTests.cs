using OrderToCash.Adapters.Postgres;
using OrderToCash.Application.Publishers;
using OrderToCash.Tests.Publishers;

namespace OrderToCash.IntegrationTests.Postgres;

/// <summary>The contract on a schema in PostgreSQL, which another instance opens afterwards.</summary>
[Collection(PostgresFixture.Collection)]
[NeedsPostgres]
public sealed class PostgresPublisherImagesTests(PostgresFixture server) : PublisherImagesContract
{
    private readonly PostgresAddress _address = server.NewAddress();

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        await server.DropAsync(_address);
    }

    protected override async Task<IPublisherImages> OpenAsync() =>
        await PostgresPublisherImages.OpenAsync(_address, TimeProvider.System, default);

    protected override async Task<IPublisherImages> ReopenAsync(IPublisherImages images)
    {
        await images.DisposeAsync();
        return await OpenAsync();
    }
}
