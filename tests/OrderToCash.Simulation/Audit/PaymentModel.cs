using OrderToCash.Domain.Payments;

namespace OrderToCash.Simulation.Audit;

/// <summary>A bank transaction as an auditor follows it: at every moment its money is at one place.</summary>
internal sealed partial class PaymentModel(string id, Verdict verdict)
{
    private readonly Dictionary<(string Account, int Attempt), long> _asked = [];

    /// <summary>Where the money of a payment is.</summary>
    public enum PaymentPlace
    {
        /// <summary>With nobody: to be decided.</summary>
        Open,

        /// <summary>With customers, or on its way to them.</summary>
        Customers,

        /// <summary>On its way back from customers.</summary>
        Undoing,

        /// <summary>It takes back another one's money, which is asked.</summary>
        Reversing,

        /// <summary>It took back another one's money.</summary>
        TookBack,

        /// <summary>No customer's.</summary>
        Aside,

        /// <summary>A provider's.</summary>
        Payout,
    }

    public PaymentPlace Place { get; private set; }

    public BankTransaction? Transaction { get; private set; }

    /// <summary>True where nobody looked at it since it came in, or since it was undone to be matched anew.</summary>
    public bool IsUnseen { get; private set; }

    public int Attempt { get; private set; }

    /// <summary>What accounts have of it, by account and decision.</summary>
    public Dictionary<(string Account, int Attempt), AppliedShare> Shares { get; } = [];

    /// <summary>What other payments took back of it.</summary>
    public Dictionary<string, PaymentEvent.Reversed> TakenBack { get; } = new(StringComparer.Ordinal);

    /// <summary>Where it takes back another one's money: what.</summary>
    public PaymentEvent.ReversalDecided? Reversal { get; private set; }

    /// <summary>Reasons that its events give: of a command that names its own, whether it was carried out.</summary>
    public HashSet<string> Reasons { get; } = new(StringComparer.Ordinal);

    /// <summary>True where accounts were asked and have not answered.</summary>
    public bool IsAsking => _asked.Count > 0;

    public long SignedMinor => Transaction?.SignedMinor ?? 0;

    public long SharedMinor => Shares.Values.Sum(static share => share.AmountMinor);

    public long TakenBackMinor =>
        TakenBack.Values.Sum(static taken => taken.Shares.Sum(static share => share.AmountMinor));

    /// <summary>What of its money is still in transit: neither a customer's nor anybody else's.</summary>
    public long InTransitMinor => Place is PaymentPlace.Open or PaymentPlace.Payout ? SignedMinor : 0;

    public void Apply(PaymentEvent happened)
    {
        verdict.Require(
            happened is PaymentEvent.Received or PaymentEvent.Detailed or PaymentEvent.ReversalRefused
            || Transaction is not null,
            $"Payment {id} begins with {happened.GetType().Name}.");
        switch (happened)
        {
            case PaymentEvent.Received received:
                verdict.Require(Transaction is null, $"Payment {id} is received twice.");
                (Transaction, IsUnseen) = (received.Transaction, true);
                break;
            case PaymentEvent.Matched matched: Apply(matched); break;
            case PaymentEvent.Applied applied: Apply(applied); break;
            case PaymentEvent.Refused refused: Apply(refused); break;
            case PaymentEvent.Parked parked:
                Leave("parked", parked.Reason, PaymentPlace.Open, PaymentPlace.Reversing, PaymentPlace.Payout);
                Place = PaymentPlace.Open;
                break;
            case PaymentEvent.SetAside aside:
                Leave("set aside", aside.Reason, PaymentPlace.Open);
                verdict.Same(SignedMinor, aside.AmountMinor, $"What is set aside of {id}");
                (Place, Attempt) = (PaymentPlace.Aside, aside.Attempt);
                break;
            case PaymentEvent.PayoutFound found:
                Leave("a payout", found.Reason, PaymentPlace.Open);
                (Place, Attempt) = (PaymentPlace.Payout, found.Attempt);
                break;
            case PaymentEvent.Undone undone: Apply(undone); break;
            case PaymentEvent.ShareUndone undone:
                verdict.Require(
                    Place == PaymentPlace.Undoing && Shares.Remove((undone.Account.Value, undone.Attempt)),
                    $"{undone.Account} gives back what it has not got of {id}, or unasked.");
                if (Shares.Count == 0)
                    Place = PaymentPlace.Open;
                break;
            case PaymentEvent.ReversalDecided decided: Apply(decided); break;
            case PaymentEvent.ReversalDone done:
                verdict.Require(
                    Place == PaymentPlace.Reversing && Reversal is { } reversal && reversal.Reverses == done.Original
                    && reversal.FeeMinor == done.FeeMinor,
                    $"{id} took back {done.Original} with a fee of {done.FeeMinor}, and had not asked for it so.");
                Place = PaymentPlace.TookBack;
                break;
            case PaymentEvent.Reversed reversed: Apply(reversed); break;
            case PaymentEvent.Restored restored: Apply(restored); break;
        }
    }

    /// <summary>Once nothing is on its way: no question is open, and nothing of the money is missing.</summary>
    public void CheckQuiet(JournalModel model)
    {
        verdict.Require(
            !IsAsking && Place is not (PaymentPlace.Undoing or PaymentPlace.Reversing),
            $"Payment {id} is {Place} and waits for {_asked.Keys.FirstOrDefault()}: it is stuck.");
        verdict.Require(!IsUnseen || SignedMinor <= 0, $"Payment {id} waits for nobody.");
        if (Place == PaymentPlace.Customers)
            verdict.Same(SignedMinor, SharedMinor + TakenBackMinor, $"What became of payment {id}");
        else
            verdict.Require(Shares.Count + TakenBack.Count == 0, $"Payment {id} is {Place} and with customers.");

        foreach (var (account, attempt) in Shares.Keys)
        {
            verdict.Same(
                Shares[(account, attempt)].AmountMinor,
                model.Accounts.GetValueOrDefault(account)?.Shares.GetValueOrDefault((id, attempt))?.LeftMinor ?? 0,
                $"What {account} has of {id} by decision {attempt}");
        }

        if (Place == PaymentPlace.TookBack && Reversal is { } reversal)
        {
            var taken = model.Payments.GetValueOrDefault(reversal.Reverses.Value)?.TakenBack.GetValueOrDefault(id);
            verdict.Same(
                -SignedMinor - reversal.FeeMinor, taken?.Shares.Sum(static share => share.AmountMinor) ?? 0,
                $"What {id} took back of {reversal.Reverses}");
        }

        foreach (var by in TakenBack.Keys)
        {
            verdict.Require(
                model.Payments.GetValueOrDefault(by) is { Place: PaymentPlace.TookBack },
                $"{by} took back money of {id} and does not know.");
        }
    }

    private void Leave(string what, string reason, params ReadOnlySpan<PaymentPlace> from)
    {
        verdict.Require(
            from.Contains(Place) && !IsAsking && Shares.Count == 0,
            $"Payment {id} is {what} while it is {Place} with {Shares.Count} accounts.");
        Reasons.Add(reason);
        IsUnseen = false;
    }
}
