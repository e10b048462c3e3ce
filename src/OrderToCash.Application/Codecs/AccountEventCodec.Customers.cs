using System.Collections.Immutable;
using System.Text.Json;
using OrderToCash.Domain.Orders;
using OrderToCash.Domain.Receivables;
using OrderToCash.Domain.Values;
using OrderToCash.Engine.Shards;

namespace OrderToCash.Application.Codecs;

/// <content>Items of other systems, and who pays for a customer.</content>
public static partial class AccountEventCodec
{
    private static EventName Write(Utf8JsonWriter writer, AccountEvent.ItemImported e)
    {
        writer.Put(Field.Document, e.Document);
        writer.Put(Field.Kind, StoredWords.ItemKinds, (int)e.Kind);
        writer.Put(Field.OrderNumber, e.OrderNumber);
        writer.Put(Field.Reference, e.Reference);
        writer.Put(Field.Issued, e.IssueDate);
        writer.Put(Field.Due, e.DueDate);
        writer.Put(Field.Amount, e.AmountMinor);
        writer.Put(Field.Currency, e.Currency);
        writer.Put(Field.Skonto, e.Skonto, PartCodec.Write);
        writer.Put(Field.Actor, e.Actor.Value);
        return ItemImported;
    }

    private static AccountEvent.ItemImported ReadItemImported(ref FieldReader fields)
    {
        string document = "", actor = "";
        string? orderNumber = null, reference = null;
        var kind = 0;
        DateOnly issued = default, due = default;
        long amount = 0;
        Currency currency = default;
        ImmutableArray<Skonto> skonto = [];
        fields.Enter();
        while (fields.More())
        {
            if (fields.At(Field.Document)) document = fields.Text();
            if (fields.At(Field.Kind)) kind = fields.Word(StoredWords.ItemKinds);
            if (fields.At(Field.OrderNumber)) orderNumber = fields.Text();
            if (fields.At(Field.Reference)) reference = fields.Text();
            if (fields.At(Field.Issued)) issued = fields.Date();
            if (fields.At(Field.Due)) due = fields.Date();
            if (fields.At(Field.Amount)) amount = fields.Long();
            if (fields.At(Field.Currency)) currency = fields.Currency();
            if (fields.At(Field.Skonto)) skonto = fields.Array(PartCodec.ReadSkonto);
            if (fields.At(Field.Actor)) actor = fields.CommonText();
        }

        return new AccountEvent.ItemImported(
            document, (ItemKind)kind, orderNumber, reference, issued, due, amount, currency, skonto, new Actor(actor));
    }

    private static EventName Write(Utf8JsonWriter writer, AccountEvent.CustomerNoted e)
    {
        writer.Put(Field.Number, e.Number);
        writer.Put(Field.Name, e.Name);
        writer.Put(Field.Ibans, e.Ibans);
        return CustomerNoted;
    }

    private static AccountEvent.CustomerNoted ReadCustomerNoted(ref FieldReader fields)
    {
        string? number = null, name = null;
        ImmutableArray<string> ibans = [];
        fields.Enter();
        while (fields.More())
        {
            if (fields.At(Field.Number)) number = fields.Text();
            if (fields.At(Field.Name)) name = fields.Text();
            if (fields.At(Field.Ibans)) ibans = fields.Texts();
        }

        return new AccountEvent.CustomerNoted(number, name, ibans);
    }

    private static EventName Write(Utf8JsonWriter writer, AccountEvent.PayerLearned e)
    {
        writer.Put(Field.Iban, e.Iban);
        writer.Put(Field.Name, e.Name);
        writer.Put(Field.Count, e.Count);
        writer.Put(Field.Last, e.LastSeen);
        return PayerLearned;
    }

    private static AccountEvent.PayerLearned ReadPayerLearned(ref FieldReader fields)
    {
        string? iban = null, name = null;
        var count = 0;
        DateOnly last = default;
        fields.Enter();
        while (fields.More())
        {
            if (fields.At(Field.Iban)) iban = fields.Text();
            if (fields.At(Field.Name)) name = fields.Text();
            if (fields.At(Field.Count)) count = fields.Int();
            if (fields.At(Field.Last)) last = fields.Date();
        }

        return new AccountEvent.PayerLearned(iban, name, count, last);
    }

    private static EventName Write(Utf8JsonWriter writer, AccountEvent.PayerForgotten e)
    {
        writer.Put(Field.Iban, e.Iban);
        writer.Put(Field.Name, e.Name);
        writer.Put(Field.Reason, e.Reason);
        writer.Put(Field.Actor, e.Actor.Value);
        return PayerForgotten;
    }

    private static AccountEvent.PayerForgotten ReadPayerForgotten(ref FieldReader fields)
    {
        string? iban = null, name = null;
        string reason = "", actor = "";
        fields.Enter();
        while (fields.More())
        {
            if (fields.At(Field.Iban)) iban = fields.Text();
            if (fields.At(Field.Name)) name = fields.Text();
            if (fields.At(Field.Reason)) reason = fields.CommonText();
            if (fields.At(Field.Actor)) actor = fields.CommonText();
        }

        return new AccountEvent.PayerForgotten(iban, name, reason, new Actor(actor));
    }
}
