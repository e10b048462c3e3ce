using OrderToCash.Domain.Receivables;
using OrderToCash.Domain.Values;

namespace OrderToCash.Simulation.Audit;

/// <summary>A customer account as an auditor adds it up.</summary>
internal sealed partial class AccountModel(string id, Verdict verdict)
{
    public SortedDictionary<string, ItemModel> Items { get; } = new(StringComparer.Ordinal);

    public SortedDictionary<string, AdvanceModel> Advances { get; } = new(StringComparer.Ordinal);

    /// <summary>What it made of payments, by payment and decision.</summary>
    public Dictionary<(string Payment, int Attempt), ShareModel> Shares { get; } = [];

    /// <summary>Shares that it refused.</summary>
    public HashSet<(string Payment, int Attempt)> Refusals { get; } = [];

    public HashSet<(string Order, int Revision)> CreditAnswers { get; } = [];

    public long LimitChanges { get; private set; }

    /// <summary>Σ of money that no document took.</summary>
    public long OnAccountMinor { get; private set; }

    /// <summary>Σ that is proposed for refund.</summary>
    public long RefundMinor { get; private set; }

    /// <summary>Why the customer is blocked; null where not.</summary>
    public string? BlockedFor { get; private set; }

    /// <summary>Every reason for which it ever was.</summary>
    public HashSet<string> BlockReasons { get; } = new(StringComparer.Ordinal);

    /// <summary>How often it no longer was.</summary>
    public int Unblocks { get; private set; }

    /// <summary>Payers known at a time: by bank account, else by name.</summary>
    public SortedSet<string> Payers { get; } = new(StringComparer.Ordinal);

    /// <summary>Direct debits handed to the bank, by batch and end-to-end id.</summary>
    public Dictionary<(string Batch, string EndToEndId), PresentedDebit> Debits { get; } = [];

    /// <summary>Payers that were forgotten.</summary>
    public HashSet<string> Forgotten { get; } = new(StringComparer.Ordinal);

    /// <summary>Before the name of a payer of whom no bank account is known.</summary>
    public const string Named = "named ";

    public static string PayerOf(string? iban, string? name) => iban ?? Named + name;

    public void Apply(AccountEvent happened)
    {
        switch (happened)
        {
            case AccountEvent.CreditGranted granted:
                verdict.Require(BlockedFor is null, $"{id} grants credit to {granted.Order} although it is blocked.");
                AddCredit(granted.Order, granted.Revision);
                break;
            case AccountEvent.CreditRefused refused: AddCredit(refused.Order, refused.Revision); break;
            case AccountEvent.CreditLimitSet: LimitChanges++; break;
            case AccountEvent.Blocked blocked:
                BlockedFor = blocked.Reason;
                BlockReasons.Add(blocked.Reason);
                break;
            case AccountEvent.Unblocked:
                verdict.Require(BlockedFor is not null, $"{id} is unblocked and was not blocked.");
                BlockedFor = null;
                Unblocks++;
                break;
            case AccountEvent.ItemOpened opened: Apply(opened); break;
            case AccountEvent.ItemImported imported: Apply(imported); break;
            case AccountEvent.PrepaymentOpened opened: Apply(opened); break;
            case AccountEvent.OrderWithdrawn withdrawn: Apply(withdrawn); break;
            case AccountEvent.PaymentApplied applied:
                Apply(applied);
                if (applied.Learned is { } taught)
                    Payers.Add(PayerOf(taught.Iban, taught.Name));
                break;
            case AccountEvent.PaymentRefused refused: Apply(refused); break;
            case AccountEvent.PaymentUndone undone: Apply(undone); break;
            case AccountEvent.DebitPresented { Debit: var debit }:
                verdict.Require(
                    Debits.TryAdd((debit.Batch, debit.EndToEndId), debit),
                    $"{id}: the direct debit {debit.Batch}/{debit.EndToEndId} is handed in twice.");
                verdict.Require(
                    Items.ContainsKey(debit.Document), $"{id}: a direct debit collects the unknown {debit.Document}.");
                break;
            case AccountEvent.PayerLearned learned:
                Payers.Add(PayerOf(learned.Iban, learned.Name));
                break;
            case AccountEvent.PayerForgotten forgotten:
                var payer = PayerOf(forgotten.Iban, forgotten.Name);
                verdict.Require(Payers.Remove(payer), $"{id} forgets {payer}, whom it did not know.");
                Forgotten.Add(payer);
                break;
            case AccountEvent.CustomerNoted noted:
                foreach (var iban in noted.Ibans)
                    Payers.Add(PayerOf(iban, null));

                break;
        }
    }

    private void AddCredit(OrderId order, int revision) => verdict.Require(
        CreditAnswers.Add((order.Value, revision)), $"{id}: credit for {order} revision {revision} is decided twice.");

    private void Apply(AccountEvent.ItemOpened opened)
    {
        AddItem(opened.Number, new ItemModel(
            opened.Order.Value, opened.GrossMinor, opened.OpenMinor, opened.InvoiceDate, opened.DueDate));
        verdict.Same(
            opened.GrossMinor, opened.AdvanceMinor + opened.PspMinor + opened.RoundingMinor + opened.OpenMinor,
            $"{id}: parts of {opened.Number}");
        verdict.Require(
            opened is { AdvanceMinor: >= 0, PspMinor: >= 0, RoundingMinor: >= 0, OpenMinor: >= 0 },
            $"{id}: a part of {opened.Number} is negative.");
        if (opened.AdvanceMinor > 0)
            TakeAdvance(opened.Order, opened.AdvanceMinor, opened.Number);

        // Delivered before it was paid: the invoice now asks for what the prepayment asked for.
        if (Advances.TryGetValue(opened.Order.Value, out var advance))
            advance.OpenMinor -= Math.Min(advance.OpenMinor, opened.OpenMinor + opened.PspMinor);
    }

    private void Apply(AccountEvent.ItemImported imported)
    {
        verdict.Require(
            imported.AmountMinor < 0 == (imported.Kind == ItemKind.CreditNote),
            $"{id}: {imported.Document} is a {imported.Kind} of {imported.AmountMinor}.");
        AddItem(imported.Document, new ItemModel(
            null, imported.AmountMinor, imported.AmountMinor, imported.IssueDate, imported.DueDate));
    }

    private void AddItem(string document, ItemModel item) => verdict.Require(
        Items.TryAdd(document, item), $"{id}: {document} becomes an item twice.");

    private void Apply(AccountEvent.PrepaymentOpened opened)
    {
        var advance = Of(opened.Order);
        verdict.Require(!advance.IsAsked, $"{id}: a prepayment for {opened.Order} is asked for twice.");
        advance.IsAsked = true;
        advance.OpenMinor += opened.AmountMinor;
    }

    private void Apply(AccountEvent.OrderWithdrawn withdrawn)
    {
        var advance = Of(withdrawn.Order);
        if (advance.OpenMinor + advance.HeldMinor > 0)
        {
            advance.OpenMinor -= withdrawn.WithdrawnMinor;
            verdict.Require(advance.OpenMinor >= 0, $"{id}: {withdrawn.Order} withdraws more than is open.");
        }

        RefundMinor += withdrawn.RefundMinor;
        if (withdrawn.RefundMinor > 0)
            TakeAdvance(withdrawn.Order, withdrawn.RefundMinor, "refund");

        // A new revision of the order may ask again, and so may one that a person had let go.
        if (withdrawn.Whole || advance is { OpenMinor: 0, HeldMinor: 0 })
            advance.IsAsked = false;
    }

    private void TakeAdvance(OrderId order, long amountMinor, string what)
    {
        var advance = Of(order);
        advance.HeldMinor -= amountMinor;
        verdict.Require(advance.HeldMinor >= 0, $"{id}: {what} takes more of the advance for {order} than was paid.");
    }

    private AdvanceModel Of(OrderId order)
    {
        if (!Advances.TryGetValue(order.Value, out var advance))
            Advances.Add(order.Value, advance = new AdvanceModel());

        return advance;
    }
}

/// <summary>An open item as it was issued, and what is open of it.</summary>
/// <param name="Order">Null for an item of another system.</param>
internal sealed record ItemModel(
    string? Order, long GrossMinor, long IssuedOpenMinor, DateOnly InvoiceDate, DateOnly DueDate)
{
    public long OpenMinor { get; set; } = IssuedOpenMinor;
}

/// <summary>What is asked and what was paid in advance for an order.</summary>
internal sealed class AdvanceModel
{
    public bool IsAsked { get; set; }

    public long OpenMinor { get; set; }

    public long HeldMinor { get; set; }
}

/// <summary>What an account made of a payment by one decision, and what is left of that.</summary>
internal sealed class ShareModel(AccountEvent.PaymentApplied applied)
{
    public AccountEvent.PaymentApplied Applied => applied;

    /// <summary>Of the payment's money: what was not taken back.</summary>
    public long LeftMinor { get; set; } = applied.AmountMinor;

    /// <summary>What was settled and not taken back.</summary>
    public List<Allocation> Left { get; } = [.. applied.Allocations];
}
