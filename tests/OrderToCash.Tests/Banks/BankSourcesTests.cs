using System.Collections.Immutable;
using System.IO.Compression;
using System.Text;
using OrderToCash.Adapters.Banks;
using OrderToCash.Application.Pipelines;
using Xunit;

namespace OrderToCash.Tests.Banks;

/// <summary>What a file is, is told by its content; archives are unpacked within limits.</summary>
/// <remarks>Runs alone: it counts temporary files.</remarks>
[Collection(nameof(CamtMemoryTests))]
public sealed class BankSourcesTests
{
    private static readonly string Good = Camt.Of(Camt.Entry("1.00"), "101.00");

    [Fact]
    public async Task Gzip_file_gives_what_is_in_it()
    {
        var item = Assert.Single(await Camt.ReadAsync(Gzip(Encoding.UTF8.GetBytes(Good))));

        Assert.Equal(100, Assert.Single(Camt.Transactions(item)).SignedMinor);
    }

    [Fact]
    public async Task Zip_archive_gives_its_files_by_name_and_a_refused_one_stops_no_other()
    {
        var two = Camt.Message(Camt.Statement("", "100.00") + Camt.Statement(Camt.Entry("2.00"), "102.00"));
        var zip = Zip(("c.txt", two), ("a/", ""), ("b", Good[..^30]), ("a/x.pdf", Good), ("d", "hello"));

        var items = await Camt.ReadAsync(zip);

        Assert.Equal([1, 2, 3, 4, 5], items.Select(x => x.Position));
        Assert.Equal(100, Assert.Single(Camt.Transactions(items[0])).SignedMinor);
        Assert.Equal("malformed-xml", items[1].Rejection?.Reason);
        Assert.StartsWith("b, line ", items[1].Rejection?.Place);
        Assert.Equal(Good[..^30], Encoding.UTF8.GetString(items[1].Raw.Span));
        Assert.Equal(200, Assert.Single(Camt.Transactions(items[3])).SignedMinor);
        Assert.Equal(("unknown-format", "d, file"), (items[4].Rejection?.Reason, items[4].Rejection?.Place));
    }

    [Fact]
    public async Task Reading_an_archive_goes_on_behind_a_position()
    {
        var zip = Zip(("a", Good), ("b", Good.Replace("<Id>S1<", "<Id>S2<")), ("c", "x"));

        Assert.Equal([2, 3], (await ReadAsync(zip, 1)).Select(x => x.Position));
        Assert.Equal([3], (await ReadAsync(zip, 2)).Select(x => x.Position));
    }

    [Fact]
    public async Task Archive_in_an_archive_is_read_and_no_deeper()
    {
        var once = Zip(("a", Good));
        var twice = Zip(("b.zip", Encoding.Latin1.GetString(once)));
        var thrice = Gzip(twice);

        Assert.Single(Camt.Transactions(Assert.Single(await Camt.ReadAsync(twice))));
        Assert.Equal("too-deep", (await Camt.RejectionAsync(thrice)).Reason);
    }

    [Fact]
    public async Task Bombs_are_refused_before_they_fill_the_disk()
    {
        var zeros = new byte[64 << 20];
        var before = Spooled();

        Assert.Equal("unpacks-too-large", (await Camt.RejectionAsync(Gzip(zeros))).Reason);
        var items = await Camt.ReadAsync(Zip(("a", Encoding.Latin1.GetString(zeros)), ("b", Good)));

        Assert.Equal("unpacks-too-large", Assert.Single(items).Rejection?.Reason);
        Assert.Equal(before, Spooled());
    }

    [Fact]
    public async Task Damaged_and_empty_archives_are_refused()
    {
        var gzip = Gzip(Encoding.UTF8.GetBytes(Good));

        // Where a gzip file breaks off, its content does.
        var half = await Camt.RejectionAsync(gzip[..^(gzip.Length / 2)]);
        Assert.Contains(half.Reason, (string[])["broken-archive", "malformed-xml"]);
        gzip.AsSpan(10, 20).Fill(0xFF);
        Assert.Equal("broken-archive", (await Camt.RejectionAsync(gzip)).Reason);
        Assert.Equal("broken-archive", (await Camt.RejectionAsync(Zip(("a", Good))[..40])).Reason);
        Assert.Equal("empty", (await Camt.RejectionAsync(Zip())).Reason);
        Assert.Equal("empty", (await Camt.RejectionAsync(Array.Empty<byte>())).Reason);
    }

    [Theory]
    [InlineData("utf-8")]
    [InlineData("iso-8859-1")]
    [InlineData("utf-16")]
    public async Task What_the_quarantine_kept_of_a_statement_can_be_read_again(string name)
    {
        var encoding = Encoding.GetEncoding(name);
        var entry = Camt.Entry("1.00", "<AddtlNtryInf>Käse</AddtlNtryInf>");
        var xml = Camt.Message(Camt.Statement(entry, "999.00")).Replace("UTF-8", name)
            .Replace("<Document xmlns=", "<d:Document xmlns:d=").Replace("<", "<d:")
            .Replace("<d:/", "</d:").Replace("<d:?", "<?").Replace("<d:d:", "<d:");
        var refused = Assert.Single(await Camt.ReadAsync([.. encoding.GetPreamble(), .. encoding.GetBytes(xml)]));
        var mended = encoding.GetBytes(encoding.GetString(refused.Raw.Span).Replace("999.00", "101.00"));

        using var source = await BankSources.OpenStoredAsync("q", mended, Camt.Actor, CancellationToken.None);
        var item = Assert.Single(await Camt.AllAsync(source));

        Assert.Equal("balance-mismatch", refused.Rejection?.Reason);
        Assert.Equal("Käse", Assert.Single(Camt.Transactions(item)).Text);
    }

    [Fact]
    public async Task What_was_spooled_is_deleted()
    {
        var before = Spooled();

        await Camt.ReadAsync(Zip(("a", Good), ("b", "x")));
        await Camt.ReadAsync(Gzip(Encoding.UTF8.GetBytes(Good)));

        Assert.Equal(before, Spooled());
    }

    private static int Spooled() =>
        Directory.EnumerateFiles(Path.GetTempPath(), $"o2c-{Environment.ProcessId}-*").Count();

    private static async Task<ImmutableArray<SourceItem>> ReadAsync(byte[] bytes, long after)
    {
        using var stream = new MemoryStream(bytes);
        using var source = await BankSources.OpenAsync("x", stream, Camt.Actor, CancellationToken.None);
        return await Camt.AllAsync(source, after);
    }

    private static byte[] Gzip(byte[] content)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal))
            gzip.Write(content);
        return packed.ToArray();
    }

    private static byte[] Zip(params (string Name, string Content)[] files)
    {
        using var packed = new MemoryStream();
        using (var zip = new ZipArchive(packed, ZipArchiveMode.Create))
        {
            foreach (var (name, content) in files)
            {
                using var entry = zip.CreateEntry(name).Open();
                entry.Write(Encoding.Latin1.GetBytes(content));
            }
        }

        return packed.ToArray();
    }
}
