namespace OrderToCash.Engine.Shards;

/// <summary>Which shard an entity lives on: a stable hash of its id, modulo the number of shards.</summary>
/// <remarks>The hash is part of the stored format: a journal's entities would be elsewhere if it changed.</remarks>
public static class ShardMap
{
    /// <summary>The number of shards of a new journal. 8 to 16 did better than 64 on two cores.</summary>
    public const int DefaultShardCount = 16;

    /// <summary>The most shards a journal can have; a shard's row holds two numbers for each.</summary>
    public const int MaxShardCount = 256;

    /// <summary>The shard of an entity, 0 to <paramref name="shardCount"/> − 1.</summary>
    /// <remarks>
    /// FNV-1a over the UTF-16 units of <c>kind/id</c>, folded to 32 bits. Source: draft-eastlake-fnv-21, §5.
    /// </remarks>
    public static int ShardOf(in EntityId entity, int shardCount)
    {
        unchecked
        {
            var hash = 14695981039346656037UL;
            foreach (var unit in entity.Kind)
            {
                hash = (hash ^ unit) * 1099511628211UL;
            }

            hash = (hash ^ '/') * 1099511628211UL;
            foreach (var unit in entity.Id)
            {
                hash = (hash ^ unit) * 1099511628211UL;
            }

            return (int)((uint)(hash ^ (hash >> 32)) % (uint)shardCount);
        }
    }
}
