using System.Collections.Immutable;
using OrderToCash.Domain.Payments;

namespace OrderToCash.Adapters.Banks;

/// <summary>Field 86 as free text, with labels in it at some banks: <c>IBAN: ... NAAM: ...</c>, <c>Z RACH.: ...; OD:
/// ...</c>. The text stays whole; what the labels name is read beside it.</summary>
internal sealed class Mt940Labels(Mt940Segments whole, Mt940Segments purpose, Mt940Details details)
{
    private const int PolishAccountDigits = 26;

    private static readonly ImmutableArray<string> Dutch =
        ["IBAN:", "BIC:", "NAAM:", "OMSCHRIJVING:", "KENMERK:", "MACHTIGING:", "BETALINGSKENM.:", "INCASSANT:",
            "ID DEBITEUR:"];

    private static readonly ImmutableArray<string> Polish =
        ["Z RACH.:", "NA RACH.:", "OD:", "DLA:", "TYT.:", "TNR:", "ID IPH:"];

    private static readonly ImmutableArray<string> Glued =
        ["EREF:", "KREF:", "MREF:", "CRED:", "SVWZ:", "ABWA:", "IBAN:", "BIC:"];

    /// <summary>Fills the details.</summary>
    public void Read()
    {
        var text = whole.Span;
        purpose.Clear();
        purpose.Append(whole, 0, whole.Length);
        (details.Text, details.TextBreaks) = purpose.Take();
        if (text.Contains("RACH.:", StringComparison.Ordinal))
            ReadPolish();
        else if (text.Contains("IBAN:", StringComparison.Ordinal))
            ReadDutch();
        else
            ReadAccountAtStart(text);
    }

    /// <summary>Reads what a bank writes behind the purpose: <c>EREF: ... IBAN: ... BIC: ...</c>, where the fields for
    /// it are missing. The text stays as it is.</summary>
    public static void ReadGlued(string text, Mt940Details details)
    {
        if (!text.Contains("REF: ", StringComparison.Ordinal) && !text.Contains("IBAN: ", StringComparison.Ordinal))
            return;
        var lines = details.TextBreaks.AsSpan();
        details.EndToEndId ??= Mt940Details.Id(ValueOf(text, lines, "EREF:", Glued));
        details.BatchId ??= Mt940Details.Id(ValueOf(text, lines, "KREF:", Glued));
        details.MandateId ??= Mt940Details.Id(ValueOf(text, lines, "MREF:", Glued));
        details.Account ??= Mt940Details.Number(ValueOf(text, lines, "IBAN:", Glued));
        details.Bank ??= Mt940Details.Number(ValueOf(text, lines, "BIC:", Glued));
    }

    private void ReadDutch()
    {
        details.Account = Mt940Details.Number(FirstWord(Value("IBAN:", Dutch)));
        details.Bank = Mt940Details.Number(FirstWord(Value("BIC:", Dutch)));
        details.Name = Mt940Details.Words(Value("NAAM:", Dutch));
        details.EndToEndId = Mt940Details.Id(Value("KENMERK:", Dutch));
        details.MandateId = Mt940Details.Id(Value("MACHTIGING:", Dutch));
        details.StructuredReference = Mt940Details.Number(Value("BETALINGSKENM.:", Dutch));
    }

    private void ReadPolish()
    {
        var from = Value("Z RACH.:", Polish);
        var account = Mt940Details.Number(UpTo(from.IsEmpty ? Value("NA RACH.:", Polish) : from));
        var isPolish = account is { Length: PolishAccountDigits }
            && !account.AsSpan().ContainsAnyExceptInRange('0', '9');
        details.Account = isPolish ? "PL" + account : account;
        var name = UpTo(Value("OD:", Polish));
        details.Name = Mt940Details.Words(name.IsEmpty ? UpTo(Value("DLA:", Polish)) : name);
    }

    private void ReadAccountAtStart(ReadOnlySpan<char> text)
    {
        var word = FirstWord(text);
        if (word.Length >= 15 && char.IsAsciiLetterUpper(word[0]) && IbanCheck.TryParse(new string(word), out var iban))
            details.Account = iban.Value;
    }

    private ReadOnlySpan<char> Value(string label, ImmutableArray<string> all) =>
        ValueOf(whole.Span, whole.Breaks, label, all);

    // Up to the next label, or the text's end.
    private static ReadOnlySpan<char> ValueOf(
        ReadOnlySpan<char> text, ReadOnlySpan<int> lines, string label, ImmutableArray<string> all)
    {
        var at = StartOf(text, lines, label, 0);
        if (at < 0)
            return default;
        var start = at + label.Length;
        var end = text.Length;
        foreach (var other in all)
        {
            if (StartOf(text, lines, other, start) is >= 0 and var next && next < end)
                end = next;
        }

        return text[start..end];
    }

    // A label is no word's end, `OD:` is not in `KOD:`, unless a line begins with it.
    private static int StartOf(ReadOnlySpan<char> text, ReadOnlySpan<int> lines, string label, int from)
    {
        while (text[from..].IndexOf(label, StringComparison.Ordinal) is >= 0 and var next)
        {
            var at = from + next;
            if (at == 0 || !char.IsAsciiLetterUpper(text[at - 1]) || lines.Contains(at))
                return at;
            from = at + 1;
        }

        return -1;
    }

    private static ReadOnlySpan<char> UpTo(ReadOnlySpan<char> value)
    {
        var end = value.IndexOf(';');
        return end < 0 ? value : value[..end];
    }

    private static ReadOnlySpan<char> FirstWord(ReadOnlySpan<char> value)
    {
        value = value.TrimStart(' ');
        var end = value.IndexOf(' ');
        return end < 0 ? value : value[..end];
    }
}
