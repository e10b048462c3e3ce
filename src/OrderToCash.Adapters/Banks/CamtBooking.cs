using System.Collections.Immutable;
using System.Runtime.InteropServices;
using OrderToCash.Domain.Flows;
using OrderToCash.Domain.Payments;
using OrderToCash.Domain.Values;

namespace OrderToCash.Adapters.Banks;

/// <summary>The second pass over a verified statement: its entries as commands to the bank account.</summary>
internal sealed class CamtBooking
{
    /// <summary>Entries in a command, see <see cref="BankCommand.BookEntries"/>.</summary>
    private const int MaxEntries = 500;

    private readonly CamtAccepted _plan;
    private readonly Actor _actor;
    private readonly ImmutableArray<Message>.Builder _commands = ImmutableArray.CreateBuilder<Message>();
    private readonly ImmutableArray<BankTransaction>.Builder _part = ImmutableArray.CreateBuilder<BankTransaction>();
    private readonly Dictionary<string, int> _occurrences = new(StringComparer.Ordinal);
    private string? _ownerName;
    private Int128 _netMinor;
    private int _count;

    private CamtBooking(CamtAccepted plan, Actor actor)
    {
        _plan = plan;
        _actor = actor;
    }

    /// <summary>Reads the statement on whose first tag the parser stands, to its end.</summary>
    /// <returns>Empty where the statement is no longer the one that was verified.</returns>
    public static ImmutableArray<Message> Read(
        CamtXml xml, CamtPlan plan, CamtAccepted accepted, Actor actor, CancellationToken cancellationToken)
    {
        var booking = new CamtBooking(accepted, actor);
        var reader = new CamtStatementReader(xml, plan.Number, keepDetails: true);
        while (reader.NextEntry() is { } entry)
        {
            cancellationToken.ThrowIfCancellationRequested();
            booking._ownerName = reader.Statement.OwnerName;
            if (entry.IsBooked)
                booking.Add(entry);
        }

        booking.Close(isLast: true);
        var header = accepted.Header;
        var isSame = reader.Rejection is null && reader.Statement.Account == accepted.Account
            && booking._count == header.EntryCount
            && header.OpeningMinor + booking._netMinor == header.ClosingMinor;
        return isSame ? booking._commands.DrainToImmutable() : [];
    }

    private void Add(CamtEntry entry)
    {
        var direction = _plan.ReversalsFlip && entry.IsReversal ? -entry.Direction : entry.Direction;
        var reference = entry.Reference;
        if (!EntryIdentity.IsUsable(reference) || _plan.Repeated.Contains(EntryIdentity.Hash(reference)))
            reference = null;
        if (entry.Number > _plan.IsSplit.Length || !_plan.IsSplit[entry.Number - 1])
        {
            var detail = entry.Details.Count == 1 ? entry.Details[0] : null;
            Add(entry, detail, direction * entry.AmountMinor.GetValueOrDefault(), reference);
            return;
        }

        var isByReference = HasOwnReferences(entry);
        for (var index = 0; index < entry.Details.Count; index++)
        {
            var detail = entry.Details[index];
            var isFlipped = direction != entry.Direction;
            var own = detail.Direction == 0 ? entry.Direction : detail.Direction;
            var identity = reference is null ? null
                : isByReference ? $"{reference}/{detail.Reference}" : $"{reference}/{index + 1}";
            Add(entry, detail, (isFlipped ? -own : own) * detail.AmountMinor.GetValueOrDefault(), identity);
        }
    }

    private void Add(CamtEntry entry, CamtDetail? detail, long signedMinor, string? identity)
    {
        var fallback = _plan.DefaultDate ?? DateOnly.MinValue;
        var booked = entry.BookingDate ?? entry.ValueDate ?? fallback;
        var value = entry.ValueDate ?? booked;
        var (name, account) = Counterparty(entry, detail, signedMinor);
        // A reference in a field of its own says what is paid; then the bank's own word for the kind of entry is no
        // text.
        var text = detail?.Text
            ?? (detail?.StructuredReference is null ? detail?.AdditionalText ?? entry.AdditionalText : null);
        // A batch booked as one is recognised by the id of the collection that the merchant sent.
        var structured = detail is null ? entry.BatchId : detail.StructuredReference;
        var instructed = detail?.Instructed is { } told
            && (told.Currency != _plan.Header.Currency || told.Minor != Math.Abs(signedMinor))
                ? detail.Instructed
                : null;
        _part.Add(new BankTransaction(
            identity ?? ByContent(booked, value, signedMinor, detail?.EndToEndId, text),
            signedMinor, _plan.Header.Currency, booked, value, name, account, text, detail?.EndToEndId, structured,
            detail?.Reference ?? entry.Reference)
        {
            IsReturn = entry.IsReversal || detail is { IsReturn: true },
            ReturnReason = detail?.ReturnReason,
            ChargesMinor = detail?.ChargesMinor ?? (entry.DetailCount > 1 ? null : entry.ChargesMinor),
            InstructedMinor = instructed?.Minor,
            InstructedCurrency = instructed?.Currency,
        });
        _netMinor += signedMinor;
        _count++;
        if (_part.Count == MaxEntries && _count < _plan.Header.EntryCount)
            Close(isLast: false);
    }

    private void Close(bool isLast)
    {
        var entries = _part.ToImmutable();
        _part.Clear();
        var command = new BankCommand.BookEntries(_plan.Header, _commands.Count, isLast, entries, _actor);
        _commands.Add(new Message(new EntityAddress(Kinds.Bank, _plan.Account), command));
    }

    private static bool HasOwnReferences(CamtEntry entry)
    {
        var references = new HashSet<string>(StringComparer.Ordinal);
        foreach (var detail in entry.Details)
        {
            if (detail.Reference is not { } reference || !references.Add(reference))
                return false;
        }

        return true;
    }

    private string ByContent(DateOnly booked, DateOnly value, long signedMinor, string? endToEndId, string? text)
    {
        var hash = EntryIdentity.OfContent(_plan.Account, booked, value, signedMinor, endToEndId, text);
        ref var occurrence = ref CollectionsMarshal.GetValueRefOrAddDefault(_occurrences, hash, out _);
        occurrence++;
        return $"{hash}-{occurrence}";
    }

    // Who paid, or was paid. What comes back keeps the parties of the payment it undoes, so there it is the other side.
    // Whichever side turns out to be this very account is never the counterparty, unless the bank names no other.
    private (string? Name, string? Account) Counterparty(CamtEntry entry, CamtDetail? detail, long signedMinor)
    {
        if (detail is null)
            return (null, null);

        var isUndone = entry.IsReversal || detail.IsReturn;
        var isDebtor = (signedMinor >= 0) != isUndone;
        var first = isDebtor ? detail.Debtor : detail.Creditor;
        var other = isDebtor ? detail.Creditor : detail.Debtor;
        var party = IsOwn(first) && other.IsKnown && !IsOwn(other) ? other : first;
        return (party.Name ?? party.UltimateName, party.Account);
    }

    private bool IsOwn(CamtParty party) =>
        party.Account is { } account ? account == _plan.Account : party.Name is null || party.Name == _ownerName;
}
