using System.Collections.Immutable;
using OrderToCash.Domain.Receivables;
using OrderToCash.Domain.Values;

namespace OrderToCash.Domain.Payments;

/// <summary>How far a payment is.</summary>
public enum PaymentStatus
{
    /// <summary>The bank has not booked it.</summary>
    Unknown = 0,

    /// <summary>It came in; whose money it is has not been looked for yet.</summary>
    Received = 1,

    /// <summary>It went out, or is nothing: no customer's money.</summary>
    Outgoing = 2,

    /// <summary>A person has to decide.</summary>
    Parked = 3,

    /// <summary>It is known whose money it is; the account is asked to apply it.</summary>
    Matched = 4,

    /// <summary>The account applied it: to documents, or it stays on account.</summary>
    Applied = 5,
}

/// <summary>What a payment remembers.</summary>
/// <remarks>Mutable and private to its shard: only <see cref="Payment.Evolve"/> changes it.</remarks>
public sealed class PaymentState
{
    internal PaymentState(string id) => Id = new PaymentId(id);

    /// <summary>The own account's IBAN, a slash, and the entry's identity.</summary>
    public PaymentId Id { get; }

    /// <summary>How far it is.</summary>
    public PaymentStatus Status { get; internal set; }

    /// <summary>The own account it was booked on.</summary>
    public Iban OwnAccount { get; internal set; }

    /// <summary>What the bank reported; null before that.</summary>
    public BankTransaction? Transaction { get; internal set; }

    /// <summary>Whose money it is; null before it is matched.</summary>
    public AccountId? Account { get; internal set; }

    /// <summary>The documents it was matched with.</summary>
    public ImmutableArray<string> Documents { get; internal set; } = [];

    /// <summary>The rule that matched it, or why it was parked; null before both.</summary>
    public string? Reason { get; internal set; }

    /// <summary>What the match or the parking rests on.</summary>
    public ImmutableArray<Evidence> Evidence { get; internal set; } = [];

    /// <summary>What it settled.</summary>
    public ImmutableArray<Allocation> Allocations { get; internal set; } = [];

    /// <summary>What of it stayed on account, minor units.</summary>
    public long OnAccountMinor { get; internal set; }

    /// <summary>What it waits for, in words; null where nothing is left to do.</summary>
    public string? WaitsFor => Status switch
    {
        PaymentStatus.Received => "the matcher",
        PaymentStatus.Parked => "a person: " + Reason,
        PaymentStatus.Matched => "account " + Account?.Value + " to apply it",
        _ => null,
    };
}
