using OrderToCash.Adapters.Outbound;
using OrderToCash.Adapters.Stores;
using OrderToCash.Application.Outbound;
using OrderToCash.Engine.Journal;
using OrderToCash.Tests.Journal;
using Xunit;

namespace OrderToCash.Tests.Outbound;

/// <summary>The contract in memory.</summary>
public sealed class VolatileOutboundStoreTests : OutboundStoreContract
{
    protected override IOutboundStore Open() => new VolatileOutboundStore();

    protected override IOutboundStore Reopen(IOutboundStore store) => store;
}

/// <summary>The contract in a file, and what only a file can do.</summary>
public sealed class SqliteOutboundTests : OutboundStoreContract
{
    private readonly string _folder = Directory.CreateTempSubdirectory("o2c-outbound-").FullName;

    private string File => Path.Combine(_folder, "outbound.db");

    protected override IOutboundStore Open() => SqliteOutbound.OpenToSend(File, TimeProvider.System);

    protected override IOutboundStore Reopen(IOutboundStore store)
    {
        ((SqliteOutbound)store).Dispose();
        return Open();
    }

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void Another_process_may_look_and_retry_but_not_send()
    {
        var other = Path.Combine(_folder, "other.db");
        using var mine = SqliteOutbound.OpenToSend(other, TimeProvider.System);
        Put(mine, "A", OutboundState.Dead);
        Put(mine, "B", OutboundState.Done);
        Put(mine, "C", OutboundState.Waiting);
        Assert.Throws<StoreLockedException>(() => SqliteOutbound.OpenToSend(other, TimeProvider.System));
        using var beside = SqliteOutbound.OpenBeside(other);
        Assert.Equal("A", Assert.Single(beside.List(new OutboundQuestion(State: OutboundState.Dead))).Id);
        Assert.Equal(["A", "B"], beside.List(new OutboundQuestion(MaxEntries: 2)).Select(entry => entry.Id));
        Assert.Equal("C", Assert.Single(beside.List(
            new OutboundQuestion("shop", After: new OutboundEntry("shop", OutboundKind.Stock, "B")))).Id);
        Assert.Empty(beside.List(new OutboundQuestion(Kind: OutboundKind.Order)));
        Assert.Equal(1, beside.Retry(new OutboundQuestion(State: OutboundState.Dead), StandingTime.Noon));
        Assert.Equal(0, beside.Retry(new OutboundQuestion(Id: "B"), StandingTime.Noon));
        Assert.Equal(
            ["A", "C"], mine.Change(tables => tables.Due("shop", StandingTime.Noon, 9)).Select(entry => entry.Id));
    }

    [Fact]
    public void The_lag_is_that_of_what_was_not_told()
    {
        var other = Path.Combine(_folder, "other.db");
        using var queue = SqliteOutbound.OpenToSend(other, TimeProvider.System);
        var at = StandingTime.Noon;
        var waiting = OutboundEntrySteps.Empty("shop", OutboundKind.Stock, "A", 0).WithStock(5, 7, 7, 1, at, at);
        var repeated = (waiting with { Id = "B", ChangedAt = at.AddDays(-1) }).Sent(at)
            .Answered(new TellAnswer(TellResult.Unknown), at).Sent(at).Answered(TellAnswer.Told, at);
        queue.Change(tables =>
        {
            tables.Put(waiting);
            tables.Put(repeated);
            tables.SetPosition(2, 40);
            tables.SetPosition(3, 2);
            return 0;
        });
        var count = Assert.Single(queue.Stats());
        Assert.Equal(
            ("shop", OutboundState.Waiting, 2L, at, 42L),
            (count.Channel, count.State, count.Count, count.OldestChange, queue.TakenEvents));
    }

    [Fact]
    public async Task A_file_of_another_version_is_left_as_it_is()
    {
        var other = Path.Combine(_folder, "other.db");
        SqliteOutbound.OpenToSend(other, TimeProvider.System).Dispose();
        await SqliteFile.ExecuteAsync(other, "UPDATE outbound SET format_version = 9");
        var refused = Assert.Throws<JournalFormatException>(() => SqliteOutbound.OpenBeside(other));
        Assert.Contains("version 9", refused.Message, StringComparison.Ordinal);
        var missing = Assert.Throws<OutboundUnavailableException>(() => SqliteOutbound.OpenBeside("/nowhere/x.db"));
        Assert.Contains("/nowhere/x.db", missing.Message, StringComparison.Ordinal);
    }

    private static void Put(SqliteOutbound queue, string sku, OutboundState state) => queue.Change(tables =>
    {
        tables.Put(new OutboundEntry("shop", OutboundKind.Stock, sku)
        {
            State = state, DueAt = StandingTime.Noon,
        });
        return 0;
    });
}
