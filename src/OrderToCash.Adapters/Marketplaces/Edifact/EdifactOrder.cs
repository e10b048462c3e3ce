using System.Globalization;
using OrderToCash.Application.Pipelines;
using OrderToCash.Domain.Flows;
using OrderToCash.Domain.Orders;

namespace OrderToCash.Adapters.Marketplaces.Edifact;

/// <summary>An ORDERS message, D96A to D03B. Prices are net.</summary>
/// <remarks>Source: UN/EDIFACT directories D.96A and D.01B, message ORDERS; EANCOM's use of it.</remarks>
internal sealed partial class EdifactOrder
{
    private readonly List<EdifactSegment> _segments;
    private readonly EdifactSegment _header;
    private readonly Reading _reading = new(default);
    private readonly ForeignOrder _order;
    private ForeignLine? _line;
    private EdifactSegment? _party;
    private EdifactSegment? _adjustment;
    private EdifactSegment? _unpriced;
    private bool _isSummary;
    private decimal? _taxRate;

    public EdifactOrder(List<EdifactSegment> segments, EdifactSegment header, MarketplaceChannel channel)
    {
        _segments = segments;
        _header = header;
        _order = new ForeignOrder(channel, _reading);
    }

    public Translated Translate(ReadOnlyMemory<byte> raw)
    {
        var begin = _segments.Find(static segment => segment.Tag == "BGM") ?? _segments[0];
        _order.Number = begin.At(2) ?? Missing(begin, "the order's number in BGM");
        var prepared = PreparedAt();
        _order.PlacedAt = prepared ?? default;
        _order.UpdatedAt = prepared;
        foreach (var segment in _segments)
            Take(segment);
        EndLine();

        // The message's tax may stand behind its charges.
        for (var i = 0; i < _order.Charges.Count; i++)
            _order.Charges[i] = _order.Charges[i] with { TaxRate = _order.Charges[i].TaxRate ?? _taxRate };
        if (_order.PlacedAt == default)
            Missing(begin, "DTM+137, the time of the order");
        switch (begin.At(3))
        {
            case "1":
                return Cancellation(raw);
            case null or "9" or "5" or "7" or "31" or "43":
                break;
            default:
                _reading.Refuse(
                    "unknown-value", begin.Place, Reading.Shown(begin.At(3) ?? ""), "function 9, 5, 7, 31, 43 or 1",
                    "Ask the partner for a replacing order (function 5).");
                break;
        }

        if (_order.Currency is null)
            _order.SetCurrency(null, "CUX");
        CheckCount();
        return _order.Finish(raw);
    }

    private Translated Cancellation(ReadOnlyMemory<byte> raw)
    {
        // Prices and currency don't matter: the order is known, or its cancellation is refused.
        if (_order.Number.Length == 0 || _order.PlacedAt == default)
            return Translated.Refused(
                raw, _reading.Problem ?? new Rejection("missing-field", "BGM", "nothing", "a number"));
        var cancel = new OrderCommand.Cancel(
            "cancelled by the buyer", _order.UpdatedAt ?? _order.PlacedAt, [], _order.Channel.Actor,
            "cancellation " + _order.Number, MayComeFirst: true);
        return Translated.Of(
            raw, [new Message(new EntityAddress(Kinds.Order, $"{_order.Channel.Name}:{_order.Number}"), cancel)]);
    }

    private string Missing(EdifactSegment segment, string expected)
    {
        _reading.Refuse("missing-field", segment.Place, "nothing", expected);
        return "";
    }

    /// <summary>When the interchange was written: the version of what it says.</summary>
    private DateTimeOffset? PreparedAt()
    {
        var date = _header.At(4);
        var text = (date?.Length == 6 ? "20" + date : date) + (_header.At(4, 2) ?? "0000");
        return TryReadTime(text, out var at) ? at : null;
    }

    private static bool TryReadTime(string text, out DateTimeOffset at)
    {
        var form = text.Length switch { 8 => "yyyyMMdd", 12 => "yyyyMMddHHmm", 14 => "yyyyMMddHHmmss", _ => null };
        at = default;
        if (form is null || !DateTime.TryParseExact(
                text, form, CultureInfo.InvariantCulture, DateTimeStyles.None, out var local) || local.Year < 1900)
            return false;
        at = Domain.Values.SellerCalendar.AtLocal(local);
        return true;
    }

    private void CheckCount()
    {
        foreach (var segment in _segments)
        {
            if (segment.Tag == "CNT" && segment.At(1) == "2"
                && segment.At(1, 2) != _order.Lines.Count.ToString(CultureInfo.InvariantCulture))
            {
                _reading.Refuse(
                    "wrong-count", segment.Place, $"{segment.At(1, 2)} lines", $"{_order.Lines.Count}, as there are",
                    "Lines are missing or were added on the way: ask the partner to send the message again.");
            }
        }
    }

    /// <summary>A number with a point or a comma: EDIFACT has no other use for them.</summary>
    private decimal? Number(EdifactSegment segment, int element, int component)
    {
        if (segment.At(element, component) is not { } text)
            return null;
        var number = text.Replace(',', '.');
        if (number.StartsWith('.'))
            number = "0" + number;
        if (ExactNumbers.TryRead(number, out var value))
            return value;
        _reading.Refuse("invalid-number", segment.Place, Reading.Shown(text), ExactNumbers.Expected);
        return null;
    }
}
