using OrderToCash.Domain.Ledger;

namespace OrderToCash.Simulation.Audit;

/// <summary>Balances by account role, and by whose they are, from the postings of every event.</summary>
internal sealed class LedgerModel(Verdict verdict)
{
    private readonly Dictionary<AccountRole, long> _balances = [];
    private readonly Dictionary<(AccountRole Role, string Whose), long> _parts = [];

    public long this[AccountRole role] => _balances.GetValueOrDefault(role);

    /// <summary>The balance of one payment, customer or bank account.</summary>
    public long this[AccountRole role, string whose] => _parts.GetValueOrDefault((role, whose));

    /// <summary>Σ over all roles: nothing, as every event balances.</summary>
    public long SumMinor => _balances.Values.Sum();

    public void Apply(string entityId, object domainEvent)
    {
        long sum = 0;
        foreach (var posting in Postings.Of(entityId, domainEvent))
        {
            sum += posting.AmountMinor;
            _balances[posting.Role] = this[posting.Role] + posting.AmountMinor;
            if (posting.SubAccount is { } whose)
                _parts[(posting.Role, whose)] = this[posting.Role, whose] + posting.AmountMinor;
        }

        verdict.Same(0, sum, $"Postings of {domainEvent.GetType().Name} of {entityId}");
    }
}
