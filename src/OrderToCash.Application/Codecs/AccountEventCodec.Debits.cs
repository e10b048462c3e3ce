using System.Text.Json;
using OrderToCash.Domain.Receivables;
using OrderToCash.Domain.Values;
using OrderToCash.Engine.Shards;

namespace OrderToCash.Application.Codecs;

/// <content>Direct debits that were handed to the bank.</content>
public static partial class AccountEventCodec
{
    internal static void Write(Utf8JsonWriter writer, PresentedDebit debit)
    {
        writer.WriteStartObject();
        writer.Put(Field.Document, debit.Document);
        writer.Put(Field.Batch, debit.Batch);
        writer.Put(Field.EndToEnd, debit.EndToEndId);
        writer.Put(Field.Amount, debit.AmountMinor);
        writer.Put(Field.Currency, debit.Currency);
        writer.Put(Field.Date, debit.CollectionDate);
        writer.WriteEndObject();
    }

    internal static PresentedDebit ReadDebit(ref FieldReader fields)
    {
        string document = "", batch = "", endToEnd = "";
        long amount = 0;
        Currency currency = default;
        DateOnly date = default;
        fields.Enter();
        while (fields.More())
        {
            if (fields.At(Field.Document)) document = fields.Text();
            if (fields.At(Field.Batch)) batch = fields.Text();
            if (fields.At(Field.EndToEnd)) endToEnd = fields.Text();
            if (fields.At(Field.Amount)) amount = fields.Long();
            if (fields.At(Field.Currency)) currency = fields.Currency();
            if (fields.At(Field.Date)) date = fields.Date();
        }

        return new PresentedDebit(document, batch, endToEnd, amount, currency, date);
    }

    private static EventName Write(Utf8JsonWriter writer, AccountEvent.DebitPresented e)
    {
        writer.WritePropertyName(Field.Debit);
        Write(writer, e.Debit);
        writer.Put(Field.Actor, e.Actor.Value);
        return DebitPresented;
    }

    private static AccountEvent.DebitPresented ReadDebitPresented(ref FieldReader fields)
    {
        PresentedDebit? debit = null;
        var actor = "";
        fields.Enter();
        while (fields.More())
        {
            if (fields.At(Field.Debit)) debit = fields.Object(ReadDebit);
            if (fields.At(Field.Actor)) actor = fields.CommonText();
        }

        return new AccountEvent.DebitPresented(
            debit ?? throw new JsonException($"The field '{Field.Debit}' is missing."), new Actor(actor));
    }
}
