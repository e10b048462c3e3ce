using System.Collections.Immutable;
using OrderToCash.Engine.Journal;

namespace OrderToCash.Adapters.Stores;

/// <summary>What a stored journal holds.</summary>
/// <param name="StoreBytes">Bytes of the file, or of the tables with their indexes.</param>
/// <param name="LogBytes">Bytes of the file's write-ahead log; 0 where the log is a whole server's.</param>
/// <param name="CheckpointFailure">Why the log could not be copied lately; null where it could.</param>
/// <param name="Shards">By shard number.</param>
/// <param name="Names">By name and version; read from every event, so it takes a second for a million.</param>
public sealed record JournalStats(
    JournalInfo Info, long StoreBytes, long LogBytes, string? CheckpointFailure, long Entities, long Events,
    long Snapshots, long DeadLetters, ImmutableArray<ShardStats> Shards, ImmutableArray<EventStats> Names);

/// <summary>What a shard holds.</summary>
/// <param name="Watermark">Up to this position every reaction is handled.</param>
public sealed record ShardStats(int Shard, long Epoch, long Events, long Watermark, long Reminders);

/// <summary>The events of a name and version.</summary>
/// <param name="PayloadBytes">Bytes of their payloads, all together.</param>
public sealed record EventStats(string Name, int Version, long Events, long PayloadBytes);
