using System.Collections.Immutable;
using OrderToCash.Engine.Journal;

namespace OrderToCash.Adapters.Sqlite;

/// <summary>What a journal file holds.</summary>
/// <param name="FileBytes">Bytes of the file.</param>
/// <param name="WalBytes">Bytes of its write-ahead log.</param>
/// <param name="CheckpointFailure">Why the log could not be copied lately; null where it could.</param>
/// <param name="Shards">By shard number.</param>
/// <param name="Names">By name and version; read from every event, so it takes a second for a million.</param>
public sealed record SqliteJournalStats(
    JournalInfo Info, long FileBytes, long WalBytes, string? CheckpointFailure, long Entities, long Events,
    long Snapshots, long DeadLetters, ImmutableArray<SqliteShardStats> Shards, ImmutableArray<SqliteEventStats> Names);

/// <summary>What a shard holds.</summary>
/// <param name="Watermark">Up to this position every reaction is handled.</param>
public sealed record SqliteShardStats(int Shard, long Epoch, long Events, long Watermark, long Reminders);

/// <summary>The events of a name and version.</summary>
/// <param name="PayloadBytes">Bytes of their payloads, all together.</param>
public sealed record SqliteEventStats(string Name, int Version, long Events, long PayloadBytes);
