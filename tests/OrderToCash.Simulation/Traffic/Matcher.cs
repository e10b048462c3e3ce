using OrderToCash.Application.CashApplication;
using OrderToCash.Domain.CashApplication;
using OrderToCash.Domain.Flows;
using OrderToCash.Domain.Payments;
using OrderToCash.Domain.Values;
using OrderToCash.Engine.Shards;
using OrderToCash.Simulation.Audit;
using OrderToCash.Simulation.World;

namespace OrderToCash.Simulation.Traffic;

/// <summary>
/// A publisher on one thread: follows what is durable and tells payments what is to become of them, as the product
/// does.
/// </summary>
internal sealed class Matcher(JournalModel journal, Client client, SimulatedTime time, int shards)
{
    private static readonly Actor Rule = Actor.Rule(MatchPolicy.Default.Id);

    private MatchFeed _feed = new(MatchPolicy.Default);
    private int _read;
    private int _answersAwaited;
    private int _life;

    /// <summary>True where it has looked at every event, and decided and heard what there is.</summary>
    public bool IsUpToDate => _read == journal.Events.Count && _answersAwaited == 0 && _feed.DueCount == 0;

    /// <summary>Forgets everything, as after a crash, and reads the journal again: shard by shard.</summary>
    public void Restart()
    {
        _life++;
        _answersAwaited = 0;
        _feed = new MatchFeed(MatchPolicy.Default);
        _feed.BeginRebuild();
        foreach (var (entity, happened) in journal.Events
            .OrderBy(happened => ShardMap.ShardOf(happened.Entity, shards)))
            Apply(entity, happened);

        _feed.EndRebuild();
        _read = journal.Events.Count;
    }

    /// <summary>Takes in what came since the last time, and decides what can now be decided.</summary>
    public void Follow()
    {
        for (; _read < journal.Events.Count; _read++)
        {
            var (entity, happened) = journal.Events[_read];
            Apply(entity, happened);
        }

        foreach (var (payment, decision) in _feed.Decide())
            Send(payment, decision);
    }

    private void Apply(in EntityId entity, object happened)
    {
        if (MatchFeed.IsOfInterest(happened))
            _feed.Apply(entity, happened, time.Now);
    }

    private void Send(PaymentId payment, MatchDecision decision)
    {
        var life = _life;
        _answersAwaited++;
        client.Send(new EntityId(Kinds.Payment, payment.Value), new PaymentCommand.Decide(decision, Rule), reply =>
        {
            if (life != _life)
                return;

            _answersAwaited--;
            if (reply is not (PaymentReply.Accepted or PaymentReply.Duplicate))
                _feed.OnRefused(payment, reply as PaymentReply?);
        });
    }
}
