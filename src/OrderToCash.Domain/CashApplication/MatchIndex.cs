using OrderToCash.Domain.CashApplication.Indexing;
using OrderToCash.Domain.CashApplication.Texts;
using OrderToCash.Domain.Payments;
using OrderToCash.Domain.Values;

namespace OrderToCash.Domain.CashApplication;

/// <summary>
/// What the matcher knows: items, customers, own accounts, payments of the last months, direct debits, what was
/// learned.
/// In memory only; whoever feeds it can build it again at any time.
/// </summary>
/// <remarks>
/// One writer, and nobody reads meanwhile. Compact arrays and fingerprints instead of objects: about 180 bytes an open
/// item with its order number and RF reference (<see cref="Bytes"/> tells).
/// </remarks>
public sealed partial class MatchIndex
{
    /// <summary>A direct debit may be returned for 13 months.</summary>
    public const int MaxPaymentDays = 400;

    private readonly LearnedPayers _learned = new();
    private readonly HashSet<ulong> _ownAccounts = [];
    private readonly HashSet<ulong> _ownNames = [];
    private readonly NameTokens _name = new();
    private int _newestClosed = -1;
    private int _oldestClosed = -1;

    /// <summary>An empty index.</summary>
    public MatchIndex() => Numbers = new NumberTable(Items);

    /// <summary>Open items.</summary>
    public int OpenCount => Items.OpenCount;

    /// <summary>Closed items whose numbers are still known.</summary>
    public int ClosedCount => Items.ClosedCount;

    /// <summary>Customers.</summary>
    public int CustomerCount => Customers.Count;

    /// <summary>Memory held by items, numbers, customers and payments.</summary>
    public MatchIndexBytes Bytes => new(
        Items.Bytes, Numbers.Bytes, Customers.Bytes + _learned.Bytes, Payments.Bytes + Collections.Bytes);

    internal ItemTable Items { get; } = new();

    internal NumberTable Numbers { get; }

    internal CustomerTable Customers { get; } = new();

    internal PastPayments Payments { get; } = new(MaxPaymentDays);

    internal Collections Collections { get; } = new();

    internal Payouts Payouts { get; } = new();

    /// <summary>This is an account of ours: what comes from it is no customer's money.</summary>
    public void AddOwnAccount(string iban, string? name = null)
    {
        _ownAccounts.Add(Customers.IbanKey(iban));
        if (name is null)
            return;
        _name.Fill(name);
        if (_name.Fingerprint != 0)
            _ownNames.Add(_name.Fingerprint);
    }

    /// <summary>Adds what is on file of a customer; what was added before stays.</summary>
    public void AddCustomer(AccountId account, CustomerOnFile facts) =>
        Customers.Add(Customers.GetOrAdd(account), facts);

    /// <summary>
    /// An item opened; one that is known already only gets its open amount. One with nothing open is kept as closed.
    /// </summary>
    public void Open(ItemFacts facts)
    {
        var customer = Customers.GetOrAdd(facts.Account);
        var item = FindItem(customer, facts.Document);
        if (item < 0)
        {
            item = Items.Add(facts, customer);
            Numbers.Change(item, isAdded: true);
            PushClosed(item, Days.Of(facts.IssueDate));
        }

        SetOpen(item, facts.OpenMinor, facts.IssueDate);
    }

    /// <summary>So much is open of an item now; 0 closes it. Nothing happens where it is not known.</summary>
    /// <param name="on">The day, for <see cref="ForgetClosed"/>.</param>
    public void SetOpen(AccountId account, string document, long openMinor, DateOnly on)
    {
        var item = Find(account, document);
        if (item >= 0)
            SetOpen(item, openMinor, on);
    }

    /// <summary>What is open of an item; null where it is not known.</summary>
    public long? OpenMinorOf(AccountId account, string document)
    {
        var item = Find(account, document);
        return item < 0 ? null : Items[item].State == ItemState.Open ? Items[item].OpenMinor : 0;
    }

    /// <summary>What is known of an item; null where it is not known. Its discounts are not told.</summary>
    public ItemFacts? FactsOf(AccountId account, string document)
    {
        var item = Find(account, document);
        if (item < 0)
            return null;
        var row = Items[item];
        return new ItemFacts(
            account, Items.DocumentText(item), Items.CurrencyOf(item), row.AmountMinor,
            row.State == ItemState.Open ? row.OpenMinor : 0, Days.ToDate(row.IssueDay))
        {
            OrderNumber = TextOf(item, 1), Reference = TextOf(item, 2),
        };
    }

    /// <summary>Forgets the numbers of items closed before a day: a payment that names one is then of no known item.
    /// </summary>
    public void ForgetClosed(DateOnly before)
    {
        var day = Days.Of(before);
        while (_oldestClosed >= 0 && Items[_oldestClosed].ClosedDay < day)
        {
            var item = _oldestClosed;
            UnlinkClosed(item);
            Numbers.Change(item, isAdded: false);
            Items.Free(item);
        }
    }

    /// <summary>A direct debit was handed to the bank, in a batch.</summary>
    public void AddCollection(string batch, string endToEndId, AccountId account, string document, long minor) =>
        Collections.Add(batch, endToEndId, account, document, minor);

    /// <summary>A provider reported a payout.</summary>
    public void AddPayout(SettlementReport report) => Payouts.Add(report);

    /// <summary>The money of a payout came, or that was an error.</summary>
    public void SettlePayout(string provider, string payoutId, bool isSettled = true) =>
        Payouts.Settle(provider, payoutId, isSettled);

    /// <summary>
    /// Keeps a payment for the returns that may come. What it settles is told by
    /// <see cref="SetOpen(AccountId, string, long, DateOnly)"/>, what it teaches by
    /// <see cref="Learn(string, AccountId)"/>.
    /// </summary>
    public void Remember(PaymentId payment, BankTransaction transaction, MatchDecision decision)
    {
        if (decision.Reverses is { } reversed)
            MarkReversed(reversed, transaction, isReversed: true);
        if (transaction.SignedMinor <= 0)
            return;
        Payments.Add(
            payment, transaction, decision.Allocations.IsEmpty ? null : decision.Allocations[0].Document);
        if (decision.Outcome == MatchOutcome.Book && decision.Explanation.Rung == MatchRungs.Batch)
            MarkBatch(payment, decision);
    }

    /// <summary>What was decided of a payment is undone: nothing of it can be returned, and it returns nothing.
    /// </summary>
    /// <param name="document">The first document it had settled; null for none.</param>
    /// <param name="reverses">The payment it had taken back; null for none.</param>
    public void Unremember(
        PaymentId payment, BankTransaction transaction, string? document, PaymentId? reverses)
    {
        if (reverses is { } reversed)
            MarkReversed(reversed, transaction, isReversed: false);
        Payments.Forget(payment, transaction, document);
    }

    /// <summary>So many payments from this bank account, in all, named documents of this customer.</summary>
    public void Learn(string? iban, AccountId account, int times) =>
        _learned.Learn(Customers.IbanKey(iban), Customers.GetOrAdd(account), times);

    /// <summary>One more such payment.</summary>
    public void Learn(string? iban, AccountId account)
    {
        var key = Customers.IbanKey(iban);
        var customer = Customers.GetOrAdd(account);
        _learned.Learn(key, customer, _learned.TimesOf(key, customer) + 1);
    }

    /// <summary>A payer's account or name, learned or on file, is not taken for this customer's any more.</summary>
    public void Forget(AccountId account, string? iban, string? name)
    {
        var customer = Customers.Find(account);
        if (customer < 0)
            return;
        _learned.Forget(Customers.IbanKey(iban), customer);
        Customers.Forget(customer, iban, name);
    }

    internal bool IsOwnAccount(string? iban) => iban is not null && _ownAccounts.Contains(Customers.IbanKey(iban));

    internal bool IsOwnName(NameTokens name) => name.Fingerprint != 0 && _ownNames.Contains(name.Fingerprint);

    /// <summary>The customer that an account is known by payments to belong to; -1 where that is open.</summary>
    internal int LearnedCustomer(ulong iban) => _learned.CustomerOf(iban);

    internal int Find(AccountId account, string document)
    {
        var customer = Customers.Find(account);
        return customer < 0 ? -1 : FindItem(customer, document);
    }

    private string? TextOf(int item, int index)
    {
        var text = Items.Text(item, index);
        return text.IsEmpty ? null : System.Text.Encoding.UTF8.GetString(text);
    }

    private int FindItem(int customer, string document)
    {
        const int MaxOnStack = 256;
        var room = document.Length <= MaxOnStack / 3 ? stackalloc byte[MaxOnStack] : new byte[3 * document.Length];
        var length = System.Text.Encoding.UTF8.GetBytes(document, room);
        return Numbers.FindDocument(room[..length], customer);
    }

    private void SetOpen(int item, long openMinor, DateOnly on)
    {
        var wasOpen = Items[item].State == ItemState.Open;
        if (!wasOpen && openMinor != 0)
            UnlinkClosed(item);
        if (wasOpen && openMinor == 0)
            UnlinkOfCustomer(item);
        Items.SetOpen(item, openMinor);
        if (!wasOpen && openMinor != 0)
            LinkOfCustomer(item);
        if (wasOpen && openMinor == 0)
            PushClosed(item, Days.Of(on));
    }

    private void MarkReversed(PaymentId reversed, BankTransaction transaction, bool isReversed)
    {
        Span<int> found = stackalloc int[16];
        foreach (var key in (ReadOnlySpan<ulong>)[
            Payments.EndToEndKey(transaction.EndToEndId), Payments.AmountKey(
                transaction.CounterpartyIban, -transaction.SignedMinor)])
        {
            foreach (var row in found[..Payments.Find(key, found)])
            {
                if (Payments.IdOf(row) == reversed)
                    Payments[row].IsReversed = isReversed;
            }
        }
    }

    private void MarkBatch(PaymentId payment, MatchDecision decision)
    {
        foreach (var evidence in decision.Explanation.Evidence)
        {
            if (evidence.Target is { } target && Collections.FindBatch(target) is >= 0 and var batch)
            {
                Collections.BookBatch(batch, payment);
                return;
            }
        }
    }

    private void LinkOfCustomer(int item)
    {
        ref var row = ref Items[item];
        ref var customer = ref Customers[row.Customer];
        row.PreviousOfCustomer = -1;
        row.NextOfCustomer = customer.FirstItem;
        if (customer.FirstItem >= 0)
            Items[customer.FirstItem].PreviousOfCustomer = item;
        customer.FirstItem = item;
        customer.OpenCount++;
    }

    private void UnlinkOfCustomer(int item)
    {
        ref var row = ref Items[item];
        ref var customer = ref Customers[row.Customer];
        if (row.NextOfCustomer >= 0)
            Items[row.NextOfCustomer].PreviousOfCustomer = row.PreviousOfCustomer;
        if (row.PreviousOfCustomer >= 0)
            Items[row.PreviousOfCustomer].NextOfCustomer = row.NextOfCustomer;
        else
            customer.FirstItem = row.NextOfCustomer;
        customer.OpenCount--;
    }

    // A closed item is in no list of its customer or amount, so these links serve for the order of closing.
    private void PushClosed(int item, ushort day)
    {
        ref var row = ref Items[item];
        row.ClosedDay = day;
        row.NextOfCustomer = -1;
        row.PreviousOfCustomer = _newestClosed;
        if (_newestClosed >= 0)
            Items[_newestClosed].NextOfCustomer = item;
        else
            _oldestClosed = item;
        _newestClosed = item;
    }

    private void UnlinkClosed(int item)
    {
        ref var row = ref Items[item];
        if (row.NextOfCustomer >= 0)
            Items[row.NextOfCustomer].PreviousOfCustomer = row.PreviousOfCustomer;
        else
            _newestClosed = row.PreviousOfCustomer;
        if (row.PreviousOfCustomer >= 0)
            Items[row.PreviousOfCustomer].NextOfCustomer = row.NextOfCustomer;
        else
            _oldestClosed = row.NextOfCustomer;
    }
}
