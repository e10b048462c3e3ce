using Microsoft.Data.Sqlite;
using OrderToCash.Adapters.Inbox;
using OrderToCash.Engine.Journal;

namespace OrderToCash.Tests.Inbox;

/// <summary>What was asked for is kept with how far it was read, together or not at all.</summary>
public sealed class InboxCursorTests
{
    private static readonly DateTimeOffset At = InboxFolder.At;

    [Fact]
    public async Task Orders_that_were_delivered_before_are_not_kept_again()
    {
        await using var folder = new InboxFolder();
        await folder.AppendAsync("one", "hook-1", "orders/create");
        Assert.Equal(2, await PollAsync(folder, At, "one", "two", "three", "two"));
        Assert.Equal(0, await PollAsync(folder, At.AddMinutes(1), "one", "two"));
        Assert.Equal(
            ["three", "two", "one"],
            folder.Inbox.List(new InboxQuestion()).Select(entry => Text(folder.Inbox.Read(entry.Number)!)));
        var cursor = Assert.Single(folder.Inbox.Cursors());
        Assert.Equal((6, 2, At.AddMinutes(1)), (cursor.OrdersRead, cursor.OrdersKept, cursor.ReadUntil));
    }

    [Fact]
    public async Task What_was_refused_is_not_tried_again_by_asking_for_it()
    {
        await using var folder = new InboxFolder();
        await PollAsync(folder, At, "broken");
        folder.Inbox.Mark(InboxFolder.Mark(1, InboxState.Refused));
        Assert.Equal(0, await PollAsync(folder, At, "broken"));
    }

    [Fact]
    public async Task The_cursor_outlives_a_restart_and_never_goes_back()
    {
        await using var folder = new InboxFolder();
        await PollAsync(folder, At, "one");
        await PollAsync(folder, At.AddHours(-1), "two");
        await folder.ReopenAsync();
        Assert.Equal(At, Assert.Single(folder.Inbox.Cursors()).ReadUntil);
        Assert.Equal(3, (await folder.AppendAsync("three")).Number);
    }

    [Fact]
    public async Task Failures_are_counted_until_a_run_reads_everything()
    {
        await using var folder = new InboxFolder();
        await folder.Inbox.NotePollAsync("shopify", "shop", At, "away");
        await folder.Inbox.NotePollAsync("shopify", "shop", At.AddMinutes(1), "still away");
        Assert.Equal(
            new ShopCursor("shopify", "shop", null, null, "still away", At.AddMinutes(1), 2, 0, 0),
            Assert.Single(folder.Inbox.Cursors()));
        await PollAsync(folder, At, "one");
        await folder.Inbox.NotePollAsync("shopify", "shop", At.AddMinutes(2), null);
        Assert.Equal(
            new ShopCursor("shopify", "shop", At, At.AddMinutes(2), null, null, 0, 1, 1),
            Assert.Single(folder.Inbox.Cursors()));
    }

    [Fact]
    public async Task An_inbox_of_before_there_were_cursors_is_brought_up_to_date_by_who_appends()
    {
        var path = Path.Combine(Directory.CreateTempSubdirectory("o2c-inbox-").FullName, "inbox.db");
        OlderFile(path);
        await using (var beside = SqliteInbox.OpenBeside(path))
        {
            Assert.Empty(beside.Cursors());
            Assert.Equal("order", Text(beside.Read(1)!));
        }

        await using (var inbox = SqliteInbox.OpenToAppend(path, TimeProvider.System))
        {
            Assert.Equal("order", Text(inbox.Read(1)!));
            Assert.Equal(1, await inbox.AppendPolledAsync("shopify", "shop", [InboxFolder.Of("polled")], At));
        }

        await using (var beside = SqliteInbox.OpenBeside(path))
            Assert.Equal(At, Assert.Single(beside.Cursors()).ReadUntil);
        Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);
    }

    [Fact]
    public async Task An_inbox_of_a_later_version_is_left_alone()
    {
        await using var folder = new InboxFolder();
        Execute(folder.Path, "UPDATE inbox SET format_version = 3");
        var failure = Assert.Throws<JournalFormatException>(() => SqliteInbox.OpenBeside(folder.Path));
        Assert.Contains("version 3", failure.Message, StringComparison.Ordinal);
    }

    private static string Text(InboxEntry entry) => System.Text.Encoding.UTF8.GetString(entry.Delivery.Body.Span);

    private static Task<int> PollAsync(InboxFolder folder, DateTimeOffset until, params string[] bodies) =>
        folder.Inbox.AppendPolledAsync(
            "shopify", "shop", [.. bodies.Select(body => InboxFolder.Of(body, "id@1", "orders/polled"))], until);

    /// <summary>As version 1 wrote it.</summary>
    private static void OlderFile(string path)
    {
        var schema = Path.Combine(
            RepositoryFiles.Root, "src/OrderToCash.Adapters/Inbox/Schema/0001_inbox.sql");
        Execute(path, "PRAGMA auto_vacuum=INCREMENTAL; PRAGMA journal_mode=WAL;" + File.ReadAllText(schema)
            + "INSERT INTO deliveries VALUES (1, 'shopify', 'shop', NULL, NULL, 1, '{}', x'00', 5, 0, NULL, NULL, "
            + "NULL, NULL, NULL, 0); INSERT INTO bodies VALUES (1, 0, CAST('order' AS BLOB))");
    }

    private static void Execute(string path, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
