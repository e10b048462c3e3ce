using OrderToCash.Domain.CashApplication.Indexing;
using OrderToCash.Domain.CashApplication.Texts;
using OrderToCash.Domain.Payments;

namespace OrderToCash.Domain.CashApplication.Ladder;

/// <summary>Finds out which customers the payer may be.</summary>
internal sealed class PayerSearch(MatchIndex index, MatchPolicy policy)
{
    /// <summary>An account that more customers share tells nothing of any of them.</summary>
    private const int MaxSharingIban = 4;

    private const int MaxSharingName = 3;

    /// <summary>As many customers of one name may at least be somebody who names another's document.</summary>
    private const int MaxNamesakes = 8;

    /// <summary>Letters that a customer number begins with.</summary>
    private const int MaxNumberLetters = 4;

    private readonly int[] _found = new int[MaxNamesakes + 1];
    private readonly NameTokens _name = new();
    private readonly SqueezedText _customerName = new();
    private readonly List<Payer> _spare = [];

    /// <summary>Who it may be.</summary>
    public List<Payer> Payers { get; } = [];

    /// <summary>True where the payer's account is on file with somebody, or was learned.</summary>
    public bool IsIbanKnown { get; private set; }

    /// <summary>True where the payer's name is our own.</summary>
    public bool IsOwnName { get; private set; }

    /// <summary>Finds the customers of a transaction.</summary>
    public void Search(BankTransaction transaction, SqueezedText text)
    {
        _spare.AddRange(Payers);
        Payers.Clear();
        IsOwnName = false;
        SearchIban(transaction.CounterpartyIban);
        SearchName(transaction.CounterpartyName, MatchRules.Name, TransactionField.Name);
        SearchName(transaction.UltimateName, MatchRules.UltimateName, TransactionField.UltimateName);
        SearchKey(
            index.Customers.MandateKey(transaction.MandateId), MatchRules.Mandate, policy.MandatePoints,
            TransactionField.Mandate, transaction.MandateId?.Length ?? 0);
        SearchNumbers(text);
        foreach (var payer in Payers)
            payer.Points = Math.Min(payer.Points, policy.MaxPayerPoints);
    }

    /// <summary>
    /// True where the payer's name is that of somebody else than the customer whose account it is: one of both has
    /// changed hands.
    /// </summary>
    public bool IsContradicted(int customer)
    {
        if (Find(customer) is not { IsByIban: true } payer || payer.IsByName)
            return false;
        foreach (var other in Payers)
        {
            if (other.IsByName && !other.IsByIban)
                return true;
        }

        return false;
    }

    /// <summary>The payer's evidence of a customer; null where there is none.</summary>
    public Payer? Find(int customer)
    {
        foreach (var payer in Payers)
        {
            if (payer.Customer == customer)
                return payer;
        }

        return null;
    }

    /// <summary>Where the text names a customer whose item is named too; false where it doesn't.</summary>
    public bool IsNamedIn(SqueezedText text, int customer, out Fact fact)
    {
        fact = default;
        var name = index.Customers.NameOf(customer);
        _name.Fill(name);
        if (_name.Fingerprint == 0)
            return false;
        _customerName.Fill(name, []);
        // Banks cut names; half of a long one is enough where a document of the customer is named along with it.
        var length = Math.Min(_customerName.Count, Math.Max(12, _customerName.Count * 2 / 3));
        var wanted = _customerName.Characters[..length];
        var place = text.Characters.IndexOf(wanted);
        if (place < 0)
            return false;
        var (start, count) = text.Origin(place, place + length);
        fact = new Fact(
            EvidenceKind.Payer, MatchRules.NameInText, policy.NameInTextPoints, -1, customer, TransactionField.Text,
            start, count);
        return true;
    }

    private void SearchIban(string? iban)
    {
        var key = index.Customers.IbanKey(iban);
        var count = index.Customers.Find(key, _found);
        IsIbanKnown = count > 0;
        if (count is > 0 and <= MaxSharingIban)
        {
            for (var i = 0; i < count; i++)
                Add(_found[i], MatchRules.Iban, policy.IbanPoints, TransactionField.Iban, iban?.Length ?? 0);
        }

        if (count == 0 && index.LearnedCustomer(key) is >= 0 and var customer)
        {
            IsIbanKnown = true;
            Add(customer, MatchRules.LearnedIban, policy.LearnedIbanPoints, TransactionField.Iban, iban?.Length ?? 0);
        }
    }

    private void SearchName(string? name, string rule, TransactionField field)
    {
        if (string.IsNullOrEmpty(name))
            return;
        _name.Fill(name);
        if (_name.Fingerprint == 0)
            return;
        IsOwnName |= index.IsOwnName(_name);
        var count = index.Customers.Find(CustomerTable.NameKey(_name), _found);
        for (var i = 0; i < count && count <= MaxNamesakes; i++)
        {
            var points = count > MaxSharingName ? 0
                : count > 1 ? policy.SharedNamePoints
                : index.Customers[_found[i]].HasIban ? policy.NamePoints
                : policy.NameWithoutIbanPoints;
            Add(_found[i], rule, points, field, name.Length);
        }
    }

    private void SearchKey(ulong key, string rule, int points, TransactionField field, int length)
    {
        var count = index.Customers.Find(key, _found);
        for (var i = 0; i < count && count <= MaxSharingName; i++)
            Add(_found[i], rule, points, field, length);
    }

    // "Kd-Nr. 103129": only what is called a customer number is one.
    private void SearchNumbers(SqueezedText text)
    {
        for (var from = 0; from < text.Count; from++)
        {
            if (!text.IsDigit(from) || (from > 0 && text.IsDigit(from - 1) && text.Gaps[from] != Gap.Blank))
                continue;
            var to = from;
            while (to < text.Count && (to == from || text.Gaps[to] <= Gap.Mark) && text.IsDigit(to))
                to++;
            if (Vocabulary.LabelBefore(text, from) == Label.Customer)
                SearchNumber(text, from, to);
            // Letters that belong to the number stand right before it: "K119544".
            var start = from;
            while (start > 0 && from - start < MaxNumberLetters && text.Gaps[start] == Gap.None
                && !text.IsDigit(start - 1))
                start--;
            if (start < from && text.Gaps[start] != Gap.None
                && Vocabulary.LabelBefore(text, start) == Label.Customer)
                SearchNumber(text, start, to);
        }
    }

    private void SearchNumber(SqueezedText text, int from, int to)
    {
        var count = index.Customers.Find(CustomerTable.NumberKey(text.Characters[from..to]), _found);
        if (count != 1)
            return;
        var (start, length) = text.Origin(from, to);
        var payer = GetOrAdd(_found[0]);
        if (payer.Facts.Exists(static fact => fact.Rule == MatchRules.CustomerNumber))
            return;
        payer.Points += policy.CustomerNumberPoints;
        payer.Facts.Add(new Fact(
            EvidenceKind.Payer, MatchRules.CustomerNumber, policy.CustomerNumberPoints, -1, _found[0],
            TransactionField.Text, start, length));
    }

    private void Add(int customer, string rule, int points, TransactionField field, int length)
    {
        var payer = GetOrAdd(customer);
        // The debtor is often named as ultimate debtor too; that says it once.
        if (rule == MatchRules.UltimateName && payer.Facts.Exists(static fact => fact.Rule == MatchRules.Name))
            return;
        payer.IsByIban |= field == TransactionField.Iban;
        payer.IsByName |= field is TransactionField.Name or TransactionField.UltimateName;
        payer.Points += points;
        payer.Facts.Add(new Fact(EvidenceKind.Payer, rule, points, -1, customer, field, 0, length));
    }

    private Payer GetOrAdd(int customer)
    {
        if (Find(customer) is { } known)
            return known;
        Payer payer;
        if (_spare.Count > 0)
        {
            payer = _spare[^1];
            _spare.RemoveAt(_spare.Count - 1);
        }
        else
        {
            payer = new Payer();
        }

        payer.Customer = customer;
        payer.Points = 0;
        payer.IsByIban = false;
        payer.IsByName = false;
        payer.Facts.Clear();
        Payers.Add(payer);
        return payer;
    }
}
