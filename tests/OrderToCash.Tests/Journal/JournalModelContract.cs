using OrderToCash.Engine.Journal;
using OrderToCash.Engine.Shards;
using Xunit;
using Xunit.Abstractions;
using static OrderToCash.Tests.Journal.Turns;

namespace OrderToCash.Tests.Journal;

/// <summary>
/// Random steps, valid and invalid, on the volatile journal and on a store: both answer and hold the same.
/// </summary>
public abstract class JournalModelContract(ITestOutputHelper output)
{
    protected const int ShardCount = 4;

    private const int Entities = 30;

    /// <summary>Creates the journal, or opens it again, as another process would.</summary>
    protected abstract Task<IJournal> OpenAsync();

    [ContractTheory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public async Task Both_journals_do_the_same(int seed)
    {
        output.WriteLine($"Seed {seed}.");
        var random = new Random(seed);
        var model = new VolatileJournal(ShardCount);
        var journal = await OpenAsync();
        var rows = new ShardRow[ShardCount];
        for (var shard = 0; shard < ShardCount; shard++)
        {
            rows[shard] = await model.ClaimAsync(shard, default);
            Same(rows[shard], await journal.ClaimAsync(shard, default));
        }

        var counts = new Dictionary<CommitStatus, int>();
        for (var step = 0; step < 300; step++)
        {
            switch (random.Next(20))
            {
                case 0:
                    var claimed = await model.ClaimAsync(random.Next(ShardCount), default);
                    Same(claimed, await journal.ClaimAsync(claimed.Shard, default));

                    // Now and then the old owner goes on as if nothing had happened, and is refused.
                    if (random.Next(3) > 0)
                        rows[claimed.Shard] = claimed;

                    break;
                case 1:
                    await model.DeleteSnapshotsAsync(default);
                    await journal.DeleteSnapshotsAsync(default);
                    break;
                case 2:
                    await journal.DisposeAsync();
                    journal = await OpenAsync();
                    break;
                case 3 or 4:
                    await SameLoadAsync(random, model, journal);
                    break;
                default:
                    var status = await CommitAsync(random, model, journal, rows);
                    counts[status] = counts.GetValueOrDefault(status) + 1;
                    break;
            }
        }

        Assert.Equal(await model.DumpAsync(), await journal.DumpAsync());
        Assert.True(counts[CommitStatus.Committed] > 100, "Too few commits.");
        Assert.True(counts[CommitStatus.Refused] > 20, "Too few refusals.");
        await journal.DisposeAsync();
    }

    private static void Same(ShardRow expected, ShardRow actual)
    {
        Assert.Equal((expected.Shard, expected.Epoch), (actual.Shard, actual.Epoch));
        Assert.Equal(expected.State.Position, actual.State.Position);
        Assert.Equal(expected.State.Chain, actual.State.Chain);
    }

    private static async Task SameLoadAsync(Random random, IJournal model, IJournal journal)
    {
        var entities = Enumerable.Range(0, random.Next(1, 8)).Select(_ => Order(random.Next(Entities + 5))).ToArray();
        Assert.Equal(await model.LoadAsync(entities), await journal.LoadAsync(entities));
        var (shard, after, max) = (random.Next(ShardCount), random.Next(50), random.Next(1, 30));
        Assert.Equal(await model.ShardAsync(shard, after, max), await journal.ShardAsync(shard, after, max));
        after /= 10;
        Assert.Equal(await model.EntityAsync(entities[0], after), await journal.EntityAsync(entities[0], after));
    }

    private static async Task<CommitStatus> CommitAsync(
        Random random, IJournal model, IJournal journal, ShardRow[] rows)
    {
        List<TurnWrite> turns = [];
        for (var shard = 0; shard < ShardCount; shard++)
        {
            if (random.Next(2) == 0)
                turns.Add(await TurnAsync(random, model, rows[shard]));
        }

        var expected = await model.CommitAsync(turns, default);
        var actual = await journal.CommitAsync(turns, default);
        Assert.Equal(expected, actual);
        if (expected.Status == CommitStatus.Committed)
        {
            foreach (var turn in turns)
                rows[turn.Shard] = RowAfter(turn);
        }
        else
        {
            var truth = await model.ReadShardRowsAsync(default);
            for (var shard = 0; shard < ShardCount; shard++)
                rows[shard] = truth[shard];
        }

        return expected.Status;
    }

    private static async Task<TurnWrite> TurnAsync(Random random, IJournal model, ShardRow row)
    {
        List<TestEvent> events = [];
        var next = new Dictionary<EntityId, long>();
        for (var count = random.Next(12); count > 0; count--)
        {
            var entity = Order((random.Next(Entities / ShardCount) * ShardCount) + row.Shard);
            if (!next.TryGetValue(entity, out var sequence))
                sequence = (await model.EntityAsync(entity)).LastOrDefault()?.Event.Sequence + 1 ?? 1;

            // One in 150 repeats a sequence, which is taken, by the journal or by this turn.
            sequence = random.Next(150) == 0 && sequence > 1 ? sequence - 1 : sequence;
            events.Add(new TestEvent(entity, sequence, new string('p', random.Next(300)), $"order.{random.Next(5)}"));
            next[entity] = sequence + 1;
        }

        var turn = After(random.Next(100) == 0 ? row with { Epoch = row.Epoch + 1 } : row, events);
        turn.State = turn.State with { Taken = [random.Next(9), 1, 2, 3], Watermark = random.Next(100) };
        if (events.Count > 0 && random.Next(4) == 0)
        {
            var entity = events[0].Entity;
            turn.Snapshots.Add(new StoredSnapshot(entity, random.Next(1, (int)next[entity]), 1, "{}"u8.ToArray()));
        }

        for (var count = random.Next(3); count > 0; count--)
        {
            turn.Reminders.Add(new ReminderWrite(
                Order(random.Next(Entities)), $"r{random.Next(2)}", random.Next(3) == 0 ? null : random.Next(1000)));
        }

        if (random.Next(10) == 0)
        {
            turn.DeadLetters.Add(new DeadLetter(
                row.Shard, Order(1), "cause", "command", $"error {random.Next()}", random.Next()));
        }

        return turn;
    }
}
