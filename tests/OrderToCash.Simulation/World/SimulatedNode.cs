using System.Collections.Frozen;
using OrderToCash.Engine.Journal;
using OrderToCash.Engine.Shards;

namespace OrderToCash.Simulation.World;

/// <summary>One process between two crashes: a connection, a group commit, and the shards that it holds.</summary>
internal sealed class SimulatedNode
{
    private readonly Cluster _cluster;
    private int _committing;

    public SimulatedNode(Cluster cluster, int number, Seams seams, ShardOptions options)
    {
        _cluster = cluster;
        Number = number;
        var lanes = 1 + cluster.Random.Next(3);
        Connection = new SimulatedJournal(cluster.Store, number, lanes);
        var journal = seams.Node(Connection);

        // Simulated turns are small: what pays is a few events, so that commits are beside one another at all.
        Commits = new GroupCommit(journal, WakeCommits, cluster.Time, continueInline: true)
        {
            MinEventsBeside = lanes == 2 ? 4 : 1, MaxAlone = TimeSpan.FromMilliseconds(4),
        };
        Environment = new ShardEnvironment(
            journal, Commits, seams.Transport(cluster.Transport),
            seams.Kinds.ToFrozenDictionary(static kind => kind.Name, StringComparer.Ordinal),
            cluster.Time, options, cluster);
    }

    public int Number { get; }

    public SimulatedJournal Connection { get; }

    public GroupCommit Commits { get; }

    public ShardEnvironment Environment { get; }

    public bool IsAlive => !Connection.IsClosed;

    private void WakeCommits()
    {
        if (_committing == Commits.Lanes)
            return;

        _committing++;
        _cluster.Time.Schedule(CommitDelay(), () => _ = CommitAsync());
    }

    /// <summary>Between two commits a node may stand still so long that others take its shards over.</summary>
    private TimeSpan CommitDelay() => _cluster.Random.Is(_cluster.Faults.Hang)
        ? _cluster.Random.Ms(1000, 20_000)
        : _cluster.Random.Ms(0, 1.5);

    private async Task CommitAsync()
    {
        try
        {
            if (IsAlive)
                await Commits.RunOnceAsync(default).ConfigureAwait(false);

            _committing--;
            if (IsAlive && Commits.MayBegin)
                WakeCommits();
        }
        catch (Exception exception)
        {
            _cluster.OnBug($"The commit loop of node {Number} threw: {exception}");
        }
    }
}
