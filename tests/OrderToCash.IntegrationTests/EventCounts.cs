using System.Text;
using OrderToCash.Engine.Journal;

namespace OrderToCash.IntegrationTests;

/// <summary>
/// How often each entity of a journal has an event of a name: <c>order/shop:1</c>, <c>order.placed</c>.
/// </summary>
internal sealed class EventCounts : IEventSink
{
    private readonly Dictionary<(string Entity, string Name), int> _counts = [];

    /// <summary>Reads the journal to its end, beside whoever writes it.</summary>
    public static async Task<EventCounts> ReadAsync(IJournal journal)
    {
        var counts = new EventCounts();
        for (var shard = 0; shard < journal.Info.ShardCount; shard++)
            await journal.ReadShardAsync(shard, 0, int.MaxValue, counts, CancellationToken.None);
        return counts;
    }

    /// <summary>How often this entity has it.</summary>
    public int Of(string entity, string name) => _counts.GetValueOrDefault((entity, name));

    /// <summary>How often all entities together have it.</summary>
    public int Total(string name) => _counts.Where(pair => pair.Key.Name == name).Sum(pair => pair.Value);

    void IEventSink.OnEvent(in EventRow row)
    {
        var key = (Encoding.UTF8.GetString(row.Entity), Encoding.UTF8.GetString(row.Name));
        _counts[key] = _counts.GetValueOrDefault(key) + 1;
    }
}
