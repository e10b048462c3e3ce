namespace OrderToCash.Application.Hosting;

/// <summary>Tells when nothing waits in any shard.</summary>
/// <remarks>Any thread. Shards are looked at one after the other, so one look proves nothing; two looks between which
/// no turn ran do.</remarks>
internal sealed class QuietWatch(ShardLoop[] loops)
{
    /// <summary>Guards <see cref="_waiting"/>.</summary>
    private readonly Lock _gate = new();

    private TaskCompletionSource? _waiting;

    public Task WaitAsync()
    {
        Task task;
        lock (_gate)
        {
            _waiting ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            task = _waiting.Task;
        }

        foreach (var loop in loops)
        {
            // A loop that is idle already looks again, and calls Check when it goes back to rest.
            loop.Wake();
        }

        return task;
    }

    public void Check()
    {
        lock (_gate)
        {
            if (_waiting is not null && IsQuiet(out var turns) && IsQuiet(out var later) && turns == later)
            {
                _waiting.SetResult();
                _waiting = null;
            }
        }
    }

    private bool IsQuiet(out long turns)
    {
        turns = 0;
        foreach (var loop in loops)
        {
            turns += loop.Turns;
            if (!loop.IsQuiet)
            {
                return false;
            }
        }

        return true;
    }
}
