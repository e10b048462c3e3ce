namespace OrderToCash.Application.Pipelines;

/// <content>Where a run goes on, and what of the inputs before that place is still refused.</content>
public sealed partial class Pipeline
{
    private const int EntriesPerLook = 1000;

    private async ValueTask<Checkpoint> ResumeAsync(ISource source)
    {
        if (source.Identity is not { } identity)
        {
            return default;
        }

        var checkpoint = await _store.ReadCheckpointAsync(identity, CancellationToken.None).ConfigureAwait(false);
        return checkpoint.Position > 0 && await source.MatchesAsync(checkpoint, _cancellation).ConfigureAwait(false)
            ? checkpoint
            : default;
    }

    /// <summary>
    /// Inputs up to the position that are in the quarantine. Who mended what was wrong (registered the account) and
    /// sends the file again must hear that they are not read again.
    /// </summary>
    /// <remarks>By the source's name: another file of this name counts too.</remarks>
    private async ValueTask<long> CountRefusedBeforeAsync(ISource source, long position)
    {
        var count = 0L;
        var last = 0L;
        var isMore = position > 0;
        while (isMore)
        {
            var entries = await _store.ListQuarantineAsync(false, last, EntriesPerLook, CancellationToken.None)
                .ConfigureAwait(false);
            count += entries.Count(entry => entry.Input.Source == source.Name && entry.Input.Position <= position);
            isMore = entries.Count == EntriesPerLook;
            last = isMore ? entries[^1].Number : last;
        }

        return count;
    }
}
