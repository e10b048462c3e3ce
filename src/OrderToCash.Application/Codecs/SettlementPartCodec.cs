using System.Collections.Immutable;
using System.Text.Json;
using OrderToCash.Domain.Payments;
using OrderToCash.Domain.Values;

namespace OrderToCash.Application.Codecs;

/// <summary>The parts of a settlement's events and snapshots, each a JSON object.</summary>
internal static class SettlementPartCodec
{
    public static void Write(Utf8JsonWriter writer, SettlementReport report)
    {
        writer.WriteStartObject();
        writer.Put(Field.Provider, report.Provider);
        writer.Put(Field.PayoutId, report.PayoutId);
        writer.Put(Field.Currency, report.Currency);
        writer.Put(Field.Amount, report.PayoutMinor);
        writer.Put(Field.Date, report.Date);
        writer.Put(Field.Rows, report.Rows, Write);
        writer.WriteEndObject();
    }

    public static SettlementReport ReadReport(ref FieldReader fields)
    {
        string provider = "", payout = "";
        Currency currency = default;
        long amount = 0;
        DateOnly? date = null;
        ImmutableArray<SettlementRow> rows = [];
        fields.Enter();
        while (fields.More())
        {
            if (fields.At(Field.Provider)) provider = fields.CommonText();
            if (fields.At(Field.PayoutId)) payout = fields.Text();
            if (fields.At(Field.Currency)) currency = fields.Currency();
            if (fields.At(Field.Amount)) amount = fields.Long();
            if (fields.At(Field.Date)) date = fields.Date();
            if (fields.At(Field.Rows)) rows = fields.Array(ReadRow);
        }

        return new SettlementReport(provider, payout, currency, amount, date, rows);
    }

    public static void Write(Utf8JsonWriter writer, SettlementRow row)
    {
        writer.WriteStartObject();
        writer.Put(Field.Id, row.Id);
        writer.Put(Field.Kind, StoredWords.RowKinds, (int)row.Kind);
        writer.Put(Field.Order, row.Order);
        writer.Put(Field.Gross, row.GrossMinor);
        writer.Put(Field.Fee, row.FeeMinor);
        writer.Put(Field.Net, row.NetMinor);
        writer.Put(Field.ProviderOrder, row.ProviderOrder);
        writer.Put(Field.Payment, row.PaymentId);
        writer.Put(Field.Original, row.OriginalId);
        writer.Put(Field.Date, row.Date);
        writer.Put(Field.Customer, row.CustomerName);
        writer.Put(Field.Description, row.Description);
        writer.WriteEndObject();
    }

    public static SettlementRow ReadRow(ref FieldReader fields)
    {
        var id = "";
        var kind = 0;
        long gross = 0, fee = 0, net = 0;
        string? order = null, providerOrder = null, payment = null, original = null, customer = null;
        string? description = null;
        DateOnly? date = null;
        fields.Enter();
        while (fields.More())
        {
            if (fields.At(Field.Id)) id = fields.Text();
            if (fields.At(Field.Kind)) kind = fields.Word(StoredWords.RowKinds);
            if (fields.At(Field.Order)) order = fields.Text();
            if (fields.At(Field.Gross)) gross = fields.Long();
            if (fields.At(Field.Fee)) fee = fields.Long();
            if (fields.At(Field.Net)) net = fields.Long();
            if (fields.At(Field.ProviderOrder)) providerOrder = fields.Text();
            if (fields.At(Field.Payment)) payment = fields.Text();
            if (fields.At(Field.Original)) original = fields.Text();
            if (fields.At(Field.Date)) date = fields.Date();
            if (fields.At(Field.Customer)) customer = fields.Text();
            if (fields.At(Field.Description)) description = fields.CommonText();
        }

        return new SettlementRow(id, (SettlementRowKind)kind, order, gross, fee, net)
        {
            ProviderOrder = providerOrder,
            PaymentId = payment,
            OriginalId = original,
            Date = date,
            CustomerName = customer,
            Description = description,
        };
    }

    public static void Write(Utf8JsonWriter writer, SettlementPayout payout)
    {
        writer.WriteStartObject();
        writer.Put(Field.Payment, payout.Payment.Value);
        writer.Put(Field.Attempt, payout.Attempt);
        writer.Put(Field.Amount, payout.AmountMinor);
        writer.Put(Field.Currency, payout.Currency);
        writer.Put(Field.Date, payout.Date);
        writer.Put(Field.IsPart, payout.IsPart);
        writer.WriteEndObject();
    }

    public static SettlementPayout ReadPayout(ref FieldReader fields)
    {
        var payment = "";
        var attempt = 0;
        long amount = 0;
        Currency currency = default;
        DateOnly date = default;
        var isPart = false;
        fields.Enter();
        while (fields.More())
        {
            if (fields.At(Field.Payment)) payment = fields.Text();
            if (fields.At(Field.Attempt)) attempt = fields.Int();
            if (fields.At(Field.Amount)) amount = fields.Long();
            if (fields.At(Field.Currency)) currency = fields.Currency();
            if (fields.At(Field.Date)) date = fields.Date();
            if (fields.At(Field.IsPart)) isPart = fields.Bool();
        }

        return new SettlementPayout(new PaymentId(payment), attempt, amount, currency, date, isPart);
    }

    public static void Write(Utf8JsonWriter writer, RowTarget target)
    {
        writer.WriteStartObject();
        writer.Put(Field.Row, target.Row);
        writer.Put(Field.Use, StoredWords.RowUses, (int)target.Use);
        writer.Put(Field.Account, target.Account.Value);
        writer.Put(Field.Document, target.Document);
        writer.WriteEndObject();
    }

    public static RowTarget ReadTarget(ref FieldReader fields)
    {
        int row = 0, use = 0;
        string account = "", document = "";
        fields.Enter();
        while (fields.More())
        {
            if (fields.At(Field.Row)) row = fields.Int();
            if (fields.At(Field.Use)) use = fields.Word(StoredWords.RowUses);
            if (fields.At(Field.Account)) account = fields.Text();
            if (fields.At(Field.Document)) document = fields.Text();
        }

        return new RowTarget(row, (RowUse)use, new AccountId(account), document);
    }

    public static void Write(Utf8JsonWriter writer, RowAsk ask)
    {
        writer.WriteStartObject();
        writer.Put(Field.Row, ask.Row);
        writer.Put(Field.Attempt, ask.Attempt);
        writer.Put(Field.Account, ask.Account.Value);
        writer.Put(Field.Document, ask.Document);
        writer.Put(Field.Amount, ask.AmountMinor);
        writer.Put(Field.IsRefund, ask.IsRefund);
        writer.WriteEndObject();
    }

    public static RowAsk ReadAsk(ref FieldReader fields)
    {
        int row = 0, attempt = 0;
        string account = "", document = "";
        long amount = 0;
        var isRefund = false;
        fields.Enter();
        while (fields.More())
        {
            if (fields.At(Field.Row)) row = fields.Int();
            if (fields.At(Field.Attempt)) attempt = fields.Int();
            if (fields.At(Field.Account)) account = fields.Text();
            if (fields.At(Field.Document)) document = fields.Text();
            if (fields.At(Field.Amount)) amount = fields.Long();
            if (fields.At(Field.IsRefund)) isRefund = fields.Bool();
        }

        return new RowAsk(row, attempt, new AccountId(account), document, amount, isRefund);
    }

    public static void Write(Utf8JsonWriter writer, RowReturn one)
    {
        writer.WriteStartObject();
        writer.Put(Field.Row, one.Row);
        writer.WritePropertyName(Field.Share);
        MatchCodec.Write(writer, one.Share);
        writer.Put(Field.IsTakenBack, one.IsTakenBack);
        writer.Put(Field.Attempt, one.Attempt);
        writer.WriteEndObject();
    }

    public static RowReturn ReadReturn(ref FieldReader fields)
    {
        int row = 0, attempt = 0;
        AppliedShare? share = null;
        var isTakenBack = false;
        fields.Enter();
        while (fields.More())
        {
            if (fields.At(Field.Row)) row = fields.Int();
            if (fields.At(Field.Share)) share = fields.Object(MatchCodec.ReadAppliedShare);
            if (fields.At(Field.IsTakenBack)) isTakenBack = fields.Bool();
            if (fields.At(Field.Attempt)) attempt = fields.Int();
        }

        return new RowReturn(
            row, share ?? throw new JsonException($"The field '{Field.Share}' is missing."), isTakenBack, attempt);
    }

    /// <summary>Sums under a name; nothing where all are 0.</summary>
    public static void Put(Utf8JsonWriter writer, JsonEncodedText name, in SettlementSums sums)
    {
        if (sums == default)
            return;
        writer.WriteStartObject(name);
        writer.Put(Field.Clearing, sums.ClearingMinor);
        writer.Put(Field.Unallocated, sums.UnallocatedMinor);
        writer.Put(Field.Refund, sums.RefundMinor);
        writer.Put(Field.Fee, sums.FeeMinor);
        writer.Put(Field.Reserve, sums.ReserveMinor);
        writer.Put(Field.Conversion, sums.ConversionMinor);
        writer.Put(Field.Other, sums.OtherMinor);
        writer.WriteEndObject();
    }

    public static SettlementSums ReadSums(ref FieldReader fields)
    {
        long clearing = 0, unallocated = 0, refund = 0, fee = 0, reserve = 0, conversion = 0, other = 0;
        fields.Enter();
        while (fields.More())
        {
            if (fields.At(Field.Clearing)) clearing = fields.Long();
            if (fields.At(Field.Unallocated)) unallocated = fields.Long();
            if (fields.At(Field.Refund)) refund = fields.Long();
            if (fields.At(Field.Fee)) fee = fields.Long();
            if (fields.At(Field.Reserve)) reserve = fields.Long();
            if (fields.At(Field.Conversion)) conversion = fields.Long();
            if (fields.At(Field.Other)) other = fields.Long();
        }

        return new SettlementSums(clearing, unallocated, refund, fee, reserve, conversion, other);
    }
}
