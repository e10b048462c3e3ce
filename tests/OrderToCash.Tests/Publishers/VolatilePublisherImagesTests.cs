using OrderToCash.Application.Publishers;

namespace OrderToCash.Tests.Publishers;

/// <summary>The contract in memory; a failing stream is the caller's own there.</summary>
public sealed class VolatilePublisherImagesTests : PublisherImagesContract
{
    protected override Task<IPublisherImages> OpenAsync() =>
        Task.FromResult<IPublisherImages>(new VolatilePublisherImages());

    protected override Task<IPublisherImages> ReopenAsync(IPublisherImages images) => Task.FromResult(images);
}
