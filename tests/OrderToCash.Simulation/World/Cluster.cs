using OrderToCash.Engine.Shards;

namespace OrderToCash.Simulation.World;

/// <summary>Hears what the cluster does to those that use it.</summary>
internal interface IClusterObserver
{
    /// <summary>A shard's owner is gone without having answered what it was asked.</summary>
    void OnLost(HostedShard hosted);

    /// <summary>A shard says that these events are durable.</summary>
    void OnCommitted(int shard, IReadOnlyList<CommittedEvent> events);

    /// <summary>A shard says that what its events up to this position cause is durable.</summary>
    void OnDelivered(int shard, long position);

    /// <summary>Something that must not happen, whatever the faults.</summary>
    void OnBug(string text);
}

/// <summary>
/// Some nodes that share the shards of one journal, crash, come back and take shards from each other.
/// </summary>
internal sealed class Cluster : IShardObserver
{
    private readonly Seams _seams;
    private readonly ShardOptions _options;
    private readonly Trace _trace;
    private readonly SimulatedNode?[] _nodes;
    private readonly HostedShard?[] _owners;
    private readonly List<HostedShard> _zombies = [];
    private readonly IClusterObserver _observer;

    public Cluster(
        SimulatedStore store, SimulatedTime time, Random random, Trace trace, Seams seams, ShardOptions options,
        int nodes, IClusterObserver observer, ITransportObserver transportObserver)
    {
        (Store, Time, Random, _trace, _seams, _options, _observer) =
            (store, time, random, trace, seams, options, observer);
        Transport = new SimulatedTransport(this, time, random, transportObserver);
        _nodes = new SimulatedNode?[nodes];
        _owners = new HostedShard?[store.Inner.Info.ShardCount];
        for (var i = 0; i < nodes; i++)
            _nodes[i] = NewNode(i);

        for (var shard = 0; shard < _owners.Length; shard++)
            Give(shard, shard % nodes);
    }

    public SimulatedStore Store { get; }

    public SimulatedTime Time { get; }

    public Random Random { get; }

    public SimulatedTransport Transport { get; }

    public Faults Faults => Store.Faults;

    public int ShardCount => _owners.Length;

    public int Crashes { get; private set; }

    public int Moves { get; private set; }

    /// <summary>True where nothing runs, waits or is on its way.</summary>
    public bool IsQuiet =>
        Transport.UnderWayCount == 0 && Store.UnderWayCount == 0 && _zombies.Count == 0
        && Array.TrueForAll(_owners, static owner => owner is { IsQuiet: true });

    public void SetFaults(Faults faults)
    {
        Store.Faults = faults;
        Transport.Faults = faults;
    }

    /// <summary>What doesn't rest, for the message of a run that never ends.</summary>
    public string Describe() =>
        $"{Transport.UnderWayCount} messages and {Store.UnderWayCount} commits are under way; not at rest: "
        + string.Join(", ", _owners.Where(static owner => owner is { IsQuiet: false }).Select(static owner =>
            $"{owner} ({owner?.Shard.UnacknowledgedCount} unacknowledged, "
                + $"{(owner?.IsRunning == true ? "in a turn" : "idle")})"))
        + (Array.TrueForAll(_owners, static owner => owner is not null) ? "." : ", and shards without an owner.");

    /// <summary>The shard's owner; null while it has none.</summary>
    public HostedShard? OwnerOf(int shard) => _owners[shard];

    /// <summary>Who gets what is sent to the shard: mostly its owner, sometimes one that was it before.</summary>
    public HostedShard? AddresseeOf(int shard)
    {
        if (_zombies.Count > 0 && Random.Next(4) == 0)
        {
            foreach (var zombie in _zombies)
            {
                if (zombie.Shard.Number == shard)
                    return zombie;
            }
        }

        return _owners[shard];
    }

    /// <summary>A node loses its memory; its shards go elsewhere, it comes back after a while.</summary>
    public void Crash(int index)
    {
        if (_nodes[index] is not { } node)
            return;

        Crashes++;
        _trace.Note('X', index);
        if (_trace.IsOn)
            _trace.Write($"node {index} crashes");

        node.Connection.Close();
        _nodes[index] = null;
        foreach (var zombie in _zombies.Where(zombie => zombie.Node == node).ToArray())
        {
            _zombies.Remove(zombie);
            Lose(zombie);
        }

        for (var shard = 0; shard < _owners.Length; shard++)
        {
            if (_owners[shard] is { } owner && owner.Node == node)
            {
                _owners[shard] = null;
                Lose(owner);
                var number = shard;
                Time.Schedule(Random.Ms(5, 2000), () => Rehome(number));
            }
        }

        Time.Schedule(Random.Ms(50, 3000), () => _nodes[index] ??= NewNode(index));
    }

    /// <summary>Another node takes the shard; the former owner doesn't notice yet.</summary>
    public void Move(int shard)
    {
        if (_owners[shard] is not { } owner || _nodes.Count(static node => node is not null) < 2)
            return;

        Moves++;
        _trace.Note('M', shard);
        if (_trace.IsOn)
            _trace.Write($"shard {shard} moves from node {owner.Node.Number}");

        MakeZombie(owner);
        _owners[shard] = null;
        Rehome(shard);
    }

    /// <summary>Gives up whoever is not the owner, as soon as its turn is over.</summary>
    public void EndZombies()
    {
        foreach (var zombie in _zombies.Where(static zombie => !zombie.IsRunning).ToArray())
            Retire(zombie);
    }

    public void FlushAll()
    {
        foreach (var owner in _owners)
            owner?.Shard.RequestFlush();
    }

    public void OnTurnEnded(HostedShard hosted)
    {
        if (!hosted.IsZombie || hosted.Shard.IsActive)
            return;

        // Fenced: it gives the shard up, or, where it can't know better, claims it back.
        if (!Random.Is(Faults.StealBack))
        {
            Retire(hosted);
            return;
        }

        _zombies.Remove(hosted);
        hosted.IsZombie = false;
        var shard = hosted.Shard.Number;
        if (_owners[shard] is { } other)
            MakeZombie(other);

        _owners[shard] = hosted;
        if (_trace.IsOn)
            _trace.Write($"{hosted} takes its shard back");
    }

    public void OnBug(string text) => _observer.OnBug(text);

    void IShardObserver.OnCommitted(int shard, IReadOnlyList<CommittedEvent> events) =>
        _observer.OnCommitted(shard, events);

    void IShardObserver.OnDelivered(int shard, long position) => _observer.OnDelivered(shard, position);

    void IShardObserver.OnNotice(in ShardNotice notice)
    {
        _trace.Note('N', notice.Shard, (int)notice.Kind);
        if (_trace.IsOn)
            _trace.Write($"shard {notice.Shard} {notice.Kind}: {notice.Text}");

        if (notice.Kind is ShardNoticeKind.EntityBlocked or ShardNoticeKind.CommandPoisoned)
            OnBug($"{notice.Kind} in shard {notice.Shard}: {notice.Text}");
    }

    private SimulatedNode NewNode(int index) => new(this, index, _seams, _options);

    /// <summary>Finds a node for a shard without an owner; while there is none, later.</summary>
    private void Rehome(int shard)
    {
        if (_owners[shard] is not null)
            return;

        var first = Random.Next(_nodes.Length);
        for (var i = 0; i < _nodes.Length; i++)
        {
            var index = (first + i) % _nodes.Length;
            if (_nodes[index] is { } node && !HasZombie(node, shard))
            {
                Give(shard, index);
                return;
            }
        }

        Time.Schedule(Random.Ms(20, 200), () => Rehome(shard));
    }

    /// <summary>A host lets its own former turn of a shard end before it takes the shard again.</summary>
    private bool HasZombie(SimulatedNode node, int shard) =>
        _zombies.Exists(zombie => zombie.Node == node && zombie.Shard.Number == shard);

    private void Give(int shard, int index)
    {
        var hosted = new HostedShard(this, _nodes[index] ?? throw new InvalidOperationException("No node."), shard);
        _owners[shard] = hosted;
        hosted.Wake();
    }

    private void MakeZombie(HostedShard owner)
    {
        owner.IsZombie = true;
        _zombies.Add(owner);
        Time.Schedule(Random.Ms(1, 30_000), () =>
        {
            if (owner is { IsZombie: true, IsRunning: false, IsGone: false })
                Retire(owner);
        });
    }

    private void Retire(HostedShard zombie)
    {
        _zombies.Remove(zombie);
        if (_trace.IsOn)
            _trace.Write($"{zombie} is given up");

        zombie.GiveUp();
    }

    private void Lose(HostedShard hosted)
    {
        hosted.Vanish();
        _observer.OnLost(hosted);
    }
}
