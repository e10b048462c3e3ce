using OrderToCash.Application.Publishers;
using Xunit;

namespace OrderToCash.Tests.Publishers;

/// <summary>What every keeper of images promises. Its subclass says how to open it, and open it again.</summary>
public abstract class PublisherImagesContract : IAsyncLifetime
{
    private IPublisherImages? _images;

    private IPublisherImages Images => _images ?? throw new InvalidOperationException("Nothing is open.");

    protected abstract Task<IPublisherImages> OpenAsync();

    protected abstract Task<IPublisherImages> ReopenAsync(IPublisherImages images);

    public async Task InitializeAsync() => _images = await OpenAsync();

    public virtual async Task DisposeAsync() => await Images.DisposeAsync();

    [ContractFact]
    public async Task Nothing_is_kept_at_first() => Assert.Null(await ReadAsync("matcher"));

    [ContractTheory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(1024 * 1024)]
    [InlineData(5_000_003)]
    public async Task An_image_comes_back_as_it_was(int bytes)
    {
        await WriteAsync("matcher", Bytes(1, bytes), isGentle: bytes > 1);
        _images = await ReopenAsync(Images);
        Assert.Equal(Bytes(1, bytes), await ReadAsync("matcher"));
    }

    [ContractFact]
    public async Task The_last_one_counts_and_each_publisher_has_its_own()
    {
        await WriteAsync("matcher", Bytes(1, 3_000_000));
        await WriteAsync("other", Bytes(2, 10));
        await WriteAsync("matcher", Bytes(3, 2_000_000));
        await WriteAsync("matcher", Bytes(4, 1_000_000));
        _images = await ReopenAsync(Images);
        Assert.Equal(Bytes(4, 1_000_000), await ReadAsync("matcher"));
        Assert.Equal(Bytes(2, 10), await ReadAsync("other"));
    }

    [ContractFact]
    public async Task One_that_breaks_off_leaves_the_one_before_and_the_next_succeeds()
    {
        await WriteAsync("matcher", Bytes(1, 3_000_000));
        await Assert.ThrowsAsync<PublisherImageException>(() => Images.WriteAsync(
            "matcher", new BreakingStream(Bytes(2, 4_000_000), new IOException("Input/output error")), false, default)
            .AsTask());
        _images = await ReopenAsync(Images);
        Assert.Equal(Bytes(1, 3_000_000), await ReadAsync("matcher"));

        using var stop = new CancellationTokenSource();
        var stopping = new BreakingStream(Bytes(3, 4_000_000), null) { OnBreak = stop.Cancel };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Images.WriteAsync(
            "matcher", stopping, true, stop.Token).AsTask());
        _images = await ReopenAsync(Images);
        Assert.Equal(Bytes(1, 3_000_000), await ReadAsync("matcher"));

        await WriteAsync("matcher", Bytes(4, 2_000_000));
        Assert.Equal(Bytes(4, 2_000_000), await ReadAsync("matcher"));
    }

    protected static byte[] Bytes(int seed, int count)
    {
        var bytes = new byte[count];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }

    private async Task WriteAsync(string publisher, byte[] image, bool isGentle = false)
    {
        using var stream = new MemoryStream(image);
        await Images.WriteAsync(publisher, stream, isGentle, default);
    }

    private async Task<byte[]?> ReadAsync(string publisher)
    {
        using var stream = new MemoryStream();
        return await Images.ReadAsync(publisher, stream, default) ? stream.ToArray() : null;
    }

    /// <summary>Something happens when three quarters of it are read.</summary>
    private sealed class BreakingStream(byte[] bytes, IOException? failure) : MemoryStream(bytes)
    {
        public Action? OnBreak { get; init; }

        public override int Read(byte[] buffer, int offset, int count)
        {
            Break();
            return base.Read(buffer, offset, count);
        }

        public override int Read(Span<byte> buffer)
        {
            Break();
            return base.Read(buffer);
        }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            Break();
            return base.ReadAsync(buffer, cancellationToken);
        }

        private void Break()
        {
            if (Position < Length * 3 / 4)
                return;
            OnBreak?.Invoke();
            if (failure is not null)
                throw failure;
        }
    }
}
