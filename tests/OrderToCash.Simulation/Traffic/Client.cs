using OrderToCash.Engine.Shards;
using OrderToCash.Simulation.Audit;
using OrderToCash.Simulation.World;

namespace OrderToCash.Simulation.Traffic;

/// <summary>
/// Sends commands as the outside world does: until they are answered, again after a crash, again where told to retry.
/// </summary>
internal sealed class Client(Cluster cluster, Random random, Trace trace, SimulationAuditor auditor) : IReplyTo
{
    private static readonly Origin Origin = new("simulation", "user:simulation");

    private readonly Dictionary<long, Asked> _asked = [];
    private readonly Dictionary<object, int> _attempts = new(ReferenceEqualityComparer.Instance);
    private long _tags;

    /// <summary>Commands that are not answered yet.</summary>
    public int WaitingCount { get; private set; }

    public long AnsweredCount { get; private set; }

    /// <summary>Sends a command; the callback hears the entity's reply, once.</summary>
    public void Send(EntityId to, object command, Action<object?>? onReply = null)
    {
        WaitingCount++;
        Post(new Asked(
            to, command, onReply, auditor.Replies.IsKnown(to, command), auditor.Replies.IsWritten(to, command)));
    }

    public void OnReply(long tag, in CommandReply reply)
    {
        trace.Note('R', tag, (int)reply.Status);
        if (!_asked.Remove(tag, out var asked))
        {
            auditor.Verdict.Fail($"Command {tag} is answered twice: {reply}.");
            return;
        }

        if (trace.IsOn)
            trace.Write($"reply {tag} of {asked.To}: {reply.Status} {reply.Reply} {reply.Error}");

        switch (reply.Status)
        {
            case CommandStatus.Decided:
                auditor.Replies.Check(
                    asked.To, asked.Command, reply.Reply, asked.WasKnown, IsByOwner(asked), IsSentOnce(asked));
                WaitingCount--;
                AnsweredCount++;
                asked.OnReply?.Invoke(reply.Reply);
                break;
            case CommandStatus.Retry or CommandStatus.Stopped:
                // Of a command that was sent once only it can be checked.
                if (IsSentOnce(asked) && !asked.WasWritten)
                    auditor.Replies.CheckNothingWritten(asked.To, asked.Command, reply);

                PostAfter(random.Ms(5, 300), asked);
                break;
            default:
                auditor.Verdict.Fail($"{asked.To} could not decide {asked.Command}: {reply.Error}");
                break;
        }
    }

    /// <summary>The shard is gone with what it was asked: nobody will answer.</summary>
    public void OnLost(HostedShard hosted)
    {
        foreach (var (tag, asked) in _asked.Where(pair => pair.Value.At == hosted).OrderBy(static p => p.Key).ToArray())
        {
            _asked.Remove(tag);
            PostAfter(random.Ms(100, 3000), asked);
        }
    }

    private bool IsSentOnce(Asked asked) => _attempts[asked.Command] == 1;

    // A shard that was taken over answers what it remembers, also where it has claimed the shard back before it does.
    // Who the owner is the store decides, by the epoch: whom another replaced may claim the shard again without
    // anybody here knowing.
    private bool IsByOwner(Asked asked) => asked.At is { } at
        && cluster.Store.IsHeldBy(at.Node.Connection, at.Shard.Number, asked.Claims, asked.WasActive);

    private void Post(Asked asked)
    {
        var shard = ShardMap.ShardOf(asked.To, cluster.ShardCount);
        var hosted = cluster.AddresseeOf(shard);
        var tag = ++_tags;
        if (hosted is null || !hosted.Shard.TryPost(asked.To, asked.Command, Origin, this, tag))
        {
            PostAfter(random.Ms(5, 50), asked);
            return;
        }

        (asked.At, asked.WasActive, asked.Claims) = (hosted, hosted.Shard.IsActive, cluster.Store.ClaimCount(shard));
        _attempts[asked.Command] = _attempts.GetValueOrDefault(asked.Command) + 1;
        _asked.Add(tag, asked);
        if (trace.IsOn)
            trace.Write($"send {tag} to {asked.To} at {hosted}: {asked.Command}");
    }

    private void PostAfter(TimeSpan delay, Asked asked) => cluster.Time.Schedule(delay, () => Post(asked));

    private sealed record Asked(EntityId To, object Command, Action<object?>? OnReply, bool WasKnown, bool WasWritten)
    {
        public HostedShard? At { get; set; }

        /// <summary>Where it was not, it has to claim the shard before it decides.</summary>
        public bool WasActive { get; set; }

        /// <summary>How often the shard was claimed before.</summary>
        public int Claims { get; set; }
    }
}
