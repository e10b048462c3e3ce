using OrderToCash.Domain.Values;

namespace OrderToCash.Adapters.Banks;

/// <summary>What banks write behind the references of field 61, and on its second line.</summary>
internal static class Mt940Supplement
{
    private const int MinIbanLength = 15;
    private const int MaxIbanLength = 34;

    /// <summary>Fills what field 86 left open: the other party's account and name.</summary>
    public static void Read(Mt940Entry entry, Mt940Details details, Mt940Encoding encoding)
    {
        var supplement = entry.Of(entry.Supplement).Trim((byte)' ');
        if (supplement.IsEmpty || supplement[0] == '/')
            return;
        if (details.Account is null && IsIban(supplement))
        {
            details.Account = encoding.Decode(supplement);
            return;
        }

        // Rabobank: an account filled with blanks to 16 characters, then the name.
        var reference = entry.Of(entry.CustomerReference);
        if (details.Name is not null || reference.Length != 16 || reference[^1] != ' '
            || entry.BankReference.Start.Value != entry.BankReference.End.Value)
        {
            return;
        }

        details.Name = Mt940Details.Words(encoding.Decode(supplement));
        if (char.IsAsciiDigit((char)reference[0]))
            details.Account ??= Mt940Details.Number(encoding.Decode(reference));
    }

    /// <summary>An amount with a name, <c>/OCMT/EUR164,80/</c>; null where there is none.</summary>
    public static (long Minor, Currency Currency)? Amount(Mt940Entry entry, ReadOnlySpan<byte> name, Currency currency)
    {
        var supplement = entry.Of(entry.Supplement);
        var at = supplement.IndexOf(name);
        if (at < 0)
            return null;
        var value = supplement[(at + name.Length)..];
        var end = value.IndexOf((byte)'/');
        return Mt940Amount.ParseWithCurrency(end < 0 ? value : value[..end], currency);
    }

    private static bool IsIban(ReadOnlySpan<byte> text)
    {
        if (text.Length is < MinIbanLength or > MaxIbanLength || !char.IsAsciiLetterUpper((char)text[0])
            || !char.IsAsciiLetterUpper((char)text[1]) || !char.IsAsciiDigit((char)text[2])
            || !char.IsAsciiDigit((char)text[3]))
        {
            return false;
        }

        foreach (var octet in text)
        {
            if (!char.IsAsciiLetterOrDigit((char)octet))
                return false;
        }

        return true;
    }
}
