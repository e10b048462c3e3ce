using System.Text;
using OrderToCash.Adapters.Inbox;
using OrderToCash.Adapters.Stores;
using OrderToCash.Engine.Journal;
using OrderToCash.Tests.Journal;
using Xunit;

namespace OrderToCash.Tests.Inbox;

/// <summary>The file of deliveries: what is acknowledged is in it, and stays what it was.</summary>
public sealed class SqliteInboxTests
{
    [Fact]
    public async Task A_delivery_is_kept_to_the_byte_with_all_that_is_known_of_it()
    {
        await using var folder = new InboxFolder();
        var body = new string('ä', 3000) + "\u0000\r\n";
        var receipt = await folder.AppendAsync(body, "d-1", "orders/create");
        await folder.ReopenAsync();
        var entry = folder.Inbox.Read(receipt.Number)!;
        Assert.Equal(Encoding.UTF8.GetBytes(body), entry.Delivery.Body.ToArray());
        Assert.Equal(
            InboxFolder.Of(body, "d-1", "orders/create") with { Body = default },
            entry.Delivery with { Body = default });
        Assert.Equal((InboxState.Waiting, 0L, Encoding.UTF8.GetByteCount(body)),
            (entry.State, entry.Attempts, (int)entry.BodyBytes));
    }

    [Fact]
    public async Task Deliveries_that_come_at_once_are_numbered_without_a_gap()
    {
        await using var folder = new InboxFolder();
        var receipts = await Task.WhenAll(Enumerable.Range(0, 3000).Select(i => folder.AppendAsync($"body {i}")));
        Assert.Equal(
            Enumerable.Range(1, 3000).Select(i => (long)i), receipts.Select(receipt => receipt.Number).Order());
        Assert.All(receipts, receipt => Assert.Null(receipt.RepeatOf));
        await folder.ReopenAsync();
        Assert.Equal(3001, (await folder.AppendAsync("one more")).Number);
    }

    [Fact]
    public async Task The_same_bytes_again_are_a_repeat_whatever_the_delivery_is_called()
    {
        await using var folder = new InboxFolder();
        var first = await folder.AppendAsync("order", "d-1");
        var second = await folder.AppendAsync("order", "d-2");
        var other = await folder.Inbox.AppendAsync(InboxFolder.Of("order", "d-1", shop: "other"));
        Assert.Equal((first.Number, null), (second.RepeatOf, other.RepeatOf));
        var entry = folder.Inbox.Read(second.Number)!;
        Assert.Equal((InboxState.Duplicate, "repeat", "order"),
            (entry.State, entry.Reason, Encoding.UTF8.GetString(entry.Delivery.Body.Span)));
    }

    [Fact]
    public async Task A_repeat_of_what_was_refused_is_tried_again()
    {
        await using var folder = new InboxFolder();
        var first = await folder.AppendAsync("order");
        folder.Inbox.Mark(InboxFolder.Mark(first.Number, InboxState.Refused));
        await folder.Inbox.FlushAsync();
        Assert.Null((await folder.AppendAsync("order")).RepeatOf);
    }

    [Fact]
    public async Task What_became_of_a_delivery_is_kept_and_it_waits_no_more_until_it_is_replayed()
    {
        await using var folder = new InboxFolder();
        var one = (await folder.AppendAsync("one")).Number;
        var two = (await folder.AppendAsync("two")).Number;
        folder.Inbox.Mark(new InboxMark(one, InboxState.Refused, "no-order", "why", "shop:1", InboxFolder.At));
        await folder.Inbox.FlushAsync();
        await folder.ReopenAsync();
        var marked = folder.Inbox.Read(one)!;
        Assert.Equal(
            (InboxState.Refused, "no-order", "why", "shop:1", (DateTimeOffset?)InboxFolder.At, 1L),
            (marked.State, marked.Reason, marked.Detail, marked.Orders, marked.DecidedAt, marked.Attempts));
        Assert.Equal([two], Waiting(folder));
        Assert.Equal(1, await folder.Inbox.ReplayAsync(null));
        Assert.Equal([one, two], Waiting(folder));
        Assert.Equal(0, await folder.Inbox.ReplayAsync(99));
    }

    [Fact]
    public async Task A_replay_of_a_repeat_is_one_of_the_delivery_that_has_the_bytes()
    {
        await using var folder = new InboxFolder();
        var first = (await folder.AppendAsync("order")).Number;
        var repeat = (await folder.AppendAsync("order")).Number;
        folder.Inbox.Mark(InboxFolder.Mark(first, InboxState.Accepted));
        await folder.Inbox.FlushAsync();
        await folder.Inbox.ReplayAsync(repeat);
        Assert.Equal([first], Waiting(folder));
    }

    [Fact]
    public async Task Another_process_may_look_and_replay_but_not_append()
    {
        await using var folder = new InboxFolder();
        var number = (await folder.AppendAsync("order")).Number;
        folder.Inbox.Mark(InboxFolder.Mark(number, InboxState.Accepted));
        await folder.Inbox.FlushAsync();
        Assert.Throws<StoreLockedException>(() => SqliteInbox.OpenToAppend(folder.Path, TimeProvider.System));
        await using var beside = SqliteInbox.OpenBeside(folder.Path);
        Assert.Equal(InboxState.Accepted, Assert.Single(beside.List(new InboxQuestion())).State);
        await beside.ReplayAsync(number);
        Assert.Equal([number], Waiting(folder));
    }

    [Fact]
    public async Task Lists_newest_first_by_state_and_shop()
    {
        await using var folder = new InboxFolder();
        for (var i = 0; i < 5; i++)
            await folder.AppendAsync($"body {i}");
        await folder.Inbox.AppendAsync(InboxFolder.Of("x", shop: "other"));
        folder.Inbox.Mark(InboxFolder.Mark(2, InboxState.Accepted));
        await folder.Inbox.FlushAsync();
        Assert.Equal([6, 5], Numbers(new InboxQuestion(MaxEntries: 2)));
        Assert.Equal([4, 3, 2, 1], Numbers(new InboxQuestion(AfterNumber: 5)));
        Assert.Equal([2], Numbers(new InboxQuestion(InboxState.Accepted)));
        Assert.Equal([6], Numbers(new InboxQuestion(Platform: "shopify", Shop: "other")));
        var stats = folder.Inbox.Stats();
        Assert.Equal((6L, (DateTimeOffset?)InboxFolder.At), (stats.Channels.Sum(c => c.Count), stats.OldestWaiting));
        Assert.InRange(stats.FileBytes, 4096, 1_000_000);

        long[] Numbers(InboxQuestion question) => [.. folder.Inbox.List(question).Select(entry => entry.Number)];
    }

    [Fact]
    public async Task Old_deliveries_are_forgotten_but_none_that_waits_or_whose_bytes_are_needed()
    {
        await using var folder = new InboxFolder();
        var late = InboxFolder.At.AddDays(100);
        await folder.AppendAsync("decided");
        await folder.AppendAsync("waits");
        await folder.AppendAsync("repeated later");
        await folder.Inbox.AppendAsync(InboxFolder.Of("repeated later") with { ReceivedAt = late });
        await folder.AppendAsync("the last one");
        foreach (var number in (long[])[1, 3, 5])
            folder.Inbox.Mark(InboxFolder.Mark(number, InboxState.Accepted));
        Assert.Equal(1, await folder.Inbox.ForgetAsync(late.AddDays(-1), 100));
        Assert.Equal([5, 4, 3, 2], folder.Inbox.List(new InboxQuestion()).Select(entry => entry.Number));
        Assert.Equal("repeated later", Encoding.UTF8.GetString(folder.Inbox.Read(4)!.Delivery.Body.Span));
        Assert.Null((await folder.AppendAsync("decided")).RepeatOf);
        await folder.Inbox.ShrinkAsync(1000);
    }

    [Fact]
    public async Task A_file_of_another_version_is_left_as_it_is()
    {
        await using var folder = new InboxFolder();
        await folder.Inbox.DisposeAsync();
        await SqliteFile.ExecuteAsync(folder.Path, "UPDATE inbox SET format_version = 9");
        var refused = Assert.Throws<JournalFormatException>(() => SqliteInbox.OpenBeside(folder.Path));
        Assert.Contains("version 9", refused.Message, StringComparison.Ordinal);
        await SqliteFile.ExecuteAsync(folder.Path, "UPDATE inbox SET format_version = 1");
    }

    [Fact]
    public void Without_a_file_it_says_what_is_missing()
    {
        var missing = Assert.Throws<InboxUnavailableException>(() => SqliteInbox.OpenBeside("/nowhere/inbox.db"));
        Assert.Contains("/nowhere/inbox.db", missing.Message, StringComparison.Ordinal);
    }

    private static long[] Waiting(InboxFolder folder) =>
        [.. folder.Inbox.List(new InboxQuestion(InboxState.Waiting)).Select(entry => entry.Number).Reverse()];
}
