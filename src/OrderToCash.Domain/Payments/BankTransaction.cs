using System.Collections.Immutable;
using OrderToCash.Domain.Values;

namespace OrderToCash.Domain.Payments;

/// <summary>One transaction as the bank reports it.</summary>
/// <param name="Identity">
/// The bank's unique reference in the account, else a hash of the entry and its occurrence number
/// (<see cref="IsKnownByContent"/>).
/// </param>
/// <param name="SignedMinor">Minor units of the account's currency; positive came in, negative went out.</param>
/// <param name="Text">Remittance information as delivered, segments joined.</param>
/// <param name="BankReference">AcctSvcrRef; null where the bank gives none.</param>
public sealed record BankTransaction(
    string Identity, long SignedMinor, Currency Currency, DateOnly BookingDate, DateOnly ValueDate,
    string? CounterpartyName, string? CounterpartyIban, string? Text, string? EndToEndId, string? StructuredReference,
    string? BankReference)
{
    /// <summary>Hexadecimal digits that an identity by content begins with; a hyphen and a number follow.</summary>
    public const int ContentHashLength = 32;

    /// <summary>True where the identity is a hash of the content: the bank gave no reference that identifies.</summary>
    public bool IsKnownByContent
    {
        get
        {
            if (Identity.Length <= ContentHashLength || Identity[ContentHashLength] != '-')
                return false;
            foreach (var digit in Identity.AsSpan(0, ContentHashLength))
            {
                if (!char.IsAsciiHexDigitLower(digit))
                    return false;
            }

            return true;
        }
    }

    /// <summary>True where the bank says that it undoes an earlier payment: a reversal or a return.</summary>
    public bool IsReturn { get; init; }

    /// <summary>Why it was returned: an ISO code (<c>AC04</c>) or the bank's own; null where none is given.</summary>
    public string? ReturnReason { get; init; }

    /// <summary>
    /// Charges as the bank states them, in the account's currency, positive where they were taken; null where none are
    /// stated. Whether they are in the amount already only the amounts tell.
    /// </summary>
    public long? ChargesMinor { get; init; }

    /// <summary>
    /// What the payer instructed, in minor units of <see cref="InstructedCurrency"/>; null where it is not stated, or
    /// is what came in.
    /// </summary>
    public long? InstructedMinor { get; init; }

    /// <summary>Null where <see cref="InstructedMinor"/> is.</summary>
    public Currency? InstructedCurrency { get; init; }

    /// <summary>True where the bank undoes a booking of its own (<c>RvslInd</c>, a storno).</summary>
    public bool IsReversal { get; init; }

    /// <summary>
    /// ISO 20022 bank transaction code, <c>PMNT-IDDT-UPDD</c>: domain, family, sub-family; null where not given.
    /// </summary>
    public string? TransactionCode { get; init; }

    /// <summary>The German banks' business transaction code (GVC, three digits); null where not given.</summary>
    public string? BusinessCode { get; init; }

    /// <summary>The direct debit's mandate; null where not given.</summary>
    public string? MandateId { get; init; }

    /// <summary>
    /// PmtInfId of the batch that this entry, or the entry that this is a detail of, books as one; null where
    /// not given.
    /// </summary>
    public string? BatchId { get; init; }

    /// <summary>
    /// The bank's reference of the entry that this transaction is a detail of; null where it is the entry itself.
    /// </summary>
    public string? EntryReference { get; init; }

    /// <summary>
    /// Who owes, or is owed, in the end: UltmtDbtr or UltmtCdtr of the counterparty; null where not given.
    /// </summary>
    public string? UltimateName { get; init; }

    /// <summary>
    /// Places in <see cref="Text"/> where one delivered segment ends and the next begins, ascending. A number may be
    /// cut there, or two words stand together.
    /// </summary>
    public ImmutableArray<int> TextBreaks { get; init; } = [];
}
