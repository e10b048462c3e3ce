using OrderToCash.Engine.Shards;

namespace OrderToCash.Simulation.World;

/// <summary>Hears what shards send, before anything happens to it.</summary>
internal interface ITransportObserver
{
    /// <summary>These reactions leave their shard.</summary>
    void OnSent(int from, IReadOnlyList<ReactionMessage> reactions);

    /// <summary>A shard says that everything up to this number is durably handled.</summary>
    void OnAcknowledged(int by, int source, long number);
}

/// <summary>Carries mail between shards: late, twice, in another order, or not at all.</summary>
internal sealed class SimulatedTransport(
    Cluster cluster, SimulatedTime time, Random random, ITransportObserver observer)
    : ITransport
{
    public Faults Faults { get; set; } = Faults.None;

    /// <summary>Messages on their way.</summary>
    public int UnderWayCount { get; private set; }

    public void SendReactions(int from, int to, IReadOnlyList<ReactionMessage> reactions)
    {
        observer.OnSent(from, reactions);
        Send(to, ShardMail.OfReactions(from, reactions));
    }

    public void SendAcknowledgement(int from, int to, long number)
    {
        observer.OnAcknowledged(from, to, number);
        Send(to, ShardMail.OfAcknowledgement(from, number));
    }

    public void RequestResend(int from, int to, long afterNumber) =>
        Send(to, ShardMail.OfResendRequest(from, afterNumber));

    private void Send(int to, ShardMail mail)
    {
        if (random.Is(Faults.Drop))
            return;

        Deliver(to, mail);
        if (random.Is(Faults.Duplicate))
            Deliver(to, mail);
    }

    private void Deliver(int to, ShardMail mail)
    {
        UnderWayCount++;
        var delay = random.Is(Faults.Delay) ? random.Ms(100, 20_000) : random.Ms(0.05, 4);
        time.Schedule(delay, () =>
        {
            UnderWayCount--;
            cluster.AddresseeOf(to)?.Shard.Receive(mail);
        });
    }
}
