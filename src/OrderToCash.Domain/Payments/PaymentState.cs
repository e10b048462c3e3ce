using System.Collections.Immutable;
using OrderToCash.Domain.CashApplication;
using OrderToCash.Domain.Receivables;
using OrderToCash.Domain.Values;

namespace OrderToCash.Domain.Payments;

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

    /// <summary>What the bank told it is made of, where it booked it as one total.</summary>
    public ImmutableArray<BankTransaction> Details { get; internal set; } = [];

    /// <summary>How many parts of <see cref="Details"/> came.</summary>
    public int DetailParts { get; internal set; }

    /// <summary>How often it was decided, or restored.</summary>
    public int Attempt { get; internal set; }

    /// <summary>The shares of the customer accounts, as decided last.</summary>
    public ImmutableArray<PaymentShareState> Shares { get; internal set; } = [];

    /// <summary>What others took back of it.</summary>
    public ImmutableArray<TakenBack> TakenBack { get; internal set; } = [];

    /// <summary>Why it was decided as it was, in one line; null before.</summary>
    public string? Reason { get; internal set; }

    /// <summary>What the decision rests on; null before.</summary>
    public MatchExplanation? Explanation { get; internal set; }

    /// <summary>Who decided last.</summary>
    public Actor? DecidedBy { get; internal set; }

    /// <summary>True where a person undid a decision and the matcher has to leave it to persons.</summary>
    public bool IsForPersons { get; internal set; }

    /// <summary>Where it is no customer's: how.</summary>
    public AsideKind? Aside { get; internal set; }

    /// <summary>The payment whose money it takes back.</summary>
    public PaymentId? Reverses { get; internal set; }

    /// <summary>What the bank charged for that.</summary>
    public long FeeMinor { get; internal set; }

    /// <summary>What the bank says about it.</summary>
    public DebitReturn? Return { get; internal set; }

    /// <summary>The provider's report that says what it is made of.</summary>
    public string? Settlement { get; internal set; }

    /// <summary>The payer whom the last decision taught.</summary>
    public Payer? Taught { get; internal set; }

    /// <summary>Where the status is <see cref="PaymentStatus.Undoing"/>: the matcher decides anew afterwards.</summary>
    public bool IsToRematch { get; internal set; }

    /// <summary>The one account whose money it is; null where there is none, or there are several.</summary>
    public AccountId? Account
    {
        get
        {
            AccountId? only = null;
            foreach (var share in Shares)
            {
                if (only is not null && only != share.Account)
                    return null;
                only = share.Account;
            }

            return only;
        }
    }

    /// <summary>What it settled.</summary>
    public ImmutableArray<Allocation> Allocations
    {
        get
        {
            if (Shares is [{ Applied: { } only }])
                return only.Allocations;
            var all = ImmutableArray.CreateBuilder<Allocation>();
            foreach (var share in Shares)
                if (share.Applied is { } applied) all.AddRange(applied.Allocations);
            return all.ToImmutable();
        }
    }

    /// <summary>What of it stayed on account, minor units.</summary>
    public long OnAccountMinor
    {
        get
        {
            long sum = 0;
            foreach (var share in Shares)
                sum += share.Applied?.OnAccountMinor ?? 0;
            return sum;
        }
    }

    /// <summary>The documents that it was matched with.</summary>
    public ImmutableArray<string> Documents
    {
        get
        {
            var all = ImmutableArray.CreateBuilder<string>();
            foreach (var share in Shares)
            {
                all.AddRange(share.Asked.Documents);
                foreach (var allocation in share.Asked.Allocations ?? [])
                    all.Add(allocation.Document);
            }

            return all.ToImmutable();
        }
    }

    /// <summary>What it waits for, in words; null where nothing is left to do.</summary>
    public string? WaitsFor => Status switch
    {
        PaymentStatus.Received => "the matcher",
        PaymentStatus.Parked => "a person: " + Reason,
        PaymentStatus.Waiting => Reason,
        PaymentStatus.Matched => WaitingShares() + " to apply it",
        PaymentStatus.Undoing => WaitingShares() + " to take it back",
        PaymentStatus.Reversing => "payment " + Reverses?.Value + " to be taken back",
        PaymentStatus.Settling => "the report of payout " + Settlement,
        _ => null,
    };

    private string WaitingShares()
    {
        foreach (var share in Shares)
        {
            if (share.Applied is null == (Status == PaymentStatus.Matched))
                return "account " + share.Account.Value;
        }

        return "nobody";
    }
}

/// <summary>One account's share of a payment.</summary>
/// <param name="Asked">What the account was asked to apply.</param>
/// <param name="Attempt">Under which number.</param>
/// <param name="Applied">What it made of it, less what others took back; null before, and once it is undone.</param>
public sealed record PaymentShareState(PaymentShare Asked, int Attempt, AppliedShare? Applied)
{
    /// <summary>Whose share it is.</summary>
    public AccountId Account => Asked.Account;
}

/// <summary>What another payment took back.</summary>
public sealed record TakenBack(PaymentId By, ImmutableArray<AppliedShare> Shares);
