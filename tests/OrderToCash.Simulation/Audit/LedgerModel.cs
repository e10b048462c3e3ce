using OrderToCash.Domain.Ledger;

namespace OrderToCash.Simulation.Audit;

/// <summary>Balances by account role, from the postings of every event.</summary>
internal sealed class LedgerModel(Verdict verdict)
{
    private readonly Dictionary<AccountRole, long> _balances = [];

    public long this[AccountRole role] => _balances.GetValueOrDefault(role);

    public void Apply(string entityId, object domainEvent)
    {
        long sum = 0;
        foreach (var posting in Postings.Of(entityId, domainEvent))
        {
            sum += posting.AmountMinor;
            _balances[posting.Role] = this[posting.Role] + posting.AmountMinor;
        }

        verdict.Same(0, sum, $"Postings of {domainEvent.GetType().Name} of {entityId}");
    }
}
