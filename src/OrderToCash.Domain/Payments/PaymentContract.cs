using System.Collections.Immutable;
using OrderToCash.Domain.Receivables;
using OrderToCash.Domain.Values;

namespace OrderToCash.Domain.Payments;

/// <summary>What a payment can be asked to do.</summary>
public abstract record PaymentCommand
{
    private PaymentCommand()
    {
    }

    /// <summary>The bank booked this transaction. Idempotent.</summary>
    public sealed record Record(Iban OwnAccount, BankTransaction Transaction) : PaymentCommand;

    /// <summary>
    /// The matcher found whose money it is. Only the first match of an unmatched incoming payment counts.
    /// </summary>
    public sealed record Match(
        AccountId Account, ImmutableArray<string> Documents, string Rule, ImmutableArray<Evidence> Evidence)
        : PaymentCommand;

    /// <summary>The matcher looked and a person has to decide, or the named thing is awaited.</summary>
    public sealed record Park(string Reason, ImmutableArray<Evidence> Evidence) : PaymentCommand;

    /// <summary>The customer account applied the money.</summary>
    public sealed record NoteApplied(AccountId Account, ImmutableArray<Allocation> Allocations, long OnAccountMinor)
        : PaymentCommand;
}

/// <summary>What happened to a payment.</summary>
public abstract record PaymentEvent
{
    private PaymentEvent()
    {
    }

    /// <summary>The bank booked it.</summary>
    public sealed record Received(Iban OwnAccount, BankTransaction Transaction) : PaymentEvent;

    /// <summary>It belongs to this account, on this evidence; the account is asked to apply it.</summary>
    public sealed record Matched(
        AccountId Account, ImmutableArray<string> Documents, string Rule, ImmutableArray<Evidence> Evidence,
        long AmountMinor, Currency Currency, DateOnly ValueDate) : PaymentEvent;

    /// <summary>It waits for a person, with the evidence why.</summary>
    public sealed record Parked(string Reason, ImmutableArray<Evidence> Evidence) : PaymentEvent;

    /// <summary>The account applied it.</summary>
    public sealed record Applied(AccountId Account, ImmutableArray<Allocation> Allocations, long OnAccountMinor)
        : PaymentEvent;
}

/// <summary>What a payment answers, in order of precedence. Numbers are fixed for good.</summary>
public enum PaymentReply
{
    /// <summary>Done.</summary>
    Accepted = 0,

    /// <summary>Done before; nothing changed.</summary>
    Duplicate = 1,

    /// <summary>There is no such payment.</summary>
    Unknown = 2,

    /// <summary>It is matched already, or it is money that went out.</summary>
    NotOpen = 3,
}
