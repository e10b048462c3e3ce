using System.Globalization;
using System.Text;
using OrderToCash.Domain.Orders;

namespace OrderToCash.Console.Demo;

/// <summary>The payment provider: pays out each day what customers paid through it, and reports what it is made of.
/// </summary>
internal sealed class DemoProvider(DemoWorld world, DemoMirror mirror)
{
    private const long FeeMinor = 35;
    private const decimal FeePercent = 2.49m;

    private readonly HashSet<string> _paidOut = new(StringComparer.Ordinal);

    /// <summary>What is paid out on a day; null where nobody paid.</summary>
    /// <param name="round">Counts the days, from 1.</param>
    public DemoPayout? PayOut(int round, DateOnly day)
    {
        var id = string.Create(CultureInfo.InvariantCulture, $"1{world.Seed % 10_000:D4}{round:D6}PP");
        var report = new StringBuilder(
            "\"Datum\",\"Uhrzeit\",\"Zeitzone\",\"Beschreibung\",\"Währung\",\"Brutto\",\"Entgelt\",\"Netto\","
            + "\"Guthaben\",\"Transaktionscode\",\"Name\",\"Rechnungsnummer\",\"Zugehöriger Transaktionscode\"\r\n");
        var balance = 0L;
        foreach (var order in mirror.Orders)
        {
            if (order.Content is not
                { Payment: { Method: PaymentMethod.Psp, Reference: { } reference } } content
                || !_paidOut.Add(order.Id.Value))
                continue;
            var gross = content.Payment.AmountMinor ?? order.TotalMinor;
            var fee = FeeMinor + (long)decimal.Round(gross * FeePercent / 100m);
            balance += gross - fee;
            AddRow(
                report, day, "PayPal Express-Zahlung", gross, -fee, balance, reference, content.Customer.Name,
                content.OrderNumber);
        }

        if (balance <= 0)
            return null;
        AddRow(report, day, "Allgemeine Abbuchung - Bankkonto", -balance, 0, 0, id, null, null);
        return new DemoPayout(id, balance, report.ToString());
    }

    private static void AddRow(
        StringBuilder report, DateOnly day, string what, long gross, long fee, long balance, string id, string? name,
        string? order)
    {
        string[] cells =
        [
            day.ToString("dd.MM.yyyy", CultureInfo.InvariantCulture), "23:59:00", "CET", what, "EUR", Amount(gross),
            Amount(fee), Amount(gross + fee), Amount(balance), id, name ?? "", order ?? "", "",
        ];
        report.Append('"').AppendJoin("\",\"", cells).Append("\"\r\n");
    }

    private static string Amount(long minor) =>
        (minor / 100m).ToString("F2", CultureInfo.InvariantCulture).Replace('.', ',');
}

/// <summary>What the provider pays out on a day.</summary>
/// <param name="Id">Its id, which the bank's text repeats.</param>
/// <param name="Report">The report, as PayPal's activity download has it.</param>
internal sealed record DemoPayout(string Id, long Minor, string Report);
