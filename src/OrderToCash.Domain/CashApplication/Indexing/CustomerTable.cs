using System.Text;
using OrderToCash.Domain.CashApplication.Images;
using OrderToCash.Domain.CashApplication.Texts;
using OrderToCash.Domain.Values;

namespace OrderToCash.Domain.CashApplication.Indexing;

/// <summary>Customers by what payers show of themselves: account, name, number, mandate.</summary>
internal sealed class CustomerTable
{
    private const ulong AccountSeed = 1;
    private const ulong IbanSeed = 2;
    private const ulong NumberSeed = 3;
    private const ulong MandateSeed = 4;
    private const ulong NameSeed = 5;

    /// <summary>
    /// What more customers share tells nothing of any of them, and looking through them all would cost the more the
    /// more common a name is.
    /// </summary>
    private const int MaxOfKey = 16;

    private readonly TextArena _texts = new();
    private readonly FingerprintTable _accounts = new();
    private readonly FingerprintTable _keys = new();
    private readonly SqueezedText _squeezed = new();
    private readonly NameTokens _name = new();
    private Row[] _rows = new Row[1024];

    /// <summary>Customers.</summary>
    public int Count { get; private set; }

    /// <summary>Bytes held.</summary>
    public long Bytes => _texts.Bytes + _accounts.Bytes + _keys.Bytes + (_rows.LongLength * 24);

    /// <summary>The row of a customer. Not to be kept over an addition.</summary>
    public ref Row this[int customer] => ref _rows[customer];

    /// <summary>The customer's account.</summary>
    public AccountId AccountOf(int customer) => new(_texts.GetText(_rows[customer].Account));

    /// <summary>The customer's name as on file; empty where none is.</summary>
    public string NameOf(int customer) => _rows[customer].Name < 0 ? "" : _texts.GetText(_rows[customer].Name);

    /// <summary>The customer of an account, -1 where it is not known.</summary>
    public int Find(AccountId account)
    {
        Span<byte> bytes = stackalloc byte[Math.Min(Encoding.UTF8.GetMaxByteCount(account.Value.Length), 1024)];
        if (!Encoding.UTF8.TryGetBytes(account.Value, bytes, out var length))
            return -1;
        // Longer ones are cut where they are kept, and are compared as cut.
        bytes = bytes[..Math.Min(length, 255)];
        var key = Fingerprints.Of(bytes, AccountSeed);
        var cursor = -1;
        for (var found = _accounts.Next(key, ref cursor); found >= 0; found = _accounts.Next(key, ref cursor))
        {
            if (_texts.Get(_rows[found].Account).SequenceEqual(bytes))
                return found;
        }

        return -1;
    }

    /// <summary>The customer of an account, new where it is not known.</summary>
    public int GetOrAdd(AccountId account)
    {
        var customer = Find(account);
        if (customer >= 0)
            return customer;
        customer = Count++;
        if (Count > _rows.Length)
            Array.Resize(ref _rows, _rows.Length + (_rows.Length / 2));
        var place = _texts.Add(account.Value);
        _rows[customer] = new Row { Account = place, Name = -1, FirstItem = -1 };
        _accounts.Add(Fingerprints.Of(_texts.Get(place), AccountSeed), customer);
        return customer;
    }

    /// <summary>Adds what is on file of a customer. What was added before stays.</summary>
    public void Add(int customer, CustomerOnFile facts)
    {
        foreach (var name in facts.Names)
        {
            _name.Fill(name);
            if (_name.Fingerprint != 0)
                AddKey(Fingerprints.Of(_name.Fingerprint, NameSeed), customer);
            if (_rows[customer].Name < 0)
                _rows[customer].Name = _texts.Add(name);
        }

        foreach (var iban in facts.Ibans)
        {
            if (AddText(iban, IbanSeed, customer))
                _rows[customer].HasIban = true;
        }

        if (facts.Number is { } number)
            AddText(number, NumberSeed, customer);
        foreach (var mandate in facts.Mandates)
            AddText(mandate, MandateSeed, customer);
    }

    /// <summary>An account or a name is the customer's no more.</summary>
    public void Forget(int customer, string? iban, string? name)
    {
        if (KeyOf(iban, IbanSeed) is not 0 and var key)
            _keys.Remove(key, customer);
        if (name is null)
            return;
        _name.Fill(name);
        if (NameKey(_name) is not 0 and var ofName)
            _keys.Remove(ofName, customer);
    }

    /// <summary>The key of an account's IBAN; 0 for none.</summary>
    public ulong IbanKey(string? iban) => KeyOf(iban, IbanSeed);

    /// <summary>The key of a mandate; 0 for none.</summary>
    public ulong MandateKey(string? mandate) => KeyOf(mandate, MandateSeed);

    /// <summary>The key of a customer number, given in capitals and digits.</summary>
    public static ulong NumberKey(ReadOnlySpan<byte> squeezed) => Fingerprints.Of(squeezed, NumberSeed);

    /// <summary>The key of a name; 0 where it is too little to go by.</summary>
    public static ulong NameKey(NameTokens name) =>
        name.Fingerprint == 0 ? 0 : Fingerprints.Of(name.Fingerprint, NameSeed);

    /// <summary>The customers of a key, as many as there is room for.</summary>
    public int Find(ulong key, Span<int> customers)
    {
        var count = 0;
        var cursor = -1;
        while (key != 0 && count < customers.Length && _keys.Next(key, ref cursor) is >= 0 and var customer)
        {
            customers[count++] = customer;
        }

        return count;
    }

    /// <summary>Writes it down.</summary>
    public void WriteTo(ImageWriter image)
    {
        _texts.WriteTo(image);
        _accounts.WriteTo(image);
        _keys.WriteTo(image);
        image.Array<Row>(_rows.AsSpan(0, Count));
    }

    /// <summary>Becomes what was written down.</summary>
    public void ReadFrom(ImageReader image)
    {
        _texts.ReadFrom(image);
        _accounts.ReadFrom(image);
        _keys.ReadFrom(image);
        _rows = image.Array<Row>(_rows.Length, out var count);
        Count = count;
    }

    private ulong KeyOf(string? text, ulong seed)
    {
        if (string.IsNullOrEmpty(text))
            return 0;
        _squeezed.Fill(text, []);
        return _squeezed.Count == 0 ? 0 : Fingerprints.Of(_squeezed.Characters, seed);
    }

    private bool AddText(string text, ulong seed, int customer)
    {
        var key = KeyOf(text, seed);
        if (key != 0)
            AddKey(key, customer);
        return key != 0;
    }

    private void AddKey(ulong key, int customer)
    {
        var (cursor, others) = (-1, 0);
        for (var found = _keys.Next(key, ref cursor); found >= 0; found = _keys.Next(key, ref cursor))
        {
            if (found == customer || ++others == MaxOfKey)
                return;
        }

        _keys.Add(key, customer);
    }

    /// <summary>A customer, 24 bytes.</summary>
    internal struct Row
    {
        public int Account;
        public int Name;
        public int FirstItem;
        public int OpenCount;
        public bool HasIban;
    }
}
