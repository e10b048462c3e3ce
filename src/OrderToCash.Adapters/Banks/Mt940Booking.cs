using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Text;
using OrderToCash.Domain.Payments;
using OrderToCash.Domain.Values;

namespace OrderToCash.Adapters.Banks;

/// <summary>The second pass over a verified statement: its entries as commands to the bank account, a part at a
/// time.</summary>
/// <remarks>Memory is that of one part and of one entry.</remarks>
internal sealed class Mt940Booking(
    Mt940StatementReader reader, Mt940Accepted plan, Mt940Encoding encoding, Actor actor)
{
    private readonly Mt940DetailsReader _details = new(encoding);
    private readonly Dictionary<UInt128, int> _occurrences = [];
    private readonly List<BankTransaction> _expected = [];
    private Int128 _netMinor;
    private int _count;

    /// <summary>True once all commands are read, where the statement is still the one that was verified.</summary>
    public bool IsSame => reader.Rejection is null && (plan.Header is not { } header
        || (_count == header.EntryCount && header.OpeningMinor + _netMinor == header.ClosingMinor));

    /// <summary>The commands, each read when it is asked for.</summary>
    public IEnumerable<BankCommand> Commands(CancellationToken cancellationToken)
    {
        var part = ImmutableArray.CreateBuilder<BankTransaction>();
        var parts = 0;
        while (reader.NextEntry() is { } entry)
        {
            if (plan.SignedMinor(entry) is not { } signedMinor)
            {
                _expected.Add(Transaction(entry, entry.SignedMinor));
                if (_expected.Count == BankAccount.MaxPartEntries)
                    yield return Announce();
                continue;
            }

            part.Add(Transaction(entry, signedMinor));
            _netMinor += signedMinor;
            _count++;
            if (part.Count < BankAccount.MaxPartEntries || plan.Header is not { } header || _count >= header.EntryCount)
                continue;
            cancellationToken.ThrowIfCancellationRequested();
            yield return new BankCommand.BookEntries(header, parts++, false, part.ToImmutable(), actor);
            part.Clear();
        }

        if (plan.Header is { } last)
            yield return new BankCommand.BookEntries(last, parts, true, part.ToImmutable(), actor);
        if (_expected.Count > 0)
            yield return Announce();
    }

    private BankCommand.Announce Announce()
    {
        var announce = new BankCommand.Announce(plan.Id, [.. _expected], actor);
        _expected.Clear();
        return announce;
    }

    private BankTransaction Transaction(Mt940Entry entry, long signedMinor)
    {
        var details = _details.Read(entry.Details);
        var hash = Mt940Verifier.HashOf(entry.Of(entry.BankReference));
        var bankReference = Text(entry.Of(entry.BankReference));
        Mt940Supplement.Read(entry, details, encoding);
        var booked = entry.EntryDate ?? entry.ValueDate;
        var text = details.Text ?? details.PostingText;
        var identity = hash is { } known && !plan.Repeated.Contains(known) && bankReference is not null
            ? EntryIdentity.OfReference(bankReference)
            : ByContent(booked, entry.ValueDate, signedMinor, details.EndToEndId, text);
        var isReturn = entry.IsReversal || Mt940Codes.IsReturn(details.BusinessCode) || details.ReturnReason is not null
            || entry.Of(entry.TypeCode).SequenceEqual("NRTI"u8);
        var instructed = Instructed(entry, details, signedMinor);
        return new BankTransaction(
            identity, signedMinor, plan.Currency, booked, entry.ValueDate, details.Name, AccountOf(details), text,
            details.EndToEndId, details.StructuredReference, bankReference)
        {
            IsReturn = isReturn,
            IsReversal = entry.IsReversal,
            ReturnReason = isReturn ? details.ReturnReason ?? Mt940Codes.ReturnReason(details.TextKey) : null,
            ChargesMinor = Charges(entry, details),
            InstructedMinor = instructed?.Minor,
            InstructedCurrency = instructed?.Currency,
            BusinessCode = details.BusinessCode,
            MandateId = details.MandateId,
            BatchId = details.BatchId ?? CustomerReference(entry),
            UltimateName = UltimateName(details, signedMinor),
            TextBreaks = details.Text is null ? [] : details.TextBreaks,
        };
    }

    // A national number is an account only together with its bank.
    private static string? AccountOf(Mt940Details details) =>
        details is { Account: { } account, Bank: { } bank } && char.IsAsciiDigit(account[0])
            ? GermanIban.Of(bank, account) ?? account
            : details.Account;

    private (long Minor, Currency Currency)? Instructed(Mt940Entry entry, Mt940Details details, long signedMinor)
    {
        var instructed = Mt940Supplement.Amount(entry, "/OCMT/"u8, plan.Currency)
            ?? Amount(details.OriginalAmount);
        return instructed is { } told && (told.Currency != plan.Currency || told.Minor != Math.Abs(signedMinor))
            ? instructed
            : null;
    }

    private long? Charges(Mt940Entry entry, Mt940Details details)
    {
        var charges = Mt940Supplement.Amount(entry, "/CHGS/"u8, plan.Currency) ?? Amount(details.Compensation);
        return charges is { } told && told.Currency == plan.Currency ? told.Minor : null;
    }

    private (long Minor, Currency Currency)? Amount(string? text) =>
        text is null ? null : Mt940Amount.ParseWithCurrency(Encoding.Latin1.GetBytes(text), plan.Currency);

    private string? Text(ReadOnlySpan<byte> bytes)
    {
        bytes = bytes.Trim((byte)' ');
        return bytes.IsEmpty ? null : encoding.Decode(bytes);
    }

    // What the account owner submitted is known by this reference, if it is one: many banks only say where it is.
    private string? CustomerReference(Mt940Entry entry)
    {
        var reference = entry.Of(entry.CustomerReference).Trim((byte)' ').TrimEnd((byte)'+');
        if (reference.Length < EntryIdentity.MinReferenceLength || reference.SequenceEqual("NOTPROVIDED"u8))
            return null;
        return encoding.Decode(reference);
    }

    // In a direct debit the originator is who gets the money, else who gives it.
    private static string? UltimateName(Mt940Details details, long signedMinor)
    {
        if (signedMinor >= 0)
            return details.UltimateOriginator;
        return Mt940Codes.IsDirectDebit(details.BusinessCode)
            ? details.UltimateOriginator
            : details.UltimateRecipient;
    }

    private string ByContent(DateOnly booked, DateOnly value, long signedMinor, string? endToEndId, string? text)
    {
        var hash = EntryIdentity.HashContent(plan.Account, booked, value, signedMinor, endToEndId, text);
        ref var occurrence = ref CollectionsMarshal.GetValueRefOrAddDefault(_occurrences, hash, out _);
        occurrence++;
        return EntryIdentity.OfContent(hash, occurrence);
    }
}
