using System.Collections.Immutable;
using OrderToCash.Domain.Payments;
using OrderToCash.Domain.Values;

namespace OrderToCash.Domain.CashApplication;

/// <summary>The first rung of matching: the payer named our documents exactly.</summary>
/// <remarks>
/// A wrong booking costs far more than a review. So only whole tokens count, a number of a few digits never decides, a
/// number without letters decides only where nothing stronger is named, and references of two customers go to a person.
/// </remarks>
public static class ExactReference
{
    /// <summary>The name of the rule and its version, kept in each match.</summary>
    public const string Rule = "exact-reference@1";

    /// <summary>Money went out: it belongs to no customer's documents.</summary>
    public const string Outgoing = "outgoing money";

    /// <summary>No token names a known document.</summary>
    public const string NoReference = "no reference found";

    /// <summary>The tokens name documents of more than one customer.</summary>
    public const string SeveralCustomers = "references of several customers";

    /// <summary>Numbers without letters and with fewer digits are found in dates, amounts and phone numbers.</summary>
    public const int MinDigits = 6;

    // A number that reads as a date within this many days of the booking is taken for one.
    private const int MaxDateDistanceDays = 400;

    /// <summary>
    /// Whose money it is, as a <see cref="PaymentCommand.Match"/> with the documents named (invoices first), else a
    /// <see cref="PaymentCommand.Park"/> with the reason; both with what was found and where.
    /// </summary>
    public static PaymentCommand Decide(BankTransaction transaction, ReferenceLookup lookup)
    {
        if (transaction.SignedMinor <= 0)
            return new PaymentCommand.Park(Outgoing, []);
        var findings = new Findings();
        Search(transaction.Text, "text", transaction, lookup, findings);
        Search(transaction.StructuredReference, "structured reference", transaction, lookup, findings);
        Search(transaction.EndToEndId, "end-to-end id", transaction, lookup, findings);
        return findings.Decide();
    }

    private static void Search(
        string? text, string source, BankTransaction transaction, ReferenceLookup lookup, Findings findings)
    {
        var taken = 0;
        foreach (var reference in References.Find(text))
        {
            // A part of a token that named a document as a whole names nothing more.
            if (reference.Range.Start.Value < taken && reference.Kind == ReferenceKind.Order)
                continue;
            var targets = lookup(reference.Kind, reference.Text);
            var strength = StrengthOf(reference, transaction.BookingDate);
            findings.Add(reference, source, targets, strength);
            if (!targets.IsEmpty && reference.Kind == ReferenceKind.Order)
                taken = reference.Range.End.Value;
        }
    }

    private static Strength StrengthOf(Reference reference, DateOnly bookingDate)
    {
        if (reference.Kind == ReferenceKind.InvoiceNumber)
            return Strength.Full;
        var digits = 0;
        foreach (var character in reference.Text)
        {
            if (char.IsLetter(character))
                return Strength.Full;
            if (char.IsAsciiDigit(character))
                digits++;
        }

        return digits < MinDigits || IsDate(reference.Text, bookingDate) ? Strength.None : Strength.DigitsOnly;
    }

    private static bool IsDate(string text, DateOnly bookingDate)
    {
        ReadOnlySpan<string> forms = text.Length switch
        {
            6 => ["ddMMyy", "yyMMdd"],
            8 => ["ddMMyyyy", "yyyyMMdd", "dd.MM.yy", "dd-MM-yy"],
            10 => ["dd.MM.yyyy", "yyyy-MM-dd", "dd-MM-yyyy"],
            _ => [],
        };
        foreach (var form in forms)
        {
            if (DateOnly.TryParseExact(text, form, out var date)
                && Math.Abs(date.DayNumber - bookingDate.DayNumber) <= MaxDateDistanceDays)
                return true;
        }

        return false;
    }

    private enum Strength
    {
        None,
        DigitsOnly,
        Full,
    }

    private sealed class Findings
    {
        private readonly List<(ReferenceTarget Target, Strength Strength)> _named = [];
        private readonly ImmutableArray<Evidence>.Builder _evidence = ImmutableArray.CreateBuilder<Evidence>();

        public void Add(
            Reference reference, string source, ImmutableArray<ReferenceTarget> targets, Strength strength)
        {
            var place = $" in {source}, characters {reference.Range.Start.Value + 1} to {reference.Range.End.Value}";
            if (targets.IsEmpty)
            {
                // Of all other tokens nothing says that they were meant as a reference.
                if (reference.Kind == ReferenceKind.InvoiceNumber)
                    _evidence.Add(new Evidence("invoice number that is not known" + place, reference.Text));
                return;
            }

            var what = (reference.Kind, strength) switch
            {
                (_, Strength.None) => "number too short, or a date, to decide",
                (ReferenceKind.InvoiceNumber, _) => reference.IsExact ? "invoice number" : "invoice number in pieces",
                _ => "order",
            };
            foreach (var target in targets)
            {
                _evidence.Add(new Evidence(what + place, reference.Text, $"{target.Document} of {target.Account}"));
                if (strength != Strength.None)
                    _named.Add((target, strength));
            }
        }

        public PaymentCommand Decide()
        {
            var least = _named.Exists(static named => named.Strength == Strength.Full)
                ? Strength.Full
                : Strength.DigitsOnly;
            AccountId? account = null;
            foreach (var (target, strength) in _named)
            {
                if (strength < least)
                    continue;
                if (account is not null && account != target.Account)
                    return new PaymentCommand.Park(SeveralCustomers, _evidence.ToImmutable());
                account = target.Account;
            }

            if (account is not { } found)
                return new PaymentCommand.Park(NoReference, _evidence.ToImmutable());
            return new PaymentCommand.Match(found, DocumentsOf(found), Rule, _evidence.ToImmutable());
        }

        private ImmutableArray<string> DocumentsOf(AccountId account)
        {
            var documents = ImmutableArray.CreateBuilder<string>();
            foreach (var (target, _) in _named)
            {
                if (target.Account == account && !documents.Contains(target.Document))
                    documents.Add(target.Document);
            }

            return documents.ToImmutable();
        }
    }
}
