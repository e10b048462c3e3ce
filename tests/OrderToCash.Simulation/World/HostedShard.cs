using OrderToCash.Engine.Shards;

namespace OrderToCash.Simulation.World;

/// <summary>Runs one shard's turns on one node, as a host's loop would: whenever it has work, one at a time.</summary>
internal sealed class HostedShard
{
    private readonly Cluster _cluster;
    private bool _isScheduled;
    private DateTimeOffset _alarm = DateTimeOffset.MaxValue;

    public HostedShard(Cluster cluster, SimulatedNode node, int number)
    {
        _cluster = cluster;
        Node = node;
        Shard = new Shard(number, node.Environment, _ => Wake());
    }

    public SimulatedNode Node { get; }

    public Shard Shard { get; }

    public bool IsRunning { get; private set; }

    /// <summary>True where another node holds the shard now and this one has not noticed.</summary>
    public bool IsZombie { get; set; }

    /// <summary>True once it is out of the game: given up, or its node crashed.</summary>
    public bool IsGone { get; private set; }

    /// <summary>True where it rests and has nothing to do.</summary>
    public bool IsQuiet => !IsRunning && !_isScheduled && Shard.IsQuiet && !Shard.HasWork;

    public override string ToString() => $"shard {Shard.Number} on node {Node.Number}{(IsZombie ? " (zombie)" : "")}";

    public void Wake()
    {
        if (!_isScheduled && !IsRunning && !IsGone)
            WakeAfter(_cluster.Random.Ms(0, 1));
    }

    /// <summary>Answers what waits and never runs again.</summary>
    public void GiveUp()
    {
        IsGone = true;
        Shard.AbandonMailbox();
    }

    /// <summary>Its node crashed: nobody is answered.</summary>
    public void Vanish() => IsGone = true;

    private void WakeAfter(TimeSpan delay)
    {
        _isScheduled = true;
        _cluster.Time.Schedule(delay, () =>
        {
            _isScheduled = false;
            if (!IsGone && !IsRunning && Shard.HasWork)
            {
                IsRunning = true;
                _ = RunTurnAsync();
            }
        });
    }

    /// <summary>A turn that a crash interrupts never comes back: its task is forgotten with its node.</summary>
    private async Task RunTurnAsync()
    {
        try
        {
            await Shard.RunTurnAsync(default).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            _cluster.OnBug($"A turn of {this} threw: {exception}");
            return;
        }

        IsRunning = false;
        _cluster.OnTurnEnded(this);
        if (IsGone)
            return;

        if (!Shard.IsActive)
            WakeAfter(_cluster.Random.Ms(100, 300));
        else if (Shard.HasWork)
            Wake();
        else
            SetAlarm();
    }

    private void SetAlarm()
    {
        if (Shard.NextDue is not { } due || due >= _alarm)
            return;

        _alarm = due;
        _cluster.Time.Schedule(due - _cluster.Time.Now, () =>
        {
            if (_alarm != due || IsGone)
                return;

            _alarm = DateTimeOffset.MaxValue;
            if (Shard.HasWork)
                Wake();
            else if (!IsRunning)
                SetAlarm();
        });
    }
}
