using System.Globalization;

namespace OrderToCash.Adapters.Banks;

/// <summary>The IBAN of a German bank code and account number.</summary>
/// <remarks>
/// Source: ISO 13616 for the check digits; Deutsche Bundesbank, IBAN rule 000: eight digits of the bank code, then the
/// account number filled with zeros to ten. Some banks have other rules for some of their accounts; who has one of
/// those registers the account, and <see cref="OwnAccounts"/> finds it first.
/// </remarks>
internal static class GermanIban
{
    private const int BankCodeDigits = 8;
    private const int AccountDigits = 10;

    /// <summary>The IBAN; null where these are not a German bank code and account number.</summary>
    public static string? Of(ReadOnlySpan<char> bankCode, ReadOnlySpan<char> account)
    {
        account = account.TrimStart('0');
        if (bankCode.Length != BankCodeDigits || account.Length is 0 or > AccountDigits
            || !IsNumber(bankCode) || !IsNumber(account))
        {
            return null;
        }

        Span<char> digits = stackalloc char[BankCodeDigits + AccountDigits];
        digits.Fill('0');
        bankCode.CopyTo(digits);
        account.CopyTo(digits[^account.Length..]);
        // D is 13, E is 14, and 00 stands for the check digits.
        var number = UInt128.Parse($"{digits}131400", NumberStyles.None, CultureInfo.InvariantCulture);
        return $"DE{98 - (int)(number % 97):00}{digits}";
    }

    private static bool IsNumber(ReadOnlySpan<char> text) => !text.ContainsAnyExceptInRange('0', '9');
}
