using OrderToCash.Application.CashApplication;
using OrderToCash.Domain.CashApplication;
using OrderToCash.Domain.Flows;
using OrderToCash.Domain.Payments;
using OrderToCash.Domain.Receivables;
using OrderToCash.Domain.Values;
using OrderToCash.Engine.Shards;
using OrderToCash.Simulation.Audit;

namespace OrderToCash.Simulation.Traffic;

/// <summary>
/// A publisher on one thread: follows what is durable and tells payments whose money they are, by the real rung.
/// </summary>
internal sealed class Matcher(JournalModel journal, Client client)
{
    private readonly Dictionary<string, BankTransaction> _unmatched = new(StringComparer.Ordinal);
    private readonly List<string> _toDecide = [];
    private DocumentIndex _index = new();
    private int _read;

    /// <summary>True where it has looked at every event.</summary>
    public bool IsUpToDate => _read == journal.Events.Count;

    /// <summary>Forgets everything, as after a crash; what it sent before it sends again.</summary>
    public void Restart()
    {
        _unmatched.Clear();
        _index = new DocumentIndex();
        _read = 0;
    }

    /// <summary>Takes in what came since the last time, and decides what can now be decided.</summary>
    public void Follow()
    {
        var hasNewDocuments = false;
        _toDecide.Clear();
        for (; _read < journal.Events.Count; _read++)
        {
            var (entity, happened) = journal.Events[_read];
            switch (happened)
            {
                case PaymentEvent.Received { Transaction: { SignedMinor: > 0 } transaction }:
                    _unmatched[entity.Id] = transaction;
                    _toDecide.Add(entity.Id);
                    break;
                case PaymentEvent.Matched or PaymentEvent.Applied:
                    _unmatched.Remove(entity.Id);
                    break;
                case AccountEvent:
                    hasNewDocuments |= _index.Apply(new AccountId(entity.Id), happened);
                    break;
            }
        }

        foreach (var payment in _toDecide)
            Decide(payment, parks: true);

        if (hasNewDocuments)
        {
            foreach (var payment in _unmatched.Keys.Except(_toDecide).ToArray())
                Decide(payment, parks: false);
        }
    }

    private void Decide(string payment, bool parks)
    {
        if (!_unmatched.TryGetValue(payment, out var transaction))
            return;

        var command = ExactReference.Decide(transaction, _index.Find);
        if (command is PaymentCommand.Match)
            _unmatched.Remove(payment);
        else if (!parks)
            return;

        client.Send(new EntityId(Kinds.Payment, payment), command);
    }
}
