using System.Text.Json;
using OrderToCash.Engine.Journal;
using OrderToCash.Engine.Shards;
using Xunit;
using static OrderToCash.Tests.Journal.Turns;

namespace OrderToCash.Tests.Journal;

public abstract partial class JournalContract
{
    [ContractFact]
    public async Task Loads_all_events_of_an_entity_without_a_snapshot()
    {
        var row = await CommittedAsync(
            await ClaimAsync(0), new TestEvent(Order(1), 1, "a"), new TestEvent(Order(2), 1, "b"),
            new TestEvent(Order(1), 2, "c"));
        await CommittedAsync(row, new TestEvent(Order(1), 3, "d"));
        Assert.Equal(
            [
                "0: event order/shopify:2 1 b", "2: event order/shopify:1 1 a", "2: event order/shopify:1 2 c",
                "2: event order/shopify:1 3 d",
            ],
            await Journal.LoadAsync(Order(2), Order(77), Order(1)));
    }

    [ContractFact]
    public async Task Loads_the_newest_snapshot_and_only_later_events()
    {
        var row = await ClaimAsync(0);
        var turn = After(
            row, new TestEvent(Order(1), 1, "a"), new TestEvent(Order(1), 2, "b"), new TestEvent(Order(2), 1, "c"));
        turn.Snapshots.Add(new StoredSnapshot(Order(1), 1, 1, "old"u8.ToArray()));
        Assert.Equal(CommitOutcome.Committed, await CommitAsync(turn));
        row = RowAfter(turn);
        turn = After(row, new TestEvent(Order(1), 3, "d"));
        turn.Snapshots.Add(new StoredSnapshot(Order(1), 2, 4, "new"u8.ToArray()));
        Assert.Equal(CommitOutcome.Committed, await CommitAsync(turn));

        Assert.Equal(
            ["0: snapshot 2 v4 new", "0: event order/shopify:1 3 d", "1: event order/shopify:2 1 c"],
            await Journal.LoadAsync(Order(1), Order(2)));
        Assert.Equal([new SnapshotInfo(Order(1), 2, 4, 3)], await Journal.SnapshotInfosAsync());
        var snapshot = await Journal.ReadSnapshotAsync(Order(1), default);
        Assert.NotNull(snapshot);
        Assert.Equal((2, 4), (snapshot.Sequence, snapshot.Version));
        Assert.Equal("new"u8, snapshot.Payload.Span);
        Assert.Null(await Journal.ReadSnapshotAsync(Order(2), default));
    }

    [ContractFact]
    public async Task An_older_snapshot_does_not_take_the_place_of_a_newer_one()
    {
        var turn = After(await ClaimAsync(0), new TestEvent(Order(1), 1), new TestEvent(Order(1), 2));
        turn.Snapshots.Add(new StoredSnapshot(Order(1), 2, 1, "new"u8.ToArray()));
        turn.Snapshots.Add(new StoredSnapshot(Order(1), 1, 1, "old"u8.ToArray()));
        Assert.Equal(CommitOutcome.Committed, await CommitAsync(turn));
        Assert.Equal(["0: snapshot 2 v1 new"], await Journal.LoadAsync(Order(1)));
    }

    [ContractFact]
    public async Task Tells_of_each_of_many_snapshots_once()
    {
        const int Count = 5_000;
        var turn = After(
            await ClaimAsync(0), Enumerable.Range(0, Count).Select(number => new TestEvent(Order(number), 1)));
        for (var number = 0; number < Count; number++)
            turn.Snapshots.Add(new StoredSnapshot(Order(number), 1, 1, "s"u8.ToArray()));
        Assert.Equal(CommitOutcome.Committed, await CommitAsync(turn));

        var infos = await Journal.SnapshotInfosAsync();
        Assert.Equal(Count, infos.Count);
        Assert.Equal(Count, infos.Select(info => info.Entity).Distinct().Count());
    }

    [ContractFact]
    public async Task Deleting_all_snapshots_loads_the_events_instead()
    {
        var turn = After(await ClaimAsync(0), new TestEvent(Order(1), 1, "a"), new TestEvent(Order(1), 2, "b"));
        turn.Snapshots.Add(new StoredSnapshot(Order(1), 2, 1, "state"u8.ToArray()));
        Assert.Equal(CommitOutcome.Committed, await CommitAsync(turn));
        await Journal.DeleteSnapshotsAsync(default);
        Assert.Empty(await Journal.SnapshotInfosAsync());
        Assert.Equal(
            ["0: event order/shopify:1 1 a", "0: event order/shopify:1 2 b"], await Journal.LoadAsync(Order(1)));
    }

    [ContractFact]
    public async Task Lists_the_entities_of_a_kind_page_by_page()
    {
        EntityId[] settlements =
            [.. new[] { "a", "paypal/1", "paypal/2", "ü", "z" }.Select(static id => new EntityId("settlement", id))];
        // Kinds that lie beside it by their text, entities of both shards, and one with a long past.
        await CommittedAsync(
            await ClaimAsync(0),
            [
                new TestEvent(settlements[1], 1), new TestEvent(new EntityId("settlements", "b"), 1),
                new TestEvent(settlements[4], 1), new TestEvent(settlements[3], 1), new TestEvent(Order(1), 1),
                .. Enumerable.Range(2, 50).Select(sequence => new TestEvent(settlements[1], sequence)),
            ]);
        await CommittedAsync(
            await ClaimAsync(1),
            new TestEvent(settlements[0], 1), new TestEvent(new EntityId("settle", "b"), 1),
            new TestEvent(settlements[2], 1));

        // In the order of UTF-8.
        EntityId[] expected = [settlements[0], settlements[1], settlements[2], settlements[4], settlements[3]];
        Assert.Equal(expected, await Journal.ReadEntitiesAsync("settlement", null, 10, default));
        Assert.Equal(expected[..2], await Journal.ReadEntitiesAsync("settlement", null, 2, default));
        Assert.Equal(expected[2..4], await Journal.ReadEntitiesAsync("settlement", expected[1].Id, 2, default));
        Assert.Empty(await Journal.ReadEntitiesAsync("settlement", expected[4].Id, 2, default));
        Assert.Empty(await Journal.ReadEntitiesAsync("bank", null, 2, default));
    }

    [ContractFact]
    public async Task Reads_the_selected_events_of_a_stretch_without_metadata_and_chain()
    {
        string[] names = ["order.placed", "order.paid", "order.placed-not", "o'dd"];
        var row = await CommittedAsync(
            await ClaimAsync(1),
            Enumerable.Range(1, 100).Select(number => new TestEvent(
                Order(number), 1, $"\"{number}\"", names[number % names.Length], number)));
        await CommittedAsync(row, new TestEvent(Order(1), 2, "\"101\"", "order.paid"));
        await CommittedAsync(await ClaimAsync(2), new TestEvent(Order(200), 1));
        var selection = new EventSelection(["order.paid", "o'dd", "stock.moved", "order.paid"]);

        async Task<List<ReadEvent>> ReadAsync(long after, long upTo, EventSelection selected)
        {
            var sink = new ReadBack();
            await Journal.ReadSelectedAsync(1, after, upTo, selected, sink, default);
            return sink.Events;
        }

        var all = await Journal.ShardAsync(1);
        var wanted = all.Where(each => each.Event.Name is "order.paid" or "o'dd")
            .Select(each => each with { Event = each.Event with { Metadata = "" }, Chain = "" }).ToArray();
        Assert.Equal(51, wanted.Length);
        Assert.Equal(wanted, await ReadAsync(0, long.MaxValue, selection));
        Assert.Equal(wanted.Where(each => each.Position is > 3 and <= 7), await ReadAsync(3, 7, selection));
        Assert.Empty(await ReadAsync(7, 7, selection));
        Assert.Empty(await ReadAsync(8, 7, selection));
        Assert.Empty(await ReadAsync(101, 200, selection));
        Assert.Empty(await ReadAsync(0, 101, new EventSelection([])));
    }

    [ContractFact]
    public async Task Loads_one_entity_asked_for_twice_at_both_places()
    {
        await CommittedAsync(await ClaimAsync(0), new TestEvent(Order(1), 1, "a"));
        Assert.Equal(
            ["0: event order/shopify:1 1 a", "1: event order/shopify:1 1 a"],
            await Journal.LoadAsync(Order(1), Order(1)));
    }

    [ContractFact]
    public async Task Reads_a_shard_by_pages()
    {
        var row = await CommittedAsync(
            await ClaimAsync(3), Enumerable.Range(1, 10).Select(n => new TestEvent(Order(n), 1)));
        await CommittedAsync(row, Enumerable.Range(11, 7).Select(n => new TestEvent(Order(n), 1)));
        await CommittedAsync(await ClaimAsync(2), new TestEvent(Order(99), 1));

        List<long> positions = [];
        var after = 0L;
        while (true)
        {
            var page = new ReadBack();
            var last = await Journal.ReadShardAsync(3, after, 5, page, default);
            Assert.Equal(page.Events.LastOrDefault()?.Position ?? after, last);
            positions.AddRange(page.Events.Select(read => read.Position));
            if (last == after)
                break;

            after = last;
        }

        Assert.Equal(Enumerable.Range(1, 17).Select(n => (long)n), positions);
        Assert.Equal(40, await Journal.ReadShardAsync(3, 40, 5, new ReadBack(), default));
        Assert.Equal(17, await Journal.ReadShardAsync(3, 16, 5, new ReadBack(), default));
    }

    [ContractFact]
    public async Task Reads_an_entity_after_a_sequence()
    {
        var row = await CommittedAsync(
            await ClaimAsync(0), new TestEvent(Order(1), 1), new TestEvent(Order(2), 1), new TestEvent(Order(1), 2));
        await CommittedAsync(row, new TestEvent(Order(1), 3));
        Assert.Equal([1, 2, 3], (await Journal.EntityAsync(Order(1))).Select(read => read.Event.Sequence));
        Assert.Equal([1, 3, 4], (await Journal.EntityAsync(Order(1))).Select(read => read.Position));
        Assert.Equal([3], (await Journal.EntityAsync(Order(1), 2)).Select(read => read.Event.Sequence));
        Assert.Empty(await Journal.EntityAsync(Order(1), 3));
        Assert.Empty(await Journal.EntityAsync(Order(3)));
    }

    [ContractFact]
    public async Task Reminders_are_set_changed_and_deleted()
    {
        var turn = After(await ClaimAsync(1), new TestEvent(Order(1), 1));
        turn.Reminders.Add(new ReminderWrite(Order(1), "payment-due", 500));
        turn.Reminders.Add(new ReminderWrite(Order(1), "ship-by", 300));
        turn.Reminders.Add(new ReminderWrite(Order(2), "ship-by", 400));
        turn.Reminders.Add(new ReminderWrite(Order(3), "never-set", null));
        Assert.Equal(CommitOutcome.Committed, await CommitAsync(turn));
        turn = After(RowAfter(turn));
        turn.Reminders.Add(new ReminderWrite(Order(1), "payment-due", 900));
        turn.Reminders.Add(new ReminderWrite(Order(2), "ship-by", null));
        Assert.Equal(CommitOutcome.Committed, await CommitAsync(turn));

        _journal = await ReopenAsync(Journal);
        var reminders = await Journal.ReadRemindersAsync(1, default);
        Assert.Equal(
            [new StoredReminder(Order(1), "payment-due", 900), new StoredReminder(Order(1), "ship-by", 300)],
            reminders.OrderBy(reminder => reminder.Name, StringComparer.Ordinal));
        Assert.Empty(await Journal.ReadRemindersAsync(0, default));
    }

    [ContractFact]
    public async Task Dead_letters_are_kept_oldest_first()
    {
        var turn = After(await ClaimAsync(2));
        turn.DeadLetters.Add(new DeadLetter(2, Order(2), "order/1#3.0", "Ship { }", "threw", 20));
        turn.DeadLetters.Add(new DeadLetter(2, Order(1), "http:17", "Place { }", "threw\n at line", 10));
        Assert.Equal(CommitOutcome.Committed, await CommitAsync(turn));
        var other = After(await ClaimAsync(0));
        other.DeadLetters.Add(new DeadLetter(0, Order(3), "http:18", "Place { }", "threw", 30));
        Assert.Equal(CommitOutcome.Committed, await CommitAsync(other));
        _journal = await ReopenAsync(Journal);
        Assert.Equal([.. other.DeadLetters, .. turn.DeadLetters], await Journal.ReadDeadLettersAsync(default));
    }

    [ContractFact]
    public async Task A_large_payload_comes_back_whole()
    {
        var payload = string.Concat(Enumerable.Range(0, 1_000_000).Select(n => $"{n % 10_000_000:D8}"));
        await CommittedAsync(
            await ClaimAsync(0), new TestEvent(Order(1), 1, payload), new TestEvent(Order(1), 2, "small"));
        var read = await Journal.EntityAsync(Order(1));
        Assert.Equal(8_000_000, read[0].Event.Payload.Length);
        Assert.True(payload == read[0].Event.Payload, "The payload came back different.");
        Assert.Equal("small", read[1].Event.Payload);
    }

    [ContractFact]
    public async Task A_turn_of_ten_thousand_events_is_one_commit()
    {
        var row = await CommittedAsync(
            await ClaimAsync(0),
            Enumerable.Range(0, 10_000).Select(n => new TestEvent(Order(n % 100), (n / 100) + 1, $"{n}")));
        Assert.Equal(10_000, row.State.Position);
        var read = await Journal.ShardAsync(0);
        Assert.Equal(Enumerable.Range(0, 10_000).Select(n => $"{n}"), read.Select(each => each.Event.Payload));
        Assert.Equal(100, (await Journal.EntityAsync(Order(42))).Count);
    }

    [ContractTheory]
    [InlineData("Bestellung ä ö ü ß €")]
    [InlineData("注文-1001")]
    [InlineData("🧾🧾")]
    [InlineData("a/b//c\\d'e\"f;--")]
    [InlineData("zero\0inside")]
    public async Task Any_text_is_an_id(string id)
    {
        var (entity, near) = (new EntityId("order", id), new EntityId("order", id + " "));
        var payload = JsonSerializer.Serialize(id);
        var turn = After(await ClaimAsync(0), new TestEvent(entity, 1, payload), new TestEvent(near, 1, "near"));
        turn.Snapshots.Add(new StoredSnapshot(near, 1, 1, "s"u8.ToArray()));
        turn.Reminders.Add(new ReminderWrite(entity, "due", 1));
        Assert.Equal(CommitOutcome.Committed, await CommitAsync(turn));
        Assert.Equal(new TestEvent(entity, 1, payload), Assert.Single(await Journal.EntityAsync(entity)).Event);
        Assert.Equal(entity, Assert.Single(await Journal.ReadRemindersAsync(0, default)).Entity);
        Assert.Equal(near, Assert.Single(await Journal.SnapshotInfosAsync()).Entity);
        Assert.Equal(2, (await Journal.LoadAsync(entity, near)).Count);
    }

    [ContractFact]
    public async Task Readers_beside_a_writer_see_whole_commits_in_order()
    {
        const int Commits = 200;
        var row = await ClaimAsync(0);
        var writer = Task.Run(async () =>
        {
            for (var n = 0; n < Commits; n++)
            {
                row = await CommittedAsync(
                    row, new TestEvent(Order(n), 1), new TestEvent(Order(n), 2), new TestEvent(Order(n), 3));
            }
        });
        var readers = Enumerable.Range(0, 3).Select(_ => Task.Run(async () =>
        {
            var sink = new ReadBack();
            while (sink.Events.Count < 3 * Commits)
            {
                await Journal.ReadShardAsync(0, sink.Events.Count, 7, sink, default);
                var newest = (await Journal.RowAsync(0)).State.Position;
                Assert.Equal(0, newest % 3);
                Assert.True(newest >= sink.Events.Count, "A row was behind its events.");
                var count = (await Journal.EntityAsync(Order(sink.Events.Count / 3))).Count;
                Assert.True(count is 0 or 3, "A commit was seen in part.");
            }

            Assert.Equal(
                Enumerable.Range(1, 3 * Commits).Select(n => (long)n), sink.Events.Select(read => read.Position));
        }));
        await Task.WhenAll(readers.Append(writer)).WaitAsync(TimeSpan.FromSeconds(60));
    }

    [ContractFact]
    public async Task A_cancelled_reading_says_so()
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            async () => await Journal.ReadShardAsync(0, 0, 10, new ReadBack(), cancelled.Token));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            async () => await Journal.CommitAsync([After(await ClaimAsync(0))], cancelled.Token));
    }
}
