using System.Collections.Immutable;
using System.Runtime.InteropServices;
using OrderToCash.Domain.Orders;
using OrderToCash.Domain.Values;

namespace OrderToCash.Application.Audit;

/// <content>Invoices of the order: each shipment once, sums that add up, money that settles them.</content>
internal sealed partial class OrderFold
{
    private void TakeAmounts(
        OrderContent content, ImmutableArray<LineAmount> amounts, LineAmount shipping, long totalMinor,
        Findings findings)
    {
        _isGross = content.PricesIncludeTax;
        _totalMinor = totalMinor;
        _netMinor = shipping.NetMinor;
        var gross = shipping.GrossMinor;
        foreach (var amount in amounts)
        {
            _netMinor += amount.NetMinor;
            gross += amount.GrossMinor;
        }

        _ordered = 0;
        foreach (var line in content.Lines)
            _ordered += line.Quantity;
        if (gross != totalMinor)
            findings.Break(Invariant.Invoices, $"a total of {totalMinor}", $"the sum of the lines, {gross}");
    }

    private void Request(OrderEvent.InvoiceRequested requested, Findings findings)
    {
        findings.Count(Checked.Invoices);
        var content = requested.Content;
        var request = Key.Of(content.RequestId);
        var lines = 0UL;
        foreach (var line in content.Lines)
        {
            if (line.Sku is not null)
                lines = unchecked(lines + Key.Mix(Key.Of(line.LineId), line.Quantity));
        }

        if (_shipment != Key.Mix(request, lines))
        {
            findings.Break(
                Invariant.Invoices, "an invoice of other pieces than the shipment before it",
                "each shipped piece invoiced once");
        }

        _shipment = 0;
        CheckSums(content, findings);
        findings.Cause(Relation.NumberRequest, Links.NumberRequest(Key.Of(requested.Series.Value), key, request));
        _invoices.Add(new InvoicePart
        {
            Request = request, GrossMinor = content.GrossMinor, OpenMinor = content.GrossMinor,
            NetMinor = NetOf(content.Taxes), Taxes = Links.Taxes(content.Taxes),
        });
        CheckTotal(findings);
    }

    /// <summary>
    /// Sums per rate and tax on each sum. Source: EN 16931-1, BR-CO-10, BR-CO-14, BR-CO-15 and BR-S-9.
    /// </summary>
    private void CheckSums(InvoiceContent content, Findings findings)
    {
        long gross = 0;
        var counted = 0;
        foreach (var (rate, netMinor, taxMinor) in content.Taxes)
        {
            long net = 0, tax = 0;
            foreach (var line in content.Lines)
            {
                if (line.TaxRate != rate)
                    continue;
                net += line.NetMinor;
                tax += line.TaxMinor;
                counted++;
            }

            gross += netMinor + taxMinor;
            var right = _isGross ? Rounding.TaxInGross(netMinor + taxMinor, rate) : Rounding.TaxOnNet(netMinor, rate);
            if (net != netMinor || tax != taxMinor || right != taxMinor)
            {
                findings.Break(
                    Invariant.Invoices, $"at {rate} % net {netMinor} and tax {taxMinor}",
                    $"the lines' net {net} and tax {tax}, and tax {right} by the rate");
            }
        }

        if (gross != content.GrossMinor || counted != content.Lines.Length)
        {
            findings.Break(
                Invariant.Invoices, $"gross {content.GrossMinor}, {content.Lines.Length} lines",
                $"the sum of its rates, {gross}, with {counted} lines");
        }
    }

    /// <summary>Prices with tax sum to the order's gross total, prices without to its net total.</summary>
    private void CheckTotal(Findings findings)
    {
        var (sum, total) = (_isGross ? InvoicedGross() : InvoicedNet(), _isGross ? _totalMinor : _netMinor);
        if (sum > total)
            findings.Break(Invariant.Invoices, $"invoices of {sum} in all", $"at most the order's {total}");
    }

    private void Number(OrderEvent.Invoiced invoiced, Findings findings)
    {
        var (request, number) = (Key.Of(invoiced.RequestId), Key.Of(invoiced.Number));
        findings.Effect(Relation.Number, Links.Number(key, request, number));
        var taxes = Links.Taxes(invoiced.Taxes);
        findings.Cause(
            Relation.Item,
            Links.Item(Key.Of(invoiced.Account.Value), key, number, invoiced.GrossMinor, taxes));
        foreach (ref var invoice in CollectionsMarshal.AsSpan(_invoices))
        {
            if (invoice.Request != request || invoice.Number != 0)
                continue;
            invoice.Number = number;
            if (invoice.GrossMinor != invoiced.GrossMinor || invoice.Taxes != taxes)
            {
                findings.Break(
                    Invariant.Invoices, $"{invoiced.Number} of {invoiced.GrossMinor}",
                    $"the amounts that were frozen, {invoice.GrossMinor}");
            }

            return;
        }

        findings.Break(
            Invariant.Invoices, $"number {invoiced.Number} for {invoiced.RequestId}", "one number for each request");
    }

    private void Settle(OrderEvent.InvoiceSettled settled, Findings findings)
    {
        findings.Count(Checked.Settlements);
        var number = Key.Of(settled.Number);
        findings.Effect(
            Relation.Settlement, Links.Settlement(key, number, settled.AmountMinor, settled.OpenMinor));
        foreach (ref var invoice in CollectionsMarshal.AsSpan(_invoices))
        {
            if (invoice.Number != number)
                continue;
            var open = invoice.OpenMinor - settled.AmountMinor;
            if (open < 0 || open != settled.OpenMinor)
            {
                findings.Break(
                    Invariant.MoneyConserved,
                    $"{settled.AmountMinor} for {settled.Number}, {settled.OpenMinor} left open",
                    $"{settled.OpenMinor} left of the {invoice.OpenMinor} that were open");
            }

            invoice.OpenMinor = settled.OpenMinor;
            return;
        }

        findings.Break(Invariant.NoGhosts, $"money for {settled.Number}", "an invoice of this order with that number");
    }

    private void Reopen(OrderEvent.InvoiceReopened reopened, Findings findings)
    {
        var number = Key.Of(reopened.Number);
        findings.Effect(
            Relation.Reopening, Links.Settlement(key, number, reopened.AmountMinor, reopened.OpenMinor));
        foreach (ref var invoice in CollectionsMarshal.AsSpan(_invoices))
        {
            if (invoice.Number == number)
                invoice.OpenMinor = CheckReopened(reopened, invoice.OpenMinor, invoice.GrossMinor, findings);
        }
    }

    /// <summary>What is open of the invoice now.</summary>
    private static long CheckReopened(
        OrderEvent.InvoiceReopened reopened, long openMinor, long grossMinor, Findings findings)
    {
        if (openMinor + reopened.AmountMinor != reopened.OpenMinor || reopened.OpenMinor > grossMinor)
        {
            findings.Break(
                Invariant.MoneyConserved,
                $"{reopened.AmountMinor} of {reopened.Number} open again, {reopened.OpenMinor} in all",
                $"{openMinor + reopened.AmountMinor}, and at most its total of {grossMinor}");
        }

        return reopened.OpenMinor;
    }

    private void ReportUninvoiced(Findings findings)
    {
        findings.Break(Invariant.Invoices, _last, "a shipment without an invoice", "an invoice requested with it");
        _shipment = 0;
    }

    private long InvoicedGross()
    {
        long sum = 0;
        foreach (ref readonly var invoice in CollectionsMarshal.AsSpan(_invoices))
            sum += invoice.GrossMinor;
        return sum;
    }

    private long InvoicedNet()
    {
        long sum = 0;
        foreach (ref readonly var invoice in CollectionsMarshal.AsSpan(_invoices))
            sum += invoice.NetMinor;
        return sum;
    }

    private static long NetOf(ImmutableArray<TaxAmount> taxes)
    {
        long net = 0;
        foreach (var tax in taxes)
            net += tax.NetMinor;
        return net;
    }

    /// <summary>An invoice of the order.</summary>
    private struct InvoicePart
    {
        public ulong Request;

        /// <summary>0 before it has one.</summary>
        public ulong Number;

        public ulong Taxes;
        public long GrossMinor;
        public long NetMinor;
        public long OpenMinor;
    }
}
