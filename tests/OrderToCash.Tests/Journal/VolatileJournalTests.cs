using OrderToCash.Engine.Journal;

namespace OrderToCash.Tests.Journal;

/// <summary>The contract on the journal in memory, for which reopening is going on.</summary>
public sealed class VolatileJournalTests : JournalContract
{
    protected override Task<IJournal> CreateAsync(int shardCount) =>
        Task.FromResult<IJournal>(new VolatileJournal(shardCount));

    protected override async Task<IJournal> ReopenAsync(IJournal journal)
    {
        await journal.DisposeAsync();
        return journal;
    }
}
