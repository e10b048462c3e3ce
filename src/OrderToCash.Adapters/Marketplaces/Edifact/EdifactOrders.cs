using System.Globalization;
using System.Text;
using OrderToCash.Application.Pipelines;

namespace OrderToCash.Adapters.Marketplaces.Edifact;

/// <summary>An interchange of UN/EDIFACT: each message is translated for itself.</summary>
internal static class EdifactOrders
{
    public static void Translate(ReadOnlyMemory<byte> document, MarketplaceChannel channel, List<Translated> results)
    {
        var (text, encoding) = EdifactReader.Decode(document.Span);
        var (segments, start) = EdifactReader.Read(text);
        var header = segments.Find(static segment => segment.Tag == "UNB")
            ?? throw Wrong("missing-field", "UNB", "nothing", "the interchange's header");
        var messages = 0;
        for (var i = 0; i < segments.Count; i++)
        {
            if (segments[i].Tag != "UNH")
                continue;
            messages++;
            var end = segments.FindIndex(i, static segment => segment.Tag is "UNT");
            var next = segments.FindIndex(i + 1, static segment => segment.Tag is "UNH");
            if (end < 0 || (next >= 0 && next < end))
            {
                throw Wrong(
                    "malformed-edifact", segments[i].Place, "no UNT", "UNT at the message's end",
                    "The interchange is incomplete or damaged: get it again.");
            }

            var raw = Alone(text[start..header.End], text[segments[i].Start..segments[end].End], encoding);
            results.Add(Message(segments.GetRange(i, end - i + 1), header, channel, raw));
        }

        CheckEnd(segments, messages, document, results);
    }

    private static Translated Message(
        List<EdifactSegment> segments, EdifactSegment header, MarketplaceChannel channel, byte[] raw)
    {
        var type = segments[0].At(2);
        if (type != "ORDERS")
        {
            return Translated.Refused(raw, new Rejection(
                "no-order", segments[0].Place, Reading.Shown(type ?? ""), "ORDERS",
                "Changes (ORDCHG) have to be made by hand; a replacing ORDERS (BGM function 5) is taken."));
        }

        var trailer = segments[^1];
        var isMessage = trailer.At(2) == segments[0].At(1);
        if (trailer.At(1) != segments.Count.ToString(CultureInfo.InvariantCulture) || !isMessage)
        {
            return Translated.Refused(raw, new Rejection(
                "wrong-count", trailer.Place, isMessage ? $"{trailer.At(1)} segments" : $"reference {trailer.At(2)}",
                isMessage ? $"{segments.Count}, as there are" : $"{segments[0].At(1)}, as in UNH",
                "Segments are missing or were added on the way: ask the partner to send the message again."));
        }

        return new EdifactOrder(segments, header, channel).Translate(raw);
    }

    /// <summary>
    /// The end says how many messages there are; what is missing is refused beside the messages that came.
    /// </summary>
    private static void CheckEnd(
        List<EdifactSegment> segments, int messages, ReadOnlyMemory<byte> document, List<Translated> results)
    {
        var end = segments[^1];
        const string Advice =
            "The messages that came are taken for themselves. Ask the partner whether more were sent.";
        if (end.Tag != "UNZ")
        {
            results.Add(Translated.Refused(document, new Rejection(
                "cut-off", end.Place, end.Tag, "UNZ at the interchange's end", Advice)));
        }
        else if (!segments.Exists(static segment => segment.Tag == "UNG")
            && end.At(1) != messages.ToString(CultureInfo.InvariantCulture))
        {
            results.Add(Translated.Refused(document, new Rejection(
                "wrong-count", end.Place, $"{end.At(1)} messages", $"{messages}, as there are", Advice)));
        }
    }

    /// <summary>A message with the interchange's beginning and an end of its own.</summary>
    private static byte[] Alone(string beginning, string message, Encoding encoding)
    {
        var isStandard = !beginning.StartsWith("UNA", StringComparison.Ordinal);
        var element = isStandard ? '+' : beginning[4];
        var terminator = isStandard ? '\'' : beginning[8];
        return encoding.GetBytes($"{beginning}\n{message}\nUNZ{element}1{element}1{terminator}");
    }

    private static EdifactException Wrong(
        string reason, string place, string found, string expected, string? advice = null) =>
        new(new Rejection(reason, place, found, expected, advice));
}
