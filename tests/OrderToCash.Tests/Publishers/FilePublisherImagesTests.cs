using OrderToCash.Adapters.Publishers;
using OrderToCash.Application.Publishers;
using Xunit;

namespace OrderToCash.Tests.Publishers;

/// <summary>The contract in a folder, which another instance opens afterwards.</summary>
public sealed class FilePublisherImagesTests : PublisherImagesContract
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("o2c-images-");

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task A_folder_that_can_not_be_written_is_named_with_what_to_do()
    {
        await using var images = new FilePublisherImages(
            Path.Combine(_folder.FullName, "missing"), TimeProvider.System);
        using var image = new MemoryStream([1]);
        var failure = await Assert.ThrowsAsync<PublisherImageException>(
            () => images.WriteAsync("matcher", image, false, default).AsTask());
        Assert.Contains("matcher.image", failure.Message, StringComparison.Ordinal);
        Assert.Contains("Check the disk", failure.Message, StringComparison.Ordinal);
    }

    protected override Task<IPublisherImages> OpenAsync() =>
        Task.FromResult<IPublisherImages>(new FilePublisherImages(_folder.FullName, TimeProvider.System));

    protected override async Task<IPublisherImages> ReopenAsync(IPublisherImages images)
    {
        await images.DisposeAsync();
        return await OpenAsync();
    }
}
