using System.Runtime.CompilerServices;
using OrderToCash.Application.Pipelines;

namespace OrderToCash.Tests.Pipelines;

/// <summary>A source of given items, which hears of each before it is taken and may break off.</summary>
internal sealed class ListedSource(IReadOnlyList<SourceItem> items, string? identity = null) : ISource
{
    public string Name => "listed";

    public string? Identity => identity;

    public long? TotalBytes => null;

    /// <summary>Called before each item is handed over.</summary>
    public Action<SourceItem>? OnNext { get; init; }

    /// <summary>Awaited before each item is handed over.</summary>
    public Func<SourceItem, Task> BeforeNext { get; init; } = _ => Task.CompletedTask;

    /// <summary>Called when the last item was taken.</summary>
    public Action? OnEnd { get; init; }

    /// <summary>After this position the source can't be read.</summary>
    public long BreaksOffBehind { get; init; } = long.MaxValue;

    public bool Matches { get; init; } = true;

    public ValueTask<bool> MatchesAsync(Checkpoint checkpoint, CancellationToken cancellationToken) =>
        ValueTask.FromResult(Matches && items[(int)checkpoint.Position - 1].Fingerprint == checkpoint.Fingerprint);

    public async IAsyncEnumerable<SourceItem> ReadAsync(
        long afterPosition, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var item in items)
        {
            if (item.Position > BreaksOffBehind)
            {
                throw new SourceUnreadableException("It broke off.");
            }

            if (item.Position > afterPosition)
            {
                OnNext?.Invoke(item);
                await BeforeNext(item).WaitAsync(cancellationToken);
                yield return item;
            }
        }

        OnEnd?.Invoke();
    }
}
