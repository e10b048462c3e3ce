using System.Text;
using OrderToCash.Engine.Journal;
using OrderToCash.Engine.Shards;

namespace OrderToCash.Tests.Journal;

/// <summary>An event as it was read.</summary>
public sealed record ReadEvent(int Shard, long Position, TestEvent Event, string Chain)
{
    public static ReadEvent Of(in EventRow row) => new(
        row.Shard,
        row.Position,
        new TestEvent(
            EntityId.Parse(row.Entity), row.Sequence, Encoding.UTF8.GetString(row.Payload),
            Encoding.UTF8.GetString(row.Name), row.Version, row.AtTicks, Encoding.UTF8.GetString(row.Metadata)),
        Convert.ToHexString(row.Chain));
}

/// <summary>Keeps what a journal hands over.</summary>
public sealed class ReadBack : IEventSink, IHistorySink
{
    public List<ReadEvent> Events { get; } = [];

    /// <summary>What <see cref="IJournal.LoadAsync"/> handed over, in its order, as text.</summary>
    public List<string> History { get; } = [];

    public void OnEvent(in EventRow row) => Events.Add(ReadEvent.Of(row));

    public void OnSnapshot(int index, long sequence, int version, ReadOnlySpan<byte> payload) =>
        History.Add($"{index}: snapshot {sequence} v{version} {Encoding.UTF8.GetString(payload)}");

    public void OnEvent(int index, in EventRow row)
    {
        var read = ReadEvent.Of(row);
        Events.Add(read);
        History.Add($"{index}: event {read.Event.Entity} {read.Event.Sequence} {read.Event.Payload}");
    }
}

/// <summary>The journal's readings in one line each.</summary>
public static class Reading
{
    public static async Task<List<ReadEvent>> ShardAsync(
        this IJournal journal, int shard, long after = 0, int max = int.MaxValue)
    {
        var sink = new ReadBack();
        await journal.ReadShardAsync(shard, after, max, sink, default);
        return sink.Events;
    }

    public static async Task<List<ReadEvent>> EntityAsync(this IJournal journal, EntityId entity, long after = 0)
    {
        var sink = new ReadBack();
        await journal.ReadEntityAsync(entity, after, sink, default);
        return sink.Events;
    }

    /// <summary>History lines of the entities; by entity, since journals may interleave them.</summary>
    public static async Task<List<string>> LoadAsync(this IJournal journal, params EntityId[] entities)
    {
        var sink = new ReadBack();
        await journal.LoadAsync(entities, sink, default);
        return [.. sink.History.OrderBy(line => int.Parse(line.Split(':')[0]))];
    }

    public static async Task<List<SnapshotInfo>> SnapshotInfosAsync(this IJournal journal)
    {
        List<SnapshotInfo> infos = [];
        await journal.ReadSnapshotInfosAsync(infos.Add, default);
        return infos;
    }

    public static async Task<ShardRow> RowAsync(this IJournal journal, int shard) =>
        (await journal.ReadShardRowsAsync(default))[shard];

    /// <summary>Everything a journal holds, as text that can be compared; snapshots only where asked for.</summary>
    public static async Task<string> DumpAsync(this IJournal journal)
    {
        var text = new StringBuilder();
        foreach (var row in await journal.ReadShardRowsAsync(default))
        {
            text.Append($"shard {row.Shard} epoch {row.Epoch} position {row.State.Position} ")
                .Append($"watermark {row.State.Watermark} ")
                .Append($"taken {string.Join(',', row.State.Taken)} delivered {string.Join(',', row.State.Delivered)} ")
                .Append($"reminders {row.State.RemindersPosition} reactions {row.State.ReactionsVersion} ")
                .AppendLine(Convert.ToHexString(row.State.Chain));
            foreach (var read in await journal.ShardAsync(row.Shard))
                text.AppendLine(read.ToString());

            var reminders = await journal.ReadRemindersAsync(row.Shard, default);
            foreach (var line in reminders.Select(reminder => reminder.ToString()).Order(StringComparer.Ordinal))
                text.AppendLine(line);
        }

        foreach (var letter in await journal.ReadDeadLettersAsync(default))
            text.AppendLine(letter.ToString());

        var infos = await journal.SnapshotInfosAsync();
        foreach (var line in infos.Select(info => info.ToString()).Order(StringComparer.Ordinal))
            text.AppendLine(line);

        return text.ToString();
    }
}
