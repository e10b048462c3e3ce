using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using OrderToCash.Engine.Journal;
using OrderToCash.Engine.Shards;

namespace OrderToCash.Application.Queries;

/// <summary>
/// The entities of a kind of which there are few, own bank accounts and providers' payouts, each read by itself:
/// however long the journal is.
/// </summary>
/// <remarks>May run beside a writer: each entity is seen as it is when it is read.</remarks>
public static class EntityList
{
    private const int PageEntities = 512;

    /// <summary>The ids of a kind, in the order of the store.</summary>
    /// <param name="afterId">The id of the last one that is known; null for the first.</param>
    public static async IAsyncEnumerable<EntityId> IdsAsync(
        IJournal journal, string kind, string? afterId, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (true)
        {
            var page = await journal.ReadEntitiesAsync(kind, afterId, PageEntities, cancellationToken)
                .ConfigureAwait(false);
            foreach (var entity in page)
                yield return entity;
            if (page.Count < PageEntities)
                yield break;
            afterId = page[^1].Id;
        }
    }

    /// <summary>What <paramref name="select"/> makes of each entity's state, in the order of the store.</summary>
    /// <param name="afterId">The id of the last one that is known; null for the first.</param>
    /// <param name="maxCount">At most this many.</param>
    /// <param name="select">Null leaves the entity out.</param>
    public static async Task<ImmutableArray<TResult>> RunAsync<TState, TResult>(
        IJournal journal, string kind, string? afterId, int maxCount, Func<TState, TResult?> select,
        CancellationToken cancellationToken)
        where TState : class
        where TResult : class
    {
        var results = ImmutableArray.CreateBuilder<TResult>();
        await foreach (var entity in IdsAsync(journal, kind, afterId, cancellationToken).ConfigureAwait(false))
        {
            if (results.Count == maxCount)
                break;
            var history = await EntityLoad.ReadAsync(journal, entity, cancellationToken).ConfigureAwait(false);
            if (history.State is TState state && select(state) is { } result)
                results.Add(result);
        }

        return results.DrainToImmutable();
    }
}
