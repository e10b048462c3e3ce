using System.Collections.Immutable;
using System.Text.Json;
using OrderToCash.Domain.CashApplication;
using OrderToCash.Domain.Payments;
using OrderToCash.Domain.Receivables;
using OrderToCash.Domain.Values;

namespace OrderToCash.Application.Codecs;

/// <summary>The stored form of what was decided of a payment, and why.</summary>
internal static class MatchCodec
{
    public static void Write(Utf8JsonWriter writer, MatchExplanation why)
    {
        writer.WriteStartObject();
        writer.Put(Field.Policy, why.Policy);
        writer.Put(Field.Rung, why.Rung);
        writer.Put(Field.Score, why.Score);
        writer.Put(Field.Evidence, why.Evidence, Write);
        writer.Put(Field.Rivals, why.Rivals, Write);
        writer.Put(Field.Missing, why.Missing);
        writer.WriteEndObject();
    }

    public static MatchExplanation ReadExplanation(ref FieldReader fields)
    {
        string policy = "", rung = "";
        var score = 0;
        ImmutableArray<MatchEvidence> evidence = [];
        ImmutableArray<MatchRival> rivals = [];
        string? missing = null;
        fields.Enter();
        while (fields.More())
        {
            if (fields.At(Field.Policy)) policy = fields.CommonText();
            if (fields.At(Field.Rung)) rung = fields.CommonText();
            if (fields.At(Field.Score)) score = fields.Int();
            if (fields.At(Field.Evidence)) evidence = fields.Array(ReadEvidence);
            if (fields.At(Field.Rivals)) rivals = fields.Array(ReadRival);
            if (fields.At(Field.Missing)) missing = fields.CommonText();
        }

        return new MatchExplanation(policy, rung, score, evidence, rivals, missing);
    }

    public static void Write(Utf8JsonWriter writer, MatchEvidence evidence)
    {
        writer.WriteStartObject();
        writer.Put(Field.Kind, StoredWords.EvidenceKinds, (int)evidence.Kind);
        writer.Put(Field.Rule, evidence.Rule);
        writer.Put(Field.Points, evidence.Points);
        writer.Put(Field.InField, StoredWords.TransactionFields, (int)evidence.Field);
        writer.Put(Field.Start, evidence.Start);
        writer.Put(Field.Length, evidence.Length);
        writer.Put(Field.Target, evidence.Target);
        writer.WriteEndObject();
    }

    public static MatchEvidence ReadEvidence(ref FieldReader fields)
    {
        int kind = 0, points = 0, field = 0, start = 0, length = 0;
        var rule = "";
        string? target = null;
        fields.Enter();
        while (fields.More())
        {
            if (fields.At(Field.Kind)) kind = fields.Word(StoredWords.EvidenceKinds);
            if (fields.At(Field.Rule)) rule = fields.CommonText();
            if (fields.At(Field.Points)) points = fields.Int();
            if (fields.At(Field.InField)) field = fields.Word(StoredWords.TransactionFields);
            if (fields.At(Field.Start)) start = fields.Int();
            if (fields.At(Field.Length)) length = fields.Int();
            if (fields.At(Field.Target)) target = fields.Text();
        }

        return new MatchEvidence((EvidenceKind)kind, rule, points, (TransactionField)field, start, length, target);
    }

    public static void Write(Utf8JsonWriter writer, MatchRival rival)
    {
        writer.WriteStartObject();
        writer.Put(Field.Score, rival.Score);
        writer.Put(Field.Allocations, rival.Allocations, Write);
        writer.Put(Field.Evidence, rival.Evidence, Write);
        writer.WriteEndObject();
    }

    public static MatchRival ReadRival(ref FieldReader fields)
    {
        var score = 0;
        ImmutableArray<MatchAllocation> allocations = [];
        ImmutableArray<MatchEvidence> evidence = [];
        fields.Enter();
        while (fields.More())
        {
            if (fields.At(Field.Score)) score = fields.Int();
            if (fields.At(Field.Allocations)) allocations = fields.Array(ReadAllocation);
            if (fields.At(Field.Evidence)) evidence = fields.Array(ReadEvidence);
        }

        return new MatchRival(score, allocations, evidence);
    }

    public static void Write(Utf8JsonWriter writer, MatchAllocation part)
    {
        writer.WriteStartObject();
        writer.Put(Field.Account, part.Account.Value);
        writer.Put(Field.Document, part.Document);
        writer.Put(Field.Paid, part.PaidMinor);
        writer.Put(Field.SkontoAmount, part.SkontoMinor);
        writer.Put(Field.Charges, part.ChargesMinor);
        writer.Put(Field.WriteOff, part.WriteOffMinor);
        writer.Put(Field.Row, part.Row);
        writer.WriteEndObject();
    }

    /// <summary>Without an account where it is the share's, so that the frequent case stays short.</summary>
    public static MatchAllocation ReadAllocation(ref FieldReader fields)
    {
        AccountId account = default;
        var document = "";
        long paid = 0, skonto = 0, charges = 0, writeOff = 0;
        string? row = null;
        fields.Enter();
        while (fields.More())
        {
            if (fields.At(Field.Account)) account = new AccountId(fields.Text());
            if (fields.At(Field.Document)) document = fields.Text();
            if (fields.At(Field.Paid)) paid = fields.Long();
            if (fields.At(Field.SkontoAmount)) skonto = fields.Long();
            if (fields.At(Field.Charges)) charges = fields.Long();
            if (fields.At(Field.WriteOff)) writeOff = fields.Long();
            if (fields.At(Field.Row)) row = fields.Text();
        }

        return new MatchAllocation(account, document, paid, skonto, charges, writeOff, row);
    }

    public static void Write(Utf8JsonWriter writer, PaymentShare share)
    {
        writer.WriteStartObject();
        writer.Put(Field.Account, share.Account.Value);
        writer.Put(Field.Amount, share.AmountMinor);
        if (share.Allocations is { } allocations)
        {
            writer.WriteStartArray(Field.Allocations);
            foreach (var allocation in allocations)
                Write(writer, allocation.Account == share.Account ? allocation with { Account = default } : allocation);
            writer.WriteEndArray();
        }

        writer.Put(Field.Documents, share.Documents);
        writer.Put(Field.Refund, share.RefundMinor);
        writer.WriteEndObject();
    }

    public static PaymentShare ReadShare(ref FieldReader fields)
    {
        var account = "";
        long amount = 0, refund = 0;
        ImmutableArray<MatchAllocation>? allocations = null;
        ImmutableArray<string> documents = [];
        fields.Enter();
        while (fields.More())
        {
            if (fields.At(Field.Account)) account = fields.Text();
            if (fields.At(Field.Amount)) amount = fields.Long();
            if (fields.At(Field.Allocations)) allocations = fields.Array(ReadAllocation);
            if (fields.At(Field.Documents)) documents = fields.Texts();
            if (fields.At(Field.Refund)) refund = fields.Long();
        }

        return new PaymentShare(
            new AccountId(account), amount, allocations is { } parts ? WithAccount(parts, account) : null, documents,
            refund);
    }

    public static void Write(Utf8JsonWriter writer, AppliedShare share)
    {
        writer.WriteStartObject();
        writer.Put(Field.Account, share.Account.Value);
        writer.Put(Field.Attempt, share.Attempt);
        writer.Put(Field.Allocations, share.Allocations, PartCodec.Write);
        writer.Put(Field.OnAccount, share.OnAccountMinor);
        writer.Put(Field.Refund, share.RefundMinor);
        writer.WriteEndObject();
    }

    public static AppliedShare ReadAppliedShare(ref FieldReader fields)
    {
        var account = "";
        var attempt = 0;
        ImmutableArray<Allocation> allocations = [];
        long onAccount = 0, refund = 0;
        fields.Enter();
        while (fields.More())
        {
            if (fields.At(Field.Account)) account = fields.Text();
            if (fields.At(Field.Attempt)) attempt = fields.Int();
            if (fields.At(Field.Allocations)) allocations = fields.Array(PartCodec.ReadAllocation);
            if (fields.At(Field.OnAccount)) onAccount = fields.Long();
            if (fields.At(Field.Refund)) refund = fields.Long();
        }

        return new AppliedShare(new AccountId(account), attempt, allocations, onAccount, refund);
    }

    /// <summary>The payer under a name; nothing where there is none.</summary>
    public static void Put(Utf8JsonWriter writer, JsonEncodedText name, Payer? payer)
    {
        if (payer is null)
            return;
        writer.WriteStartObject(name);
        writer.Put(Field.Iban, payer.Iban);
        writer.Put(Field.Name, payer.Name);
        writer.WriteEndObject();
    }

    public static Payer ReadPayer(ref FieldReader fields)
    {
        string? iban = null, name = null;
        fields.Enter();
        while (fields.More())
        {
            if (fields.At(Field.Iban)) iban = fields.Text();
            if (fields.At(Field.Name)) name = fields.Text();
        }

        return new Payer(iban, name);
    }

    /// <summary>What the bank says of a return, under a name; nothing where there was none.</summary>
    public static void Put(Utf8JsonWriter writer, JsonEncodedText name, DebitReturn? returned)
    {
        if (returned is null)
            return;
        writer.WriteStartObject(name);
        writer.Put(Field.Reason, returned.Reason);
        writer.Put(Field.Mandate, returned.Mandate);
        writer.WriteEndObject();
    }

    public static DebitReturn ReadReturn(ref FieldReader fields)
    {
        string? reason = null, mandate = null;
        fields.Enter();
        while (fields.More())
        {
            if (fields.At(Field.Reason)) reason = fields.CommonText();
            if (fields.At(Field.Mandate)) mandate = fields.Text();
        }

        return new DebitReturn(reason, mandate);
    }

    private static ImmutableArray<MatchAllocation> WithAccount(ImmutableArray<MatchAllocation> parts, string account)
    {
        var whole = ImmutableArray.CreateBuilder<MatchAllocation>(parts.Length);
        foreach (var part in parts)
            whole.Add(part.Account.Value is null ? part with { Account = new AccountId(account) } : part);
        return whole.MoveToImmutable();
    }
}
