using System.Collections.Immutable;

namespace OrderToCash.Adapters.Banks;

/// <summary>Which own account a statement means, where the bank names it by a number of its own.</summary>
internal sealed class OwnAccounts
{
    private const int MinDigits = 6;

    private readonly ImmutableArray<string> _accounts;

    /// <summary>Knows these accounts.</summary>
    /// <param name="accounts">IBANs of the registered own accounts.</param>
    public OwnAccounts(IEnumerable<string> accounts)
    {
        _accounts = [.. accounts];
    }

    /// <summary>Knows no account: a German bank code and account number give an IBAN, another number stays as it
    /// is.</summary>
    public static OwnAccounts None { get; } = new([]);

    /// <summary>
    /// The account that field 25 of MT940 means: an IBAN as it is, or the one registered account that has this number,
    /// or the IBAN of a German bank code and account number, else the number. Upper case, without blanks; null where
    /// there is none.
    /// </summary>
    /// <param name="text">As it stands: <c>37040044/0532013000EUR</c>, <c>NL68INGB0000012345EUR</c>,
    /// <c>1291.99.348EUR</c>.</param>
    public string? Resolve(string text)
    {
        var name = Plain(text);
        if (name.Length == 0)
            return null;
        if (IsIban(name))
            return name;
        var slash = name.IndexOf('/', StringComparison.Ordinal);
        var bank = slash < 0 ? string.Empty : name[..slash];
        var number = slash < 0 ? name : name[(slash + 1)..];
        if (IsIban(number))
            return number;
        return Registered(bank, number) ?? GermanIban.Of(bank, number) ?? name;
    }

    /// <summary>True where the name has an IBAN's form.</summary>
    public static bool IsIban(string name) =>
        name.Length >= 15 && char.IsAsciiLetterUpper(name[0]) && char.IsAsciiLetterUpper(name[1])
        && char.IsAsciiDigit(name[2]) && char.IsAsciiDigit(name[3]);

    // Without blanks, dots and the currency that some banks put behind the number.
    private static string Plain(string text)
    {
        var name = string.Concat(text.Where(x => char.IsAsciiLetterOrDigit(x) || x == '/')).ToUpperInvariant();
        var hasCurrency = name.Length > 6 && Domain.Values.Currency.TryParse(name[^3..], out _)
            && char.IsAsciiDigit(name[^4]);
        return hasCurrency ? name[..^3] : name;
    }

    // The account number ends the IBAN, in Germany behind the bank code; where two accounts fit, none is meant.
    private string? Registered(string bank, string number)
    {
        var digits = number.TrimStart('0');
        if (digits.Length < MinDigits)
            return null;
        string? found = null;
        foreach (var account in _accounts)
        {
            var fits = account.Length > 4 && account.EndsWith(digits, StringComparison.Ordinal)
                && (!IsBankCode(bank) || account.AsSpan(4).StartsWith(bank, StringComparison.Ordinal));
            if (!fits)
                continue;
            if (found is not null)
                return null;
            found = account;
        }

        return found;
    }

    private static bool IsBankCode(string bank) =>
        bank.Length == 8 && !bank.AsSpan().ContainsAnyExceptInRange('0', '9');
}
