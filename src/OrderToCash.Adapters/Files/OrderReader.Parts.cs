using System.Collections.Immutable;
using OrderToCash.Domain.Orders;
using OrderToCash.Domain.Values;

namespace OrderToCash.Adapters.Files;

/// <content>The parts of an order.</content>
internal sealed partial class OrderReader
{
    private static Currency ReadCurrency(ref JsonInput input)
    {
        var code = input.RepeatedText();
        if (!Currency.TryParse(code, out var currency))
        {
            input.Refuse("unknown-currency", $"\"{code}\"", "the ISO 4217 code of a supported currency, as EUR");
        }

        return currency;
    }

    private static Customer ReadCustomer(ref JsonInput input)
    {
        string? id = null, email = null, name = null, company = null, vatId = null, phone = null;
        var scan = input.BeginObject();
        while (input.NextField(OrderFields.CustomerSet, ref scan))
        {
            switch (scan.Index)
            {
                case OrderFields.CustomerId: id = input.Text(); break;
                case OrderFields.CustomerEmail: email = input.Text(); break;
                case OrderFields.CustomerName: name = input.Text(); break;
                case OrderFields.CustomerCompany: company = input.Text(); break;
                case OrderFields.CustomerVatId: vatId = input.Text(); break;
                case OrderFields.CustomerPhone: phone = input.Text(); break;
            }
        }

        return new Customer(id, email, name, company, vatId, phone);
    }

    private static Address ReadAddress(ref JsonInput input)
    {
        string? name = null, company = null, street = null, line2 = null, postalCode = null, city = null, region = null;
        var country = "";
        var scan = input.BeginObject();
        while (input.NextField(OrderFields.AddressSet, ref scan))
        {
            switch (scan.Index)
            {
                case OrderFields.AddressName: name = input.Text(); break;
                case OrderFields.AddressCompany: company = input.Text(); break;
                case OrderFields.AddressStreet: street = input.Text(); break;
                case OrderFields.AddressLine2: line2 = input.Text(); break;
                case OrderFields.AddressPostalCode: postalCode = input.RepeatedText(); break;
                case OrderFields.AddressCity: city = input.RepeatedText(); break;
                case OrderFields.AddressRegion: region = input.RepeatedText(); break;
                case OrderFields.AddressCountry: country = input.RepeatedText(); break;
            }
        }

        input.Require(OrderFields.AddressSet, scan);
        return new Address(name, street, postalCode, city, country, company, line2, region);
    }

    private void ReadLines(ref JsonInput input)
    {
        var list = input.BeginList();
        while (input.NextElement(ref list))
        {
            ReadLine(ref input);
        }
    }

    private void ReadLine(ref JsonInput input)
    {
        var (lineId, sku, quantity) = ("", "", 0);
        string? name = null;
        var (unitPrice, taxRate, discount) = (0m, 0m, 0m);
        var scan = input.BeginObject();
        while (input.NextField(OrderFields.LineSet, ref scan))
        {
            switch (scan.Index)
            {
                case OrderFields.LineId: lineId = input.RepeatedText(); break;
                case OrderFields.LineSku: sku = input.RepeatedText(); break;
                case OrderFields.LineName: name = input.RepeatedText(); break;
                case OrderFields.LineQuantity: quantity = input.Integer(); break;
                case OrderFields.LineUnitPrice: unitPrice = input.Decimal(); break;
                case OrderFields.LineTaxRate: taxRate = input.Decimal(); break;
                case OrderFields.LineDiscount: discount = input.Decimal(); break;
            }
        }

        input.Require(OrderFields.LineSet, scan);
        _lines.Add(new OrderLine(lineId, new Sku(sku), name, quantity, unitPrice, taxRate));
        _lineDiscounts.Add(discount);
    }

    private static void ReadShipping(ref JsonInput input, ref Draft draft)
    {
        draft.HasShipping = true;
        var scan = input.BeginObject();
        while (input.NextField(OrderFields.ShippingSet, ref scan))
        {
            switch (scan.Index)
            {
                case OrderFields.ShippingMethod: draft.ShippingMethod = input.RepeatedText(); break;
                case OrderFields.ShippingPrice: draft.ShippingPrice = input.Decimal(); break;
                case OrderFields.ShippingTaxRate: draft.ShippingTaxRate = input.Decimal(); break;
            }
        }

        input.Require(OrderFields.ShippingSet, scan);
    }

    private void ReadDiscounts(ref JsonInput input)
    {
        var list = input.BeginList();
        while (input.NextElement(ref list))
        {
            string? code = null;
            var amount = 0m;
            var scan = input.BeginObject();
            while (input.NextField(OrderFields.DiscountSet, ref scan))
            {
                switch (scan.Index)
                {
                    case OrderFields.DiscountCode: code = input.RepeatedText(); break;
                    case OrderFields.DiscountAmount: amount = input.Decimal(); break;
                }
            }

            input.Require(OrderFields.DiscountSet, scan);
            _discounts.Add((code, amount));
        }
    }

    private static void ReadPayment(ref JsonInput input, ref Draft draft)
    {
        var set = OrderFields.PaymentSet;
        var scan = input.BeginObject();
        while (input.NextField(set, ref scan))
        {
            switch (scan.Index)
            {
                case OrderFields.PaymentMethod: draft.Method = ReadMethod(ref input); break;
                case OrderFields.PaymentTermsDays: draft.TermsDays = input.Integer(); break;
                case OrderFields.PaymentSkonto: draft.Skonto = ReadSkonto(ref input); break;
                case OrderFields.PaymentProvider: draft.Provider = input.RepeatedText(); break;
                case OrderFields.PaymentReference: draft.Reference = input.Text(); break;
                case OrderFields.PaymentStatus: draft.Status = PspStatus.Pending + input.Choice(set[scan.Index]); break;
                case OrderFields.PaymentAmount: draft.PaidAmount = input.Decimal(); break;
            }
        }

        var required = draft.Method switch
        {
            PaymentMethod.Invoice => set.Required | (1UL << OrderFields.PaymentTermsDays),
            PaymentMethod.Psp =>
                set.Required | (1UL << OrderFields.PaymentProvider) | (1UL << OrderFields.PaymentStatus),
            _ => set.Required,
        };
        input.Require(set, scan, required);
    }

    private static PaymentMethod ReadMethod(ref JsonInput input) =>
        PaymentMethod.Prepayment + input.Choice(OrderFields.PaymentSet[OrderFields.PaymentMethod]);

    private static ImmutableArray<Skonto> ReadSkonto(ref JsonInput input)
    {
        var steps = ImmutableArray.CreateBuilder<Skonto>();
        var list = input.BeginList();
        while (input.NextElement(ref list))
        {
            var (days, percent) = (0, 0m);
            var scan = input.BeginObject();
            while (input.NextField(OrderFields.SkontoSet, ref scan))
            {
                switch (scan.Index)
                {
                    case OrderFields.SkontoDays: days = input.Integer(); break;
                    case OrderFields.SkontoPercent: percent = input.Decimal(); break;
                }
            }

            input.Require(OrderFields.SkontoSet, scan);
            steps.Add(new Skonto(days, percent));
        }

        return steps.DrainToImmutable();
    }

    private static OrderPolicy ReadPolicy(ref JsonInput input)
    {
        var (backorder, partial) = (0, 0);
        var scan = input.BeginObject();
        while (input.NextField(OrderFields.PolicySet, ref scan))
        {
            switch (scan.Index)
            {
                case OrderFields.PolicyBackorder: backorder = input.Choice(OrderFields.PolicySet[scan.Index]); break;
                case OrderFields.PolicyPartial: partial = input.Choice(OrderFields.PolicySet[scan.Index]); break;
            }
        }

        return (backorder, partial) == (0, 0) ? OrderPolicy.Default : new OrderPolicy(backorder == 0, partial == 0);
    }

    /// <summary>Without an id of the request: the order tells a repeat by reason, time and lines.</summary>
    private static OrderCommand.Cancel ReadCancel(ref JsonInput input)
    {
        var reason = "";
        DateTimeOffset at = default;
        ImmutableArray<CancelLine> lines = [];
        var scan = input.BeginObject();
        while (input.NextField(OrderFields.CancelSet, ref scan))
        {
            switch (scan.Index)
            {
                case OrderFields.CancelReason: reason = input.Text(); break;
                case OrderFields.CancelAt: at = input.Time(); break;
                case OrderFields.CancelLines: lines = ReadCancelLines(ref input); break;
            }
        }

        input.Require(OrderFields.CancelSet, scan);
        return new OrderCommand.Cancel(reason, at, lines, default);
    }

    private static ImmutableArray<CancelLine> ReadCancelLines(ref JsonInput input)
    {
        var lines = ImmutableArray.CreateBuilder<CancelLine>();
        var list = input.BeginList();
        while (input.NextElement(ref list))
        {
            var (lineId, quantity) = ("", 0);
            var scan = input.BeginObject();
            while (input.NextField(OrderFields.CancelLineSet, ref scan))
            {
                switch (scan.Index)
                {
                    case OrderFields.CancelLineId: lineId = input.RepeatedText(); break;
                    case OrderFields.CancelQuantity: quantity = input.Positive(); break;
                }
            }

            input.Require(OrderFields.CancelLineSet, scan);
            lines.Add(new CancelLine(lineId, quantity));
        }

        if (lines.Count == 0)
        {
            // Taken as "no lines named" it would cancel the whole order, which nobody said.
            input.Refuse("invalid-lines", "no line", "at least one line, or no `lines` for everything");
        }

        return lines.DrainToImmutable();
    }
}
