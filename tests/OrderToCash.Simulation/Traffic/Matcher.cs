using OrderToCash.Application.CashApplication;
using OrderToCash.Domain.CashApplication;
using OrderToCash.Domain.Flows;
using OrderToCash.Domain.Payments;
using OrderToCash.Domain.Values;
using OrderToCash.Engine.Shards;
using OrderToCash.Simulation.Audit;

namespace OrderToCash.Simulation.Traffic;

/// <summary>
/// A publisher on one thread: follows what is durable and tells payments whose money they are, as the product does.
/// </summary>
internal sealed class Matcher(JournalModel journal, Client client)
{
    private static readonly Actor Rule = Actor.Rule(MatchPolicy.Default.Id);
    private MatchFeed _feed = new(MatchPolicy.Default);
    private int _read;

    /// <summary>True where it has looked at every event.</summary>
    public bool IsUpToDate => _read == journal.Events.Count;

    /// <summary>Forgets everything, as after a crash; what it sent before it sends again.</summary>
    public void Restart()
    {
        _feed = new MatchFeed(MatchPolicy.Default);
        _read = 0;
    }

    /// <summary>Takes in what came since the last time, and decides what can now be decided.</summary>
    public void Follow()
    {
        for (; _read < journal.Events.Count; _read++)
        {
            var (entity, happened) = journal.Events[_read];
            if (MatchFeed.IsOfInterest(happened))
                _feed.Apply(entity, happened, DateTimeOffset.UnixEpoch);
        }

        foreach (var (payment, decision) in _feed.Decide())
            client.Send(new EntityId(Kinds.Payment, payment.Value), new PaymentCommand.Decide(decision, Rule));
    }
}
