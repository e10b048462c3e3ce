using System.Globalization;
using System.Text;
using OrderToCash.Adapters.Marketplaces;

namespace OrderToCash.Console.Demo.Formats;

/// <summary>UN/EDIFACT ORDERS D96A: messages, some dozens to an interchange.</summary>
/// <remarks>Its times have no seconds, and the interchange's is the version of all that it says.</remarks>
internal sealed class EdifactFormat : IDemoFormat
{
    private const int MessagesAnInterchange = 40;
    private const string Message = "UNH+";
    private const string Sender = "UNB+UNOY:4+4012345000009:14";

    private int _interchanges;

    /// <inheritdoc/>
    public Platform? Platform => Adapters.Marketplaces.Platform.Edifact;

    /// <inheritdoc/>
    public bool IsNet => true;

    /// <inheritdoc/>
    public (string Value, string Fault) Slip => ("PRI+AAA:", "PRI+CAL:");

    /// <inheritdoc/>
    public string NumberOf(int index) => string.Create(CultureInfo.InvariantCulture, $"45{index:D8}");

    /// <inheritdoc/>
    public string Write(DemoOrder order)
    {
        // A new order, one that replaces it, or none any more.
        var function = order.IsCancelled ? 1 : order.IsMended ? 5 : 9;
        var reference = (order.Index + 1).ToString(CultureInfo.InvariantCulture);
        var segments = new List<string>
        {
            $"{Message}{reference}+ORDERS:D:96A:UN:EAN008", $"BGM+220+{order.Number}+{function}",
            $"DTM+137:{order.PlacedAt:yyyyMMddHHmm}:203",
        };
        if (!order.IsCancelled)
            AddContent(segments, order);
        segments.Add($"UNT+{segments.Count + 1}+{reference}");
        return string.Concat(segments.Select(static segment => segment + "'\n"));
    }

    /// <inheritdoc/>
    public IEnumerable<string> Deliveries(IReadOnlyList<string> documents, DateTimeOffset at)
    {
        foreach (var messages in documents.Where(IsMessage).Chunk(MessagesAnInterchange))
        {
            var reference = (++_interchanges).ToString(CultureInfo.InvariantCulture);
            yield return $"UNA:+.? '\n{Sender}+4098765000002:14+{at:yyyyMMdd}:{at:HHmm}+{reference}'\n"
                + string.Concat(messages) + $"UNZ+{messages.Length}+{reference}'\n";
        }

        // What was cut on its way, or never was EDIFACT, comes for itself.
        foreach (var other in documents.Where(static text => !IsMessage(text)))
            yield return other.Replace(Message, Sender + "'" + Message, StringComparison.Ordinal);
    }

    private static bool IsMessage(string text) =>
        text.StartsWith(Message, StringComparison.Ordinal) && text.EndsWith("'\n", StringComparison.Ordinal);

    private static void AddContent(List<string> segments, DemoOrder order)
    {
        segments.Add(
            $"NAD+BY+{order.Customer.Id}::92++{Escaped(order.Customer.Name)}+{Escaped(order.Street)}+{order.City}"
            + $"++{order.PostalCode}+{order.Country}");
        segments.Add($"COM+{Escaped(order.Email)}:EM");
        segments.Add("TAX+7+VAT+++:::19+S");
        segments.Add("CUX+2:EUR:9");
        segments.Add($"PAT+1++5:3:D:{order.TermsDays}");
        AddAdjustment(segments, "C", "FC", order.ShippingCents);
        AddAdjustment(segments, "A", "DI", order.DiscountCents);
        foreach (var line in order.Lines)
        {
            segments.Add($"LIN+{line.Number}++{Escaped(line.Sku)}:SA");
            segments.Add($"IMD+F++:::{Escaped(line.Name)}");
            segments.Add($"QTY+21:{line.Quantity}:PCE");
            segments.Add($"PRI+AAA:{DemoOrder.Text(line.PriceCents)}");
        }

        segments.Add("UNS+S");
        segments.Add($"CNT+2:{order.Lines.Length}");
        segments.Add($"MOA+79:{DemoOrder.Text(order.SumCents)}");
        segments.Add($"MOA+125:{DemoOrder.Text(order.PriceCents + order.SurplusCents)}");
    }

    private static void AddAdjustment(List<string> segments, string kind, string service, long cents)
    {
        if (cents == 0)
            return;
        segments.Add($"ALC+{kind}+++1+{service}");
        segments.Add($"MOA+8:{DemoOrder.Text(cents)}");
    }

    private static string Escaped(string text)
    {
        var escaped = new StringBuilder(text);
        foreach (var mark in (ReadOnlySpan<string>)["?", "+", ":", "'"])
            escaped.Replace(mark, "?" + mark);
        return escaped.ToString();
    }
}
