using System.Buffers.Binary;
using System.Security.Cryptography;
using OrderToCash.Application.CashApplication;
using OrderToCash.Application.Publishers;
using OrderToCash.Domain.Payments;
using OrderToCash.Engine.Journal;
using Xunit;

namespace OrderToCash.Tests.CashApplication.Images;

/// <summary>A matcher that goes on from its image, or doesn't where that doesn't fit.</summary>
public sealed class MatcherImagesTests
{
    private const int VersionAt = 8;
    private readonly VolatilePublisherImages _images = new();

    [Fact]
    public async Task A_start_goes_on_from_the_image_and_reads_only_what_came_since()
    {
        await using var journal = new VolatileJournal(4);
        await LiveAsync(journal, _images);

        // Without an image of its own: what comes here is read by the next one.
        await using (var second = await MatcherRun.StartAsync(journal, new ReadOnly(_images)))
        {
            Assert.Equal(MatcherImageNote.Used, Assert.Single(second.Notes).Note);
            Assert.Equal(0, second.ReadCount);
            await second.InvoiceAsync(2);
            await second.RestAsync();
            Assert.Equal(PaymentStatus.Applied, await second.StatusAsync(2));
            await second.PayAsync(4);
            await second.RestAsync();
        }

        await using var third = await MatcherRun.StartAsync(journal, _images);
        Assert.InRange(third.ReadCount, 1, 60);
        Assert.Equal(PaymentStatus.Parked, await third.StatusAsync(4));
        await third.InvoiceAsync(4);
        await third.InvoiceAsync(3);
        await third.RestAsync();
        Assert.Equal(
            (PaymentStatus.Applied, PaymentStatus.Applied), (await third.StatusAsync(4), await third.StatusAsync(3)));
    }

    [Fact]
    public async Task Images_are_kept_while_it_works()
    {
        await using var journal = new VolatileJournal(4);
        await using var run = await MatcherRun.StartAsync(journal, _images, maxEvents: 5);
        await PayAsync(run, 1, 10);
        Assert.True(run.Notes.Count(static note => note.Note == MatcherImageNote.Kept) >= 2);
        await using var next = await MatcherRun.StartAsync(journal, new ReadOnly(_images));
        Assert.Equal(MatcherImageNote.Used, Assert.Single(next.Notes).Note);
    }

    [Fact]
    public async Task A_large_image_is_kept_less_often()
    {
        await using var journal = new VolatileJournal(4);
        await using (var first = await MatcherRun.StartAsync(journal, _images, maxEvents: 5, bytesPerEvent: 1))
            await PayAsync(first, 1, 10);

        // Some thousands of bytes: what a start has read counts as what was kept.
        Assert.True(_images["matcher"] is { Length: > 1_000 });
        await using var second = await MatcherRun.StartAsync(
            journal, new ReadOnly(_images), maxEvents: 5, bytesPerEvent: 1);
        await PayAsync(second, 11, 20);
        Assert.Equal([MatcherImageNote.Used], second.Notes.Select(static note => note.Note));
    }

    [Theory]
    [InlineData("torn", "its checksum is wrong")]
    [InlineData("cut", "its checksum is wrong")]
    [InlineData("empty", "its checksum is wrong")]
    [InlineData("version", "it has version 1, and this program writes 2")]
    [InlineData("machine", "it is no image of the matcher on a machine like this one")]
    public async Task What_is_not_an_image_of_this_program_is_not_used(string damage, string reason)
    {
        await using var journal = new VolatileJournal(4);
        await LiveAsync(journal, _images);
        var image = _images["matcher"] ?? throw new InvalidOperationException("No image was kept.");
        var middle = image.Length / 2;
        _images["matcher"] = damage switch
        {
            "torn" => [.. image[..middle], (byte)(image[middle] ^ 1), .. image[(middle + 1)..]],
            "cut" => image[..^1],
            "empty" => [],
            "version" => Sealed(image, static bytes => BinaryPrimitives.WriteInt64LittleEndian(bytes[VersionAt..], 1)),
            _ => Sealed(image, static bytes => bytes[..VersionAt].Reverse()),
        };

        await AssertRefusedAsync(journal, reason);
    }

    [Fact]
    public async Task The_image_of_another_journal_is_not_used()
    {
        await using var journal = new VolatileJournal(4);
        await LiveAsync(journal, _images);
        var info = new JournalInfo(Guid.Parse("0193a5f0-0000-7000-8000-000000000001"), 4, 1, DateTimeOffset.UnixEpoch);
        await using var other = new VolatileJournal(info);
        await LiveAsync(other, new VolatilePublisherImages());

        await AssertRefusedAsync(other, $"it is of journal {Guid.Empty} with 4 shards");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(40)]
    public async Task A_journal_that_was_restored_is_read_from_its_beginning(int eventsSince)
    {
        await using var journal = new VolatileJournal(4);
        await LiveAsync(journal, _images);
        // The same journal as it was on an earlier day, and lived on otherwise.
        await using var restored = new VolatileJournal(4);
        await LiveAsync(restored, new VolatilePublisherImages(), eventsSince);

        await AssertRefusedAsync(restored, "of the journal has another past");
    }

    [Fact]
    public async Task What_nobody_told_is_read_before_what_comes_after_it()
    {
        await using var journal = new VolatileJournal(1);
        await using var run = await MatcherRun.StartAsync(journal, _images);
        await run.InvoiceAsync(1);
        run.IsDeaf = true;
        // As when another owner of the shard wrote it.
        await run.InvoiceAsync(2);
        run.IsDeaf = false;
        await run.PayAsync(2);
        await run.RestAsync();

        Assert.Equal(PaymentStatus.Applied, await run.StatusAsync(2));
    }

    /// <summary>One payment is matched, two wait.</summary>
    private static async Task LiveAsync(IJournal journal, IPublisherImages images, int more = 0)
    {
        await using var run = await MatcherRun.StartAsync(journal, images);
        await run.InvoiceAsync(1);
        for (var number = 1; number <= 3; number++)
            await run.PayAsync(number);
        for (var number = 100; number < 100 + more; number++)
            await run.InvoiceAsync(number);
        await run.RestAsync();
        Assert.Equal(
            (PaymentStatus.Applied, PaymentStatus.Parked), (await run.StatusAsync(1), await run.StatusAsync(2)));
    }

    private static async Task PayAsync(MatcherRun run, int from, int to)
    {
        for (var number = from; number <= to; number++)
        {
            await run.InvoiceAsync(number);
            await run.PayAsync(number);
        }

        await run.RestAsync();
    }

    private static byte[] Sealed(byte[] image, Action<Span<byte>> change)
    {
        var content = image[..^SHA256.HashSizeInBytes];
        change(content);
        return [.. content, .. SHA256.HashData(content)];
    }

    // Then the journal says everything, and a new image is kept.
    private async Task AssertRefusedAsync(IJournal journal, string reason)
    {
        await using (var run = await MatcherRun.StartAsync(journal, _images))
        {
            var (note, text) = Assert.Single(run.Notes);
            Assert.Equal(MatcherImageNote.Refused, note);
            Assert.Contains(reason, text, StringComparison.Ordinal);
            Assert.True(run.ReadCount > 0);
            await run.InvoiceAsync(2);
            await run.RestAsync();
            Assert.Equal(PaymentStatus.Applied, await run.StatusAsync(2));
        }

        await using var next = await MatcherRun.StartAsync(journal, new ReadOnly(_images));
        Assert.Equal(MatcherImageNote.Used, Assert.Single(next.Notes).Note);
    }

    /// <summary>Images that are there; new ones are not kept.</summary>
    private sealed class ReadOnly(IPublisherImages images) : IPublisherImages
    {
        public ValueTask<bool> ReadAsync(string publisher, Stream target, CancellationToken cancellationToken) =>
            images.ReadAsync(publisher, target, cancellationToken);

        public ValueTask WriteAsync(
            string publisher, Stream image, bool isGentle, CancellationToken cancellationToken) =>
            ValueTask.CompletedTask;

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
