using OrderToCash.Adapters.Sqlite;
using OrderToCash.Application.Pipelines;
using OrderToCash.Engine.Journal;
using Xunit;

namespace OrderToCash.Tests.Pipelines;

/// <summary>The contract on a file, which another instance opens afterwards.</summary>
public sealed class SqliteIntakeStoreTests : IntakeStoreContract
{
    private readonly string _folder = Directory.CreateTempSubdirectory("o2c-intake-").FullName;

    private string FilePath => Path.Combine(_folder, "intake.db");

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void A_file_that_is_none_is_named_and_left_as_it_is()
    {
        var path = Path.Combine(_folder, "other.txt");
        File.WriteAllText(path, new string('x', 5000));

        var error = Assert.Throws<JournalUnavailableException>(() => SqliteIntakeStore.Open(path));

        Assert.Contains("other.txt", error.Message, StringComparison.Ordinal);
        Assert.Equal(5000, new FileInfo(path).Length);
    }

    [Fact]
    public async Task Two_instances_see_what_the_other_wrote()
    {
        await using var one = SqliteIntakeStore.Open(FilePath);
        await using var other = SqliteIntakeStore.Open(FilePath);

        await one.WriteCheckpointAsync("a", new Checkpoint(1, 2), default);

        Assert.Equal(new Checkpoint(1, 2), await other.ReadCheckpointAsync("a", default));
    }

    protected override Task<IIntakeStore> OpenAsync() =>
        Task.FromResult<IIntakeStore>(SqliteIntakeStore.Open(FilePath));

    protected override async Task<IIntakeStore> ReopenAsync(IIntakeStore store)
    {
        await store.DisposeAsync();
        return SqliteIntakeStore.Open(FilePath);
    }
}
