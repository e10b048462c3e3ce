using OrderToCash.Adapters.Folders;

namespace OrderToCash.Server.Folders;

/// <summary>The watched folders with what was taken from them; whoever opened the ledger closes it.</summary>
public sealed record ServedFolders(FolderFile File, FolderLedger Ledger);
