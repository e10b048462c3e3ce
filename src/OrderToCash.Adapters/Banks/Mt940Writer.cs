using System.Globalization;
using System.Text;
using OrderToCash.Domain.Payments;
using OrderToCash.Domain.Values;

namespace OrderToCash.Adapters.Banks;

/// <summary>Writes bank statements as German banks do, for demonstrations and tests: one file of any number of
/// statements, as large as wanted, since nothing is kept.</summary>
/// <remarks>
/// <para>The stream stays the caller's; disposing completes the file.</para>
/// <para>MT940 holds less than a transaction does, and the writer cuts as banks do: letters beyond SWIFT's set become
/// AE, OE, UE, ss or a point; names end after 54 characters; text ends where the 14 subfields of 27 characters are
/// full.</para>
/// <para>Source: DFÜ-Abkommen of the German banks, annex 3, chapter 8.2 (MT940, field 86 with subfields).</para>
/// </remarks>
public sealed class Mt940Writer : IDisposable
{
    private const int LineChars = 65;
    private const int MaxReferenceChars = 16;
    private const int MaxNameChars = 2 * Mt940Subfields.FullLength;

    /// <summary>?20 to ?29, then ?60 to ?63.</summary>
    private const int MaxPurposeFields = 14;

    private readonly StreamWriter _writer;
    private readonly StringBuilder _details = new();

    /// <summary>Begins a file. The stream stays the caller's.</summary>
    public Mt940Writer(Stream output) =>
        _writer = new StreamWriter(output, Encoding.ASCII, leaveOpen: true) { NewLine = "\r\n" };

    /// <summary>Writes a statement. Its balances are written as given: that they agree with the transactions is the
    /// caller's business.</summary>
    public void Write(Iban account, StatementHeader statement, IEnumerable<BankTransaction> transactions)
    {
        _writer.WriteLine(":20:STARTUMS");
        _writer.WriteLine(":25:" + NameOf(account));
        _writer.WriteLine($":28C:{(statement.SequenceNumber ?? "0").PadLeft(5, '0')}/001");
        WriteBalance("60F", statement.OpeningMinor, statement.Currency, statement.FromDate ?? statement.ToDate);
        foreach (var transaction in transactions)
            WriteEntry(transaction);
        WriteBalance("62F", statement.ClosingMinor, statement.Currency, statement.ToDate ?? statement.FromDate);
        _writer.WriteLine("-");
    }

    /// <summary>Completes the file.</summary>
    public void Dispose() => _writer.Dispose();

    // German banks name an account by their code and its number.
    private static string NameOf(Iban account) =>
        account.Value.StartsWith("DE", StringComparison.Ordinal) && account.Value.Length == 22
            ? $"{account.Value[4..12]}/{account.Value[12..]}"
            : account.Value;

    private static string Amount(long minor, Currency currency)
    {
        var amount = CamtAmount.Format(Int128.Abs(minor), currency).Replace('.', ',');
        return amount.Contains(',', StringComparison.Ordinal) ? amount : amount + ",";
    }

    private static string Day(DateOnly day, string format = "yyMMdd") =>
        day.ToString(format, CultureInfo.InvariantCulture);

    private void WriteBalance(string tag, long minor, Currency currency, DateOnly? day) => _writer.WriteLine(
        $":{tag}:{(minor < 0 ? 'D' : 'C')}{Day(day ?? default)}{currency.Code}{Amount(minor, currency)}");

    private void WriteEntry(BankTransaction transaction)
    {
        var direction = (transaction.SignedMinor < 0, transaction.IsReversal) switch
        {
            (false, false) => "C",
            (true, false) => "D",
            // A reversed credit takes money away.
            (true, true) => "RC",
            (false, true) => "RD",
        };
        _writer.Write($":61:{Day(transaction.ValueDate)}{Day(transaction.BookingDate, "MMdd")}{direction}");
        _writer.Write(Amount(transaction.SignedMinor, transaction.Currency));
        _writer.Write("NTRFNONREF");
        if (transaction.BankReference is { } reference)
            _writer.Write("//" + reference[..Math.Min(reference.Length, MaxReferenceChars)]);
        _writer.WriteLine();
        WriteDetails(transaction);
    }

    private void WriteDetails(BankTransaction transaction)
    {
        var isOut = transaction.SignedMinor < 0;
        _details.Clear().Append(":86:");
        _details.Append(transaction.BusinessCode ?? (transaction.IsReturn ? "159" : isOut ? "116" : "166"));
        _details.Append(isOut ? "?00SEPA-UEBERWEISUNG" : "?00SEPA-GUTSCHRIFT");
        AppendPurpose(transaction);
        if (transaction.CounterpartyIban is { } iban)
            _details.Append("?31").Append(iban);
        AppendParts(Letters(transaction.CounterpartyName), MaxNameChars, 32);
        if (transaction.ReturnReason is { } reason)
            _details.Append("?34").Append(reason);
        for (var at = 0; at < _details.Length;)
        {
            var end = EndOfLine(at);
            _writer.WriteLine(_details.ToString(at, end - at));
            at = end;
        }
    }

    // A line may not begin like a field (:58C:) or like the end of a statement (-): it is broken a little earlier.
    private int EndOfLine(int start)
    {
        var end = start + LineChars;
        if (end >= _details.Length)
            return _details.Length;
        while (_details[end] is ':' or '-' && end > start + 1)
            end--;
        return end;
    }

    // Each SEPA field begins a subfield, and what is longer than one goes on in the next.
    private void AppendPurpose(BankTransaction transaction)
    {
        var number = 20;
        if (transaction.EndToEndId is { } id)
            number = AppendParts("EREF+" + Letters(id), LengthTo(number), number);
        if (transaction.MandateId is { } mandate)
            number = AppendParts("MREF+" + Letters(mandate), LengthTo(number), number);
        var text = Letters(transaction.Text);
        if (text.Length > 0)
            AppendParts("SVWZ+" + text, LengthTo(number), number);
    }

    private static int LengthTo(int number)
    {
        var used = number < 60 ? number - 20 : number - 50;
        return (MaxPurposeFields - used) * Mt940Subfields.FullLength;
    }

    // Returns the number of the subfield behind the last one.
    private int AppendParts(string value, int maxLength, int number)
    {
        var length = Math.Min(value.Length, maxLength);
        for (var at = 0; at < length; at += Mt940Subfields.FullLength)
        {
            _details.Append(CultureInfo.InvariantCulture, $"?{number:00}");
            _details.Append(value, at, Math.Min(Mt940Subfields.FullLength, length - at));
            number = number == 29 ? 60 : number + 1;
        }

        return number;
    }

    // SWIFT's set x, without the question mark that separates.
    private static string Letters(string? text)
    {
        if (string.IsNullOrEmpty(text))
            return "";
        var letters = new StringBuilder(text.Length);
        foreach (var letter in text)
        {
            _ = letter switch
            {
                'ä' => letters.Append("ae"),
                'ö' => letters.Append("oe"),
                'ü' => letters.Append("ue"),
                'ß' => letters.Append("ss"),
                'Ä' => letters.Append("AE"),
                'Ö' => letters.Append("OE"),
                'Ü' => letters.Append("UE"),
                '&' => letters.Append('+'),
                '/' or '-' or ':' or '(' or ')' or '.' or ',' or '\'' or '+' or ' ' => letters.Append(letter),
                _ => letters.Append(char.IsAsciiLetterOrDigit(letter) ? letter : '.'),
            };
        }

        return letters.ToString();
    }
}
