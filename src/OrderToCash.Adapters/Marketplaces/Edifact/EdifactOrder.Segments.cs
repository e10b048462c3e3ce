using OrderToCash.Domain.Orders;

namespace OrderToCash.Adapters.Marketplaces.Edifact;

/// <content>What each segment says, by the group that it stands in.</content>
internal sealed partial class EdifactOrder
{
    private void Take(EdifactSegment segment)
    {
        switch (segment.Tag)
        {
            case "DTM": TakeTime(segment); break;
            case "CUX": TakeCurrency(segment); break;
            case "NAD": TakeParty(segment); break;
            case "RFF": TakeReference(segment); break;
            case "COM": TakeContact(segment); break;
            case "LIN": BeginLine(segment); break;
            case "PIA": TakeArticle(segment); break;
            case "IMD": TakeName(segment); break;
            case "QTY": TakeQuantity(segment); break;
            case "PRI": TakePrice(segment); break;
            case "TAX": TakeTax(segment); break;
            case "ALC": _adjustment = segment; break;
            case "PCD": TakePercentage(segment); break;
            case "MOA": TakeAmount(segment); break;
            case "PAT": TakeTerms(segment); break;
            case "FTX": TakeText(segment); break;
            case "UNS":
                EndLine();
                _isSummary = true;
                break;
        }
    }

    private void TakeTime(EdifactSegment segment)
    {
        if (_line is not null || segment.At(1) != "137" || segment.At(1, 2) is not { } text)
            return;
        if (TryReadTime(text, out var at))
            _order.PlacedAt = at;
        else
            _reading.Refuse("invalid-time", segment.Place, Reading.Shown(text), "CCYYMMDD, or with HHMM or HHMMSS");
    }

    private void TakeCurrency(EdifactSegment segment)
    {
        if (_order.Currency is null)
            _order.SetCurrency(segment.At(1, 2), segment.Place);
    }

    private void TakeParty(EdifactSegment segment)
    {
        _party = segment;
        if (_line is not null)
            return;
        var role = segment.At(1);
        var name = segment.Joined(4) ?? segment.At(3);
        var address = segment.At(9) is { } country
            ? new Address(
                name, segment.Joined(5), segment.At(8), segment.At(6), country.ToUpperInvariant(), name, null,
                    segment.At(7))
            : null;
        switch (role)
        {
            case "BY":
                _order.Customer = new Customer(segment.At(2), null, name, name);
                _order.BillTo ??= address;
                _order.ShipTo ??= address;
                break;
            case "DP" or "ST" or "UC":
                _order.ShipTo = address ?? _order.ShipTo;
                break;
            case "IV":
                _order.BillTo = address ?? _order.BillTo;
                break;
        }

        if (role is not null and not "SU")
            _order.Keep($"NAD.{role}", segment.At(2));
    }

    private void TakeReference(EdifactSegment segment)
    {
        if (_line is not null)
            return;
        if (segment.At(1) == "VA" && _party?.At(1) is "BY" or "IV")
            _order.Customer = _order.Customer with { VatId = _order.Customer.VatId ?? segment.At(1, 2) };
        else if (_party is null && segment.At(1) is { } kind)
            _order.Keep($"RFF.{kind}", segment.At(1, 2));
    }

    private void TakeContact(EdifactSegment segment)
    {
        if (_line is not null || _party?.At(1) is not "BY")
            return;
        for (var i = 1; i <= segment.Elements.Count; i++)
        {
            var (value, kind) = (segment.At(i), segment.At(i, 2));
            _order.Customer = kind switch
            {
                "EM" => _order.Customer with { Email = value },
                "TE" => _order.Customer with { Phone = _order.Customer.Phone ?? value },
                _ => _order.Customer,
            };
        }
    }

    private void BeginLine(EdifactSegment segment)
    {
        EndLine();
        _line = new ForeignLine
        {
            LineId = segment.At(1) ?? Missing(segment, "the line's number"), Sku = segment.At(3), Place = segment.Place,
            ItemId = "line-" + segment.At(1),
        };
        _unpriced = segment;
    }

    private void EndLine()
    {
        if (_line is not { } line)
            return;
        (_line, _adjustment) = (null, null);
        line.TaxRate ??= _taxRate;
        if (_unpriced is { } segment)
        {
            _reading.Refuse(
                "missing-price", segment.Place, "no PRI", "the price of a piece (PRI+AAA or PRI+AAB)",
                "Prices that were agreed elsewhere are not known here: ask the partner to send them.");
        }

        _order.Lines.Add(line);
    }

    /// <summary>The seller's own number is the SKU; then the EAN of the line; then the buyer's.</summary>
    private void TakeArticle(EdifactSegment segment)
    {
        if (_line is not { } line)
            return;
        for (var i = 2; i <= segment.Elements.Count; i++)
        {
            switch (segment.At(i, 2))
            {
                case "SA":
                    line.Sku = segment.At(i) ?? line.Sku;
                    break;
                case "IN" or "BP" when segment.At(i) is { } article:
                    line.ItemId = "buyer-" + article;
                    break;
            }
        }
    }

    private void TakeName(EdifactSegment segment)
    {
        if (_line is { Name: null } line)
            line.Name = $"{segment.At(3, 4)}{segment.At(3, 5)}" is { Length: > 0 } name ? name : null;
    }

    private void TakeQuantity(EdifactSegment segment)
    {
        if (_line is not { } line || Number(segment, 1, 2) is not { } number)
            return;
        if (segment.At(1) == "59")
        {
            _order.Keep($"lines[{_order.Lines.Count}].piecesInPack", segment.At(1, 2));
            return;
        }

        if (segment.At(1) is not ("21" or "1"))
            return;
        if (decimal.Truncate(number) != number || decimal.Abs(number) > int.MaxValue)
        {
            _reading.Refuse(
                "invalid-quantity", segment.Place, Reading.Shown(segment.At(1, 2) ?? ""), "whole pieces",
                "A part of a piece can't be reserved or shipped.");
            return;
        }

        line.Quantity = (int)number;
        if (segment.At(1, 3) is { } unit and not ("PCE" or "EA"))
            _order.Keep($"lines[{_order.Lines.Count}].unit", unit);
    }

    private void TakePrice(EdifactSegment segment)
    {
        if (_line is not { } line || segment.At(1) is not ("AAA" or "AAB" or "INV"))
            return;
        // The net price counts where both are there.
        if ((_unpriced is null && segment.At(1) == "AAB") || Number(segment, 1, 2) is not { } price)
            return;
        _unpriced = null;
        (line.UnitPrice, line.LineTotal) = (null, null);
        Prices.Set(line, price, Number(segment, 1, 5));
    }

    private void TakeTax(EdifactSegment segment)
    {
        if (segment.At(2) is not "VAT" || Number(segment, 5, 4) is not { } rate)
            return;
        if (_line is { } line)
            line.TaxRate = rate;
        else
            _taxRate = rate;
    }

    private void TakePercentage(EdifactSegment segment)
    {
        if (_adjustment is null || _line is not { } line || Number(segment, 1, 2) is not { } percent)
            return;
        if (percent is >= 0 and <= 100 && Prices.Total(line) < OrderLimits.MaxAmountMinor)
        {
            var amount = decimal.Round(Prices.Total(line) * percent / 100, 2, MidpointRounding.AwayFromZero);
            Prices.Adjust(line, amount, _adjustment.At(1) == "C");
        }

        _adjustment = null;
    }

    private void TakeAmount(EdifactSegment segment)
    {
        if (Number(segment, 1, 2) is not { } amount)
            return;
        var kind = segment.At(1);
        if (_adjustment is { } adjustment && !_isSummary)
        {
            if (_line is { } line)
                Prices.Adjust(line, amount, adjustment.At(1) == "C");
            else
                _order.Charges.Add(new ForeignCharge(
                    adjustment.At(5, 4) ?? adjustment.At(5), adjustment.At(1) == "C" ? amount : -amount, null,
                        _taxRate));
            _adjustment = null;
        }
        else if (_isSummary)
        {
            TakeTotal(kind, amount);
        }
    }

    private void TakeTotal(string? kind, decimal amount)
    {
        switch (kind)
        {
            case "77" or "9":
                _order.Total = amount;
                break;
            case "125":
                _order.NetTotal = amount;
                break;
            case "79":
                _order.NetTotal ??= amount + _order.Charges.Sum(static charge => charge.Amount);
                break;
        }
    }

    private void TakeTerms(EdifactSegment segment)
    {
        if (segment.At(1) is "1" or "3" && Number(segment, 3, 4) is { } days and >= 0 and <= OrderLimits.MaxTermsDays
            && segment.At(3, 3) == "D")
        {
            _order.Payment = new PaymentTerms(PaymentMethod.Invoice, (int)days, []);
        }
    }

    private void TakeText(EdifactSegment segment)
    {
        if (segment.Joined(4) is { } text)
            _order.Keep(
                _line is null ? $"FTX.{segment.At(1)}" : $"lines[{_order.Lines.Count}].FTX.{segment.At(1)}", text);
    }
}
