using System.Collections.Immutable;
using System.Runtime.InteropServices;
using OrderToCash.Domain.Values;

namespace OrderToCash.Domain.Orders;

/// <summary>Computes what an invoice says.</summary>
public static class OrderInvoices
{
    /// <summary>The number series of an invoice date, <c>invoice-2026</c>.</summary>
    public static SeriesId SeriesOf(DateOnly invoiceDate) => new("invoice-" + invoiceDate.Year);

    /// <summary>
    /// The invoice of a shipment. Each line is charged its share for all pieces shipped so far less what was invoiced
    /// of it, so that the invoices of a line sum to its total whatever the shipments; shipping is on the first invoice.
    /// Tax is computed once per rate, on the sum of the rate's lines, and spread over them by largest remainder:
    /// contained in the gross sum where prices include tax, else on top of the net sum.
    /// </summary>
    /// <param name="state">Before the shipment.</param>
    /// <param name="shipped">One entry a line, at most what is allocated.</param>
    /// <remarks>Source: EN 16931-1, BR-CO-10, BR-CO-14 and BR-CO-15 (the sums), BR-S-8 (a base per rate).</remarks>
    public static InvoiceContent Compute(
        OrderState state, string requestId, ImmutableArray<LineQuantity> shipped, DateTimeOffset at)
    {
        var content = state.Taken;
        var hasShipping = state.Invoices.IsEmpty && state.ShippingAmount.GrossMinor > 0;
        var charges = new Charge[shipped.Length + (hasShipping ? 1 : 0)];
        for (var i = 0; i < shipped.Length; i++)
        {
            var index = state.FindLine(shipped[i].LineId);
            var pieces = state.Lines[index].Shipped + shipped[i].Quantity;
            charges[i] = new Charge(content.Lines[index].TaxRate, ChargeFor(state, index, pieces));
        }

        if (hasShipping)
        {
            var shipping = state.ShippingAmount;
            charges[^1] = new Charge(
                content.Shipping?.TaxRate ?? 0, content.PricesIncludeTax ? shipping.GrossMinor : shipping.NetMinor);
        }

        var taxes = TaxPerRate(charges, content.PricesIncludeTax);
        var lines = new InvoiceLine[charges.Length];
        for (var i = 0; i < charges.Length; i++)
        {
            var net = content.PricesIncludeTax ? charges[i].AmountMinor - charges[i].TaxMinor : charges[i].AmountMinor;
            var line = i < shipped.Length ? content.Lines[state.FindLine(shipped[i].LineId)] : null;
            lines[i] = line is null
                ? new InvoiceLine(
                    OrderTotals.ShippingLineId, null, content.Shipping?.Method, 1, charges[i].Rate, net,
                    charges[i].TaxMinor)
                : new InvoiceLine(
                    line.LineId, line.Sku, line.Name, shipped[i].Quantity, charges[i].Rate, net, charges[i].TaxMinor);
        }

        return Freeze(state, requestId, lines, taxes, SellerCalendar.DateOf(at));
    }

    /// <summary>What a line costs up to so many pieces, less what was invoiced; gross or net as its price.</summary>
    private static long ChargeFor(OrderState state, int lineIndex, int shippedPieces)
    {
        var amount = state.Amounts[lineIndex];
        var total = state.Taken.PricesIncludeTax ? amount.GrossMinor : amount.NetMinor;
        ref readonly var line = ref state.Lines[lineIndex];
        return Rounding.Share(total, shippedPieces, line.Ordered) - line.InvoicedMinor;
    }

    private static InvoiceContent Freeze(
        OrderState state, string requestId, InvoiceLine[] lines, ImmutableArray<TaxAmount> taxes, DateOnly date)
    {
        var content = state.Taken;
        var payment = content.Payment;
        long gross = 0;
        foreach (var tax in taxes) gross += tax.NetMinor + tax.TaxMinor;
        return new InvoiceContent(
            requestId, state.Id, state.Account, content.Currency, date, date.AddDays(payment.TermsDays),
            content.BillTo ?? content.ShipTo, content.Customer.Name, content.Customer.VatId,
            ImmutableCollectionsMarshal.AsImmutableArray(lines), taxes, gross,
            IsPrepaid: payment.Method == PaymentMethod.Prepayment,
            SettledByPsp: payment is { Method: PaymentMethod.Psp, Status: PspStatus.Authorized or PspStatus.Captured },
            payment.Method == PaymentMethod.Psp ? payment.Provider : null,
            payment.Skonto.IsDefault ? [] : payment.Skonto);
    }

    /// <summary>Tax of each rate, rates ascending; sets the tax of each charge so that they sum to it.</summary>
    private static ImmutableArray<TaxAmount> TaxPerRate(Charge[] charges, bool includesTax)
    {
        if (charges.Length == 1)
        {
            var only = TaxOf(charges[0].Rate, charges[0].AmountMinor, includesTax);
            charges[0].TaxMinor = only.TaxMinor;
            return ImmutableArray.Create(only);
        }

        var taxes = ImmutableArray.CreateBuilder<TaxAmount>(1);
        var weights = new long[charges.Length];
        var shares = new long[charges.Length];
        for (var next = NextRate(charges, null); next is { } rate; next = NextRate(charges, rate))
        {
            long sum = 0;
            for (var i = 0; i < charges.Length; i++)
            {
                weights[i] = charges[i].Rate == rate ? charges[i].AmountMinor : 0;
                sum += weights[i];
            }

            var tax = TaxOf(rate, sum, includesTax);
            LargestRemainder.Spread(tax.TaxMinor, weights, shares);
            for (var i = 0; i < charges.Length; i++) charges[i].TaxMinor += shares[i];
            taxes.Add(tax);
        }

        return taxes.DrainToImmutable();
    }

    /// <summary>The lowest rate above one; null where there is none.</summary>
    private static decimal? NextRate(Charge[] charges, decimal? above)
    {
        decimal? next = null;
        foreach (var charge in charges)
            if (!(charge.Rate <= above) && !(charge.Rate >= next)) next = charge.Rate;
        return next;
    }

    private static TaxAmount TaxOf(decimal rate, long amount, bool includesTax)
    {
        if (!includesTax) return new TaxAmount(rate, amount, Rounding.TaxOnNet(amount, rate));
        var tax = Rounding.TaxInGross(amount, rate);
        return new TaxAmount(rate, amount - tax, tax);
    }

    private record struct Charge(decimal Rate, long AmountMinor)
    {
        public long TaxMinor { get; set; }
    }
}
