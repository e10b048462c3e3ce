namespace OrderToCash.Domain.CashApplication.Texts;

/// <summary>RF references.</summary>
/// <remarks>Source: ISO 11649, check digits by ISO 7064 MOD 97-10.</remarks>
internal static class CreditorReference
{
    /// <summary>"RF", two check digits and a body of at least one character.</summary>
    public const int MinLength = 5;

    /// <summary>A body of at most 21 characters.</summary>
    public const int MaxLength = 25;

    /// <summary>True where a text of capitals and digits is one with valid check digits.</summary>
    public static bool IsValid(ReadOnlySpan<byte> text)
    {
        if (text.Length is < MinLength or > MaxLength || !text.StartsWith("RF"u8)
            || !char.IsAsciiDigit((char)text[2]) || !char.IsAsciiDigit((char)text[3]))
            return false;
        return Remainder(text[..4], Remainder(text[4..], 0)) == 1;
    }

    private static int Remainder(ReadOnlySpan<byte> text, int remainder)
    {
        foreach (var character in text)
        {
            remainder = char.IsAsciiDigit((char)character)
                ? ((remainder * 10) + character - '0') % 97
                : ((remainder * 100) + character - 'A' + 10) % 97;
        }

        return remainder;
    }
}
