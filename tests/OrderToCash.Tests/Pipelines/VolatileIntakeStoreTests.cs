using OrderToCash.Application.Pipelines;

namespace OrderToCash.Tests.Pipelines;

/// <summary>The contract on the store in memory, for which reopening is going on.</summary>
public sealed class VolatileIntakeStoreTests : IntakeStoreContract
{
    protected override Task<IIntakeStore> OpenAsync() => Task.FromResult<IIntakeStore>(new VolatileIntakeStore());

    protected override async Task<IIntakeStore> ReopenAsync(IIntakeStore store)
    {
        await store.DisposeAsync();
        return store;
    }
}
