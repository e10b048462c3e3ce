using System.Globalization;
using System.Text.Json;
using OrderToCash.Domain.Payments;

namespace OrderToCash.Tests.Banks;

/// <summary>Compares an entry as another project reads it with ours.</summary>
internal static class Mt940Comparison
{
    /// <summary>The fields that differ: name, what was expected, what was found.</summary>
    public static IEnumerable<(string Field, string Expected, string Found)> Of(
        JsonElement expected, BankTransaction found) =>
        All(expected, found).Where(x => x.Expected != x.Found);

    /// <summary>The fields that the project reads: name, what was expected, what was found.</summary>
    public static IEnumerable<(string Field, string Expected, string Found)> All(
        JsonElement expected, BankTransaction found)
    {
        (string Field, string? Expected, string? Found)[] fields =
        [
            ("amount", Minor(expected), $"{found.SignedMinor}"),
            ("value_date", Text(expected, "value_date"), Day(found.ValueDate)),
            ("entry_date", Text(expected, "entry_date"), Day(found.BookingDate)),
            ("bank_ref", Text(expected, "bank_ref")?.Trim(), found.BankReference),
            ("gvc", Text(expected, "gvc"), found.BusinessCode),
            ("counterparty_name", Squeezed(Text(expected, "counterparty_name")), Squeezed(found.CounterpartyName)),
            ("counterparty_iban", Account(Text(expected, "counterparty_iban"), found), found.CounterpartyIban),
            ("end_to_end_id", Begun(Text(expected, "end_to_end_id"), found.EndToEndId), Squeezed(found.EndToEndId)),
            ("mref", Squeezed(Text(expected, "mref")), Squeezed(found.MandateId)),
            ("text", Purpose(expected, found), Squeezed(found.Text)),
        ];
        foreach (var (field, wanted, got) in fields)
        {
            if (wanted is not null)
                yield return (field, wanted, got ?? "nothing");
        }
    }

    private static string? Text(JsonElement entry, string name) =>
        entry.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    // A reversal of a credit is a debit: the balances of these files say so, not every project does.
    private static string? Minor(JsonElement entry)
    {
        if (Text(entry, "amount") is not { } amount)
            return null;
        var minor = (long)(decimal.Parse(amount, CultureInfo.InvariantCulture) * 100);
        if (Text(entry, "indicator") == "ReverseDebit" || Text(entry, "mark") == "RC")
            minor = -Math.Abs(minor);
        return minor.ToString(CultureInfo.InvariantCulture);
    }

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    // Blanks differ: where lines and subfields meet each project does as it likes. One of them writes all letters and
    // marks in SWIFT's character set.
    private static string? Squeezed(string? text) => text is null
        ? null
        : string.Concat(text.Select(PlainOf).Where(char.IsAsciiLetterOrDigit));

    private static char PlainOf(char letter)
    {
        const string Letters = "ÄÖÜäöüéëąß";
        return Letters.IndexOf(letter, StringComparison.Ordinal) is >= 0 and var at ? "AOUaoueeas"[at] : letter;
    }

    // A German number is made an IBAN, which ends with it.
    private static string? Account(string? expected, BankTransaction found) =>
        expected is not null && found.CounterpartyIban?.EndsWith(expected, StringComparison.Ordinal) == true
            ? found.CounterpartyIban
            : expected?.ToUpperInvariant();

    // Who lets a value run on to the next tag has ours at its beginning.
    private static string? Begun(string? expected, string? found)
    {
        var whole = Squeezed(expected);
        if (whole is "NONREF" or "NOTPROVIDED")
            return Squeezed(found);
        var begin = Squeezed(found);
        return begin is { Length: > 0 } && whole?.StartsWith(begin, StringComparison.Ordinal) == true ? begin : whole;
    }

    // Who keeps field 86, or the purpose with its tags, whole has our text inside it.
    private static string? Purpose(JsonElement entry, BankTransaction found)
    {
        // Subfields 60 to 63 are the end of the purpose; not every project reads them.
        if (Squeezed(Text(entry, "purpose")) is { } purpose)
        {
            var isCut = Squeezed(found.Text)?.StartsWith(purpose, StringComparison.Ordinal) == true;
            return isCut ? Squeezed(found.Text) : purpose;
        }

        if (!entry.TryGetProperty("narrative", out var narrative) || narrative.ValueKind == JsonValueKind.Null)
            return null;
        var whole = Squeezed(
            narrative.ValueKind == JsonValueKind.Object ? Text(narrative, "purpose") : narrative.GetString());
        var text = Squeezed(found.Text) ?? "";
        var at = whole?.IndexOf(text[..Math.Min(text.Length, 10)], StringComparison.Ordinal) ?? -1;
        var isInside = text.Length == 0 || (at >= 0 && whole is not null
            && (whole[at..].StartsWith(text, StringComparison.Ordinal)
                || text.StartsWith(whole[at..], StringComparison.Ordinal)));
        return isInside ? Squeezed(found.Text) : whole;
    }
}
