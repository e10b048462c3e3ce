using System.Collections.Immutable;
using OrderToCash.Domain.Values;

namespace OrderToCash.Adapters.Banks;

/// <summary>A balance of a statement: <c>OPBD</c>, <c>PRCD</c>, <c>CLBD</c>, <c>ITBD</c>.</summary>
/// <param name="Direction">1 credit, -1 debit, 0 where the bank doesn't say.</param>
internal sealed record CamtBalance(string Kind, long AmountMinor, int Direction, DateOnly? Date, int Line);

/// <summary>A statement's stated totals of a kind of entry; null where not stated.</summary>
internal sealed record CamtTotal(string Name, long? Count, long? SumMinor, int Line);

/// <summary>What a statement says besides its entries, filled while they are read.</summary>
internal sealed class CamtStatement
{
    /// <summary>Its number in the file, 1 for the first.</summary>
    public int Number { get; init; }

    /// <summary>The line of its first tag.</summary>
    public int Line { get; init; }

    public string? SequenceNumber { get; set; }

    public string? LegalSequenceNumber { get; set; }

    public DateOnly? FromDate { get; set; }

    public DateOnly? ToDate { get; set; }

    /// <summary>CreDtTm: the day on which the bank made it.</summary>
    public DateOnly? CreationDate { get; set; }

    /// <summary>IBAN or the bank's own number, upper case without blanks; null until it is read.</summary>
    public string? Account { get; set; }

    public string? OwnerName { get; set; }

    public Currency? Currency { get; set; }

    /// <summary>The page where the statement is one of several; null where it is whole.</summary>
    public string? Page { get; set; }

    public List<CamtBalance> Balances { get; } = [];

    public List<CamtTotal> Totals { get; } = [];
}

/// <summary>An entry as it stands in the file.</summary>
internal sealed class CamtEntry
{
    /// <summary>1 for the statement's first.</summary>
    public int Number { get; init; }

    public int Line { get; init; }

    /// <summary>Without sign; null until it is read.</summary>
    public long? AmountMinor { get; set; }

    /// <summary>1 credit, -1 debit, 0 until it is read.</summary>
    public int Direction { get; set; }

    public bool IsReversal { get; set; }

    /// <summary>False for what is only announced: it moves no balance.</summary>
    public bool IsBooked { get; set; } = true;

    /// <summary>True for what the bank will book: money that is expected.</summary>
    public bool IsPending { get; set; }

    /// <summary>BkTxCd.</summary>
    public CamtCode Code { get; set; }

    public DateOnly? BookingDate { get; set; }

    public DateOnly? ValueDate { get; set; }

    /// <summary>AcctSvcrRef; null where the bank gives none.</summary>
    public string? Reference { get; set; }

    /// <summary>AddtlNtryInf.</summary>
    public string? AdditionalText { get; set; }

    /// <summary>In the account's currency, positive where taken; null where none are stated in it.</summary>
    public long? ChargesMinor { get; set; }

    /// <summary>PmtInfId of the batch that was booked as one entry.</summary>
    public string? BatchId { get; set; }

    public int DetailCount { get; set; }

    /// <summary>True while every detail has an amount in the account's currency.</summary>
    public bool HasAllDetailAmounts { get; set; } = true;

    /// <summary>Of the details that state their direction.</summary>
    public Int128 SignedDetailsMinor { get; set; }

    /// <summary>Of the details that have the entry's direction.</summary>
    public Int128 UnsignedDetailsMinor { get; set; }

    /// <summary>Empty on the first pass, which only adds them up.</summary>
    public List<CamtDetail> Details { get; } = [];

    public long SignedMinor => AmountMinor.GetValueOrDefault() * Direction;

    /// <summary>True where the details tell several money events that add up to the entry.</summary>
    public bool IsSplit =>
        DetailCount > 1 && HasAllDetailAmounts
        && SignedDetailsMinor + (UnsignedDetailsMinor * Direction) == SignedMinor;
}

/// <summary>What kind of transaction the bank says it is.</summary>
/// <param name="Iso">Domain, family and sub-family, <c>PMNT-IDDT-UPDD</c>; null where not given.</param>
/// <param name="Business">The German banks' code, three digits; null where not given.</param>
internal readonly record struct CamtCode(string? Iso, string? Business);

/// <summary>A transaction inside an entry.</summary>
internal sealed class CamtDetail
{
    /// <summary>In the account's currency, without sign; null where not stated in it.</summary>
    public long? AmountMinor { get; set; }

    /// <summary>1 credit, -1 debit, 0 for the entry's.</summary>
    public int Direction { get; set; }

    /// <summary>AcctSvcrRef of the transaction.</summary>
    public string? Reference { get; set; }

    public string? EndToEndId { get; set; }

    /// <summary>MndtId.</summary>
    public string? MandateId { get; set; }

    /// <summary>PmtInfId of the transaction's own references.</summary>
    public string? BatchId { get; set; }

    /// <summary>BkTxCd.</summary>
    public CamtCode Code { get; set; }

    /// <summary>True where the bank gives a reason why money came back: the parties are those of the payment
    /// before.</summary>
    public bool IsReturn { get; set; }

    /// <summary>The code of that reason, or the bank's own word; null where it gives none.</summary>
    public string? ReturnReason { get; set; }

    /// <summary>In the account's currency, positive where taken; null where none are stated in it.</summary>
    public long? ChargesMinor { get; set; }

    /// <summary>InstdAmt; null where it is not stated.</summary>
    public (long Minor, Currency Currency)? Instructed { get; set; }

    public CamtParty Debtor { get; } = new();

    public CamtParty Creditor { get; } = new();

    /// <summary>Ustrd, segments joined as they came; else AddtlRmtInf.</summary>
    public string? Text { get; set; }

    /// <summary>Places in the text where one segment ends and the next begins.</summary>
    public ImmutableArray<int> TextBreaks { get; set; } = [];

    /// <summary>Creditor references and numbers of referred documents, each without blanks, separated by one.</summary>
    public string? StructuredReference { get; set; }

    /// <summary>AddtlTxInf.</summary>
    public string? AdditionalText { get; set; }
}

/// <summary>One side of a transaction.</summary>
internal sealed class CamtParty
{
    public string? Name { get; set; }

    public string? UltimateName { get; set; }

    /// <summary>IBAN or another number, upper case without blanks.</summary>
    public string? Account { get; set; }

    public bool IsKnown => Name is not null || UltimateName is not null || Account is not null;
}
