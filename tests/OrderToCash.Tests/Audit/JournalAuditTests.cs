using System.Text.Json;
using OrderToCash.Application.Audit;

namespace OrderToCash.Tests.Audit;

public sealed class JournalAuditTests
{
    [Fact]
    public async Task Whole_lives_hold_and_are_counted()
    {
        await using var world = await Lives.CreateAsync();
        await world.StopAsync();

        var report = await world.AuditAsync();

        Assert.True(report.Holds, string.Join('\n', report.ToLines()));
        Assert.Equal(0, report.InFlight);
        Assert.Equal(8, report.Invariants.Length);
        Assert.Equal(9, CountOf(report, Invariant.CountedOnce, "orders"));
        Assert.Equal(4, CountOf(report, Invariant.NothingStuck, "orders over"));
        Assert.Equal(5, CountOf(report, Invariant.NothingStuck, "orders waiting"));
        Assert.Equal(6, CountOf(report, Invariant.Invoices, "numbers"));
        Assert.Equal(6, CountOf(report, Invariant.MoneyConserved, "bank entries"));
        Assert.Equal(1, CountOf(report, Invariant.MoneyConserved, "providers' payouts"));
        Assert.Equal(6, CountOf(report, Invariant.GoodsConserved, "shipments of SKUs"));
        Assert.All(report.Invariants, invariant => Assert.All(invariant.Counts, Something));
    }

    [Fact]
    public async Task The_report_is_lines_and_json()
    {
        await using var world = await Lives.CreateAsync();
        var report = await world.AuditAsync();

        Assert.Contains(report.ToLines(), line => line.StartsWith("1 holds  no oversell (", StringComparison.Ordinal));
        using var json = JsonDocument.Parse(report.ToJson());
        Assert.True(json.RootElement.GetProperty("holds").GetBoolean());
        Assert.Equal(report.Events, json.RootElement.GetProperty("events").GetInt64());
        Assert.Equal(8, json.RootElement.GetProperty("invariants")[7].GetProperty("number").GetInt32());
    }

    [Fact]
    public async Task An_empty_journal_holds()
    {
        await using var journal = new OrderToCash.Engine.Journal.VolatileJournal(4);

        Assert.True((await JournalAudit.RunAsync(journal, new AuditOptions(), null, default)).Holds);
    }

    [Fact]
    public async Task Tells_how_far_it_is()
    {
        await using var world = await Lives.CreateAsync();
        var progress = new Progress();

        var report = await JournalAudit.RunAsync(
            world.Journal, new AuditOptions { BatchEvents = 10, Readers = 1 }, progress, default);

        Assert.Equal(new AuditProgress(report.Events, report.Events), progress.Last);
    }

    private static long CountOf(AuditReport report, Invariant invariant, string what) =>
        report.Invariants[(int)invariant - 1].Counts.Single(count => count.What == what).Count;

    /// <summary>No check was idle: only snapshots are none, as the lives are too short.</summary>
    private static void Something(AuditCount count) =>
        Assert.True(count.Count > 0 || count.What.StartsWith("snapshots", StringComparison.Ordinal), count.ToString());

    private sealed class Progress : IProgress<AuditProgress>
    {
        public AuditProgress Last { get; private set; }

        public void Report(AuditProgress value) => Last = value;
    }
}
