using OrderToCash.Application.CashApplication;
using OrderToCash.Domain.CashApplication;
using OrderToCash.Domain.CashApplication.Images;

namespace OrderToCash.Tests.CashApplication.Images;

/// <summary>Images as bytes in memory.</summary>
internal static class ImageBytes
{
    public static byte[] Of(MatchFeed feed)
    {
        var image = new Writer();
        feed.WriteTo(image);
        return image.Bytes.ToArray();
    }

    /// <summary>A feed of an image, still being rebuilt.</summary>
    public static MatchFeed Read(byte[] image, ITransactionShelf? shelf = null)
    {
        var feed = new MatchFeed(MatchPolicy.Default, shelf ?? new VolatileTransactionShelf());
        feed.BeginRebuild();
        feed.ReadFrom(new Reader(image));
        return feed;
    }

    private sealed class Writer : ImageWriter
    {
        public MemoryStream Bytes { get; } = new();

        public override void Write(ReadOnlySpan<byte> bytes) => Bytes.Write(bytes);
    }

    private sealed class Reader(byte[] image) : ImageReader
    {
        private int _read;

        public override void Read(Span<byte> target)
        {
            if (target.Length > image.Length - _read)
                throw new ImageException("an image that ends early");
            image.AsSpan(_read, target.Length).CopyTo(target);
            _read += target.Length;
        }
    }
}
