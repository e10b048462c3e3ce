namespace OrderToCash.Adapters.Sqlite;

/// <summary>What the readers and the writer of one journal tell each other, so that less is looked up.</summary>
/// <param name="Entities">Which entities have no event.</param>
/// <param name="Snapshots">Which have no snapshot.</param>
/// <param name="Numbers">Numbers that were read, for the writer.</param>
internal sealed record LookUpHints(StoredNames Entities, StoredNames Snapshots, FoundNumbers Numbers);
