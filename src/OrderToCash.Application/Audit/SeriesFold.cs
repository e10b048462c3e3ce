using System.Globalization;
using OrderToCash.Domain.Numbering;

namespace OrderToCash.Application.Audit;

/// <summary>A number series: 1, 2, 3, each printed with the same prefix.</summary>
internal sealed class SeriesFold(ulong series) : EntityFold
{
    private long _last;
    private ulong _prefix;

    /// <inheritdoc/>
    public override EntityFold Apply(object domainEvent, Findings findings)
    {
        if (domainEvent is not SeriesEvent.NumberAssigned assigned)
            return this;
        findings.Count(Checked.Numbers);
        var (order, request) = (Key.Of(assigned.Order.Value), Key.Of(assigned.RequestId));
        findings.Effect(Relation.NumberRequest, Links.NumberRequest(series, order, request));
        findings.Cause(Relation.Number, Links.Number(order, request, Key.Of(assigned.Text)));
        if (assigned.Number != _last + 1)
            findings.Break(Invariant.Invoices, $"number {assigned.Number}", $"{_last + 1}, the next of its series");
        _last = assigned.Number;
        CheckText(assigned, findings);
        return this;
    }

    /// <inheritdoc/>
    public override void Finish(Findings findings, Watermarks watermarks) => findings.Count(Checked.Series);

    /// <summary>Ascending numbers behind one prefix make the printed numbers unique.</summary>
    private void CheckText(SeriesEvent.NumberAssigned assigned, Findings findings)
    {
        var digits = assigned.Text.Length;
        while (digits > 0 && char.IsAsciiDigit(assigned.Text[digits - 1]))
            digits--;
        var prefix = Key.Of(assigned.Text[..digits]);
        var isNumber = long.TryParse(
            assigned.Text.AsSpan(digits), NumberStyles.None, CultureInfo.InvariantCulture, out var number);
        if (!isNumber || number != assigned.Number || (_prefix != 0 && prefix != _prefix))
        {
            findings.Break(
                Invariant.Invoices, $"number {assigned.Number} printed as {assigned.Text}",
                "the series' prefix and the number");
        }

        _prefix = prefix;
    }
}
