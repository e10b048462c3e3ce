using OrderToCash.Adapters.Folders;
using OrderToCash.Adapters.Inbox;
using OrderToCash.Adapters.Outbound;
using OrderToCash.Adapters.Sqlite;
using OrderToCash.Engine.Journal;
using OrderToCash.Tests.Journal;
using Xunit;

namespace OrderToCash.Tests.Stores;

/// <summary>What the files of a node that hold tables have in common: how they are made and told apart.</summary>
public sealed class NodeFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("o2c-files-").FullName;

    public static TheoryData<string> Kinds => ["intake", "inbox", "outbound", "ledger"];

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_file_is_made_once_and_opened_again(string kind)
    {
        await OpenAsync(kind, "new.db");
        var length = new FileInfo(Path.Combine(_folder, "new.db")).Length;
        Assert.True(length > 0);

        await OpenAsync(kind, "new.db");

        Assert.Equal(length, new FileInfo(Path.Combine(_folder, "new.db")).Length);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_file_of_another_kind_is_left_as_it_is(string kind)
    {
        var other = kind == "intake" ? "inbox" : "intake";
        await OpenAsync(other, "other.db");
        var before = await File.ReadAllBytesAsync(Path.Combine(_folder, "other.db"));

        var refused = await Assert.ThrowsAsync<JournalFormatException>(() => OpenAsync(kind, "other.db"));

        Assert.Contains($"none named {kind}", refused.Message, StringComparison.Ordinal);
        Assert.Equal(before, await File.ReadAllBytesAsync(Path.Combine(_folder, "other.db")));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_file_of_a_later_version_is_left_as_it_is(string kind)
    {
        await OpenAsync(kind, "later.db");
        await SqliteFile.ExecuteAsync(Path.Combine(_folder, "later.db"), $"UPDATE {kind} SET format_version = 99");

        var refused = await Assert.ThrowsAsync<JournalFormatException>(() => OpenAsync(kind, "later.db"));

        Assert.Contains($"{kind} format version 99", refused.Message, StringComparison.Ordinal);
    }

    private async Task OpenAsync(string kind, string name)
    {
        var path = Path.Combine(_folder, name);
        switch (kind)
        {
            case "intake":
                await using (SqliteIntakeStore.Open(path))
                    break;
            case "inbox":
                await using (SqliteInbox.OpenToAppend(path, TimeProvider.System))
                    break;
            case "outbound":
                using (SqliteOutbound.OpenToSend(path, TimeProvider.System))
                    break;
            default:
                using (FolderLedger.Open(path))
                    break;
        }
    }
}
