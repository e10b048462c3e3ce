using System.Collections.Immutable;
using System.Text.Json;
using OrderToCash.Domain.Payments;
using OrderToCash.Domain.Values;

namespace OrderToCash.Application.Codecs;

/// <summary>A bank transaction and a statement's header, as parts of events.</summary>
internal static class BankTransactionCodec
{
    public static void Write(Utf8JsonWriter writer, BankTransaction transaction)
    {
        writer.WriteStartObject();
        writer.Put(Field.Id, transaction.Identity);
        writer.Put(Field.Amount, transaction.SignedMinor);
        writer.Put(Field.Currency, transaction.Currency);
        writer.Put(Field.Booked, transaction.BookingDate);
        writer.Put(Field.ValueDate, transaction.ValueDate);
        writer.Put(Field.Name, transaction.CounterpartyName);
        writer.Put(Field.Iban, transaction.CounterpartyIban);
        writer.Put(Field.Text, transaction.Text);
        writer.Put(Field.EndToEnd, transaction.EndToEndId);
        writer.Put(Field.Reference, transaction.StructuredReference);
        writer.Put(Field.BankReference, transaction.BankReference);
        writer.Put(Field.IsReturn, transaction.IsReturn);
        writer.Put(Field.ReturnReason, transaction.ReturnReason);
        writer.Put(Field.Charges, transaction.ChargesMinor);
        writer.Put(Field.Instructed, transaction.InstructedMinor);
        if (transaction.InstructedCurrency is { } instructed)
            writer.Put(Field.InstructedCurrency, instructed);
        writer.Put(Field.IsReversal, transaction.IsReversal);
        writer.Put(Field.TransactionCode, transaction.TransactionCode);
        writer.Put(Field.BusinessCode, transaction.BusinessCode);
        writer.Put(Field.Mandate, transaction.MandateId);
        writer.Put(Field.Batch, transaction.BatchId);
        writer.Put(Field.EntryReference, transaction.EntryReference);
        writer.Put(Field.Ultimate, transaction.UltimateName);
        writer.Put(
            Field.TextBreaks, transaction.TextBreaks, static (writer, place) => writer.WriteNumberValue(place));
        writer.WriteEndObject();
    }

    public static BankTransaction Read(ref FieldReader fields)
    {
        var identity = "";
        long amount = 0;
        Currency currency = default;
        DateOnly booked = default, valueDate = default;
        string? name = null, iban = null, text = null, endToEnd = null, reference = null, bankReference = null;
        var isReturn = false;
        string? returnReason = null;
        long? charges = null, instructed = null;
        Currency? instructedCurrency = null;
        var isReversal = false;
        string? code = null, businessCode = null, mandate = null, batch = null, entry = null;
        string? ultimate = null;
        ImmutableArray<int> breaks = [];
        fields.Enter();
        while (fields.More())
        {
            if (fields.At(Field.Id)) identity = fields.Text();
            if (fields.At(Field.Amount)) amount = fields.Long();
            if (fields.At(Field.Currency)) currency = fields.Currency();
            if (fields.At(Field.Booked)) booked = fields.Date();
            if (fields.At(Field.ValueDate)) valueDate = fields.Date();
            if (fields.At(Field.Name)) name = fields.Text();
            if (fields.At(Field.Iban)) iban = fields.Text();
            if (fields.At(Field.Text)) text = fields.Text();
            if (fields.At(Field.EndToEnd)) endToEnd = fields.Text();
            if (fields.At(Field.Reference)) reference = fields.Text();
            if (fields.At(Field.BankReference)) bankReference = fields.Text();
            if (fields.At(Field.IsReturn)) isReturn = fields.Bool();
            if (fields.At(Field.ReturnReason)) returnReason = fields.Text();
            if (fields.At(Field.Charges)) charges = fields.Long();
            if (fields.At(Field.Instructed)) instructed = fields.Long();
            if (fields.At(Field.InstructedCurrency)) instructedCurrency = fields.Currency();
            if (fields.At(Field.IsReversal)) isReversal = fields.Bool();
            if (fields.At(Field.TransactionCode)) code = fields.Text();
            if (fields.At(Field.BusinessCode)) businessCode = fields.Text();
            if (fields.At(Field.Mandate)) mandate = fields.Text();
            if (fields.At(Field.Batch)) batch = fields.Text();
            if (fields.At(Field.EntryReference)) entry = fields.Text();
            if (fields.At(Field.Ultimate)) ultimate = fields.Text();
            if (fields.At(Field.TextBreaks))
                breaks = fields.Array(static (ref FieldReader fields) => fields.TakeInt());
        }

        return new BankTransaction(
            identity, amount, currency, booked, valueDate, name, iban, text, endToEnd, reference, bankReference)
        {
            IsReturn = isReturn,
            ReturnReason = returnReason,
            ChargesMinor = charges,
            InstructedMinor = instructed,
            InstructedCurrency = instructedCurrency,
            IsReversal = isReversal,
            TransactionCode = code,
            BusinessCode = businessCode,
            MandateId = mandate,
            BatchId = batch,
            EntryReference = entry,
            UltimateName = ultimate,
            TextBreaks = breaks,
        };
    }

    public static void Write(Utf8JsonWriter writer, StatementHeader statement)
    {
        writer.WriteStartObject();
        writer.Put(Field.Id, statement.Id);
        writer.Put(Field.Number, statement.SequenceNumber);
        writer.Put(Field.From, statement.FromDate);
        writer.Put(Field.To, statement.ToDate);
        writer.Put(Field.Currency, statement.Currency);
        writer.Put(Field.Opening, statement.OpeningMinor);
        writer.Put(Field.Closing, statement.ClosingMinor);
        writer.Put(Field.Count, statement.EntryCount);
        writer.WriteEndObject();
    }

    public static StatementHeader ReadStatement(ref FieldReader fields)
    {
        var id = "";
        string? number = null;
        DateOnly? from = null, to = null;
        Currency currency = default;
        long opening = 0, closing = 0;
        var count = 0;
        fields.Enter();
        while (fields.More())
        {
            if (fields.At(Field.Id)) id = fields.Text();
            if (fields.At(Field.Number)) number = fields.Text();
            if (fields.At(Field.From)) from = fields.Date();
            if (fields.At(Field.To)) to = fields.Date();
            if (fields.At(Field.Currency)) currency = fields.Currency();
            if (fields.At(Field.Opening)) opening = fields.Long();
            if (fields.At(Field.Closing)) closing = fields.Long();
            if (fields.At(Field.Count)) count = fields.Int();
        }

        return new StatementHeader(id, number, from, to, currency, opening, closing, count);
    }
}
