using OrderToCash.Adapters.Folders;
using Xunit;

namespace OrderToCash.Tests.Folders;

/// <summary>Which files their writers are done with, and which are none of ours.</summary>
public sealed class FileWatchTests
{
    private static readonly DateTime Written = new(2026, 11, 27, 9, 0, 0, DateTimeKind.Utc);

    private readonly HandTime _time = new();
    private readonly FileWatch _watch;

    public FileWatchTests() => _watch = new FileWatch(_time, TimeSpan.FromSeconds(2));

    [Fact]
    public void A_file_is_ready_once_it_has_not_changed_for_long_enough()
    {
        Assert.Empty(_watch.Ready([new FoundFile("a", 10, Written)]));
        _time.Pass(1);
        Assert.Empty(_watch.Ready([new FoundFile("a", 10, Written)]));
        _time.Pass(1);
        Assert.Equal(["a"], _watch.Ready([new FoundFile("a", 10, Written)]).Select(static file => file.Name));
    }

    [Theory]
    [InlineData(11, 0)]
    [InlineData(10, 1)]
    public void A_file_whose_size_or_time_changes_waits_again(long bytes, int seconds)
    {
        _watch.Ready([new FoundFile("a", 10, Written)]);
        _time.Pass(2);
        var changed = new FoundFile("a", bytes, Written.AddSeconds(seconds));
        Assert.Empty(_watch.Ready([changed]));
        _time.Pass(2);
        Assert.Single(_watch.Ready([changed]));
    }

    [Fact]
    public void A_file_that_was_gone_in_between_is_a_new_one()
    {
        _watch.Ready([new FoundFile("a", 10, Written)]);
        _time.Pass(1);
        _watch.Ready([]);
        _time.Pass(1);
        Assert.Empty(_watch.Ready([new FoundFile("a", 10, Written)]));
    }

    [Fact]
    public void Without_a_wait_a_file_is_ready_at_once() =>
        Assert.Single(new FileWatch(_time, TimeSpan.Zero).Ready([new FoundFile("a", 10, Written)]));

    [Fact]
    public void What_its_writer_hides_folders_and_links_are_not_found()
    {
        using var folder = new TestFolder();
        foreach (var name in (string[])[".hidden", "b.tmp", "c.part", "d.PART", "z.json", "e.tmp.json", "f"])
            folder.Write(name, "x");
        Directory.CreateDirectory(Path.Combine(folder.Path, "archive"));
        File.CreateSymbolicLink(Path.Combine(folder.Path, "link"), "/etc/hostname");

        Assert.Equal(
            ["e.tmp.json", "f", "z.json"], FoundFile.In(folder.Path).Select(static file => file.Name));
    }

    private sealed class HandTime : TimeProvider
    {
        private long _ticks;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => _ticks;

        public void Pass(int seconds) => _ticks += TimeSpan.TicksPerSecond * seconds;
    }
}
