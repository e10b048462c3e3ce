using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using OrderToCash.Domain.Payments;

namespace OrderToCash.Tests.Banks;

/// <summary>Compares with what another project's parser made of a camt message.</summary>
internal static class PeerCamt
{
    /// <summary>Compares entry by entry; the entries of a statement that are not booked come after those that
    /// are.</summary>
    public static void Compare(BankComparisonSheet sheet, BankStatement statement, JsonElement peer)
    {
        var rest = new Queue<BankTransaction>(statement.Booked.Concat(statement.Told));
        foreach (var entry in peer.GetProperty("entries").EnumerateArray())
        {
            if (Text(entry, "status") == "INFO")
                continue;
            var minor = Minor(entry);
            var own = Take(rest, minor);
            var name = $"entry {minor}";
            sheet.Check($"{name}: sum", own.Sum(static x => x.SignedMinor), minor);
            if (own.IsEmpty)
                continue;

            sheet.Check($"{name}: currency", own[0].Currency.Code, Text(entry.GetProperty("amount"), "currency"));
            if (Day(entry, "booking_date") is { } booked)
                sheet.Check($"{name}: booking date", own[0].BookingDate, booked);
            if (Day(entry, "value_date") is { } value)
                sheet.Check($"{name}: value date", own[0].ValueDate, value);
            sheet.Check($"{name}: reversal", own[0].IsReversal, entry.GetProperty("reversal").GetBoolean());
            if (Text(entry, "batch_payment_id") is { } batch)
                sheet.Check($"{name}: batch", own[0].BatchId, batch);
            var details = entry.TryGetProperty("details", out var all) ? all.EnumerateArray().ToList() : [];
            if (details.Count == own.Length)
            {
                for (var index = 0; index < own.Length; index++)
                    CompareDetail(sheet, $"{name}[{index + 1}]", own[index], details[index]);
            }
        }

        sheet.Check("entries left over", rest.Count, 0);
    }

    private static void CompareDetail(
        BankComparisonSheet sheet, string name, BankTransaction own, JsonElement detail)
    {
        if (Text(detail, "end_to_end_id") is { } endToEnd && endToEnd is not "NOTPROVIDED")
            sheet.Check($"{name}: end-to-end id", own.EndToEndId, endToEnd);
        if (Text(detail, "creditor_reference") is { } reference)
        {
            sheet.Check(
                $"{name}: creditor reference",
                own.StructuredReference?.Contains(reference.Replace(" ", ""), StringComparison.Ordinal), true);
        }

        // The peer takes the structured reference for the text where there is no other.
        if (Text(detail, "remittance") is { } text && text != Text(detail, "creditor_reference"))
            sheet.Check($"{name}: text", own.Text, text);
        foreach (var party in detail.GetProperty("parties").EnumerateArray())
        {
            if (Text(party, "role") == (own.SignedMinor >= 0 ? "Debtor" : "Creditor"))
                sheet.Check($"{name}: counterparty", own.CounterpartyName, Text(party, "name"));
        }
    }

    // The transactions of one entry: one, or the details that add up to it.
    private static ImmutableArray<BankTransaction> Take(Queue<BankTransaction> rest, long minor)
    {
        var taken = ImmutableArray.CreateBuilder<BankTransaction>();
        var sum = 0L;
        while (rest.Count > 0 && (taken.Count == 0 || (sum != minor && rest.Peek().EntryReference is not null)))
        {
            taken.Add(rest.Dequeue());
            sum += taken[^1].SignedMinor;
        }

        return taken.ToImmutable();
    }

    private static long Minor(JsonElement entry) => long.Parse(
        Text(entry.GetProperty("amount"), "minor_units") ?? "", NumberStyles.AllowLeadingSign,
        CultureInfo.InvariantCulture);

    private static DateOnly? Day(JsonElement element, string name) =>
        Text(element, name) is { } text ? DateOnly.Parse(text[..10], CultureInfo.InvariantCulture) : null;

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.GetString() is { Length: > 0 } text ? text : null;
}
