using System.Runtime.InteropServices;
using OrderToCash.Domain.Payments;

namespace OrderToCash.Adapters.Banks;

/// <summary>Makes transactions of a verified statement's entries, in the order of the file.</summary>
internal sealed class CamtTransactions(CamtAccepted plan, CamtStatement statement)
{
    private readonly Dictionary<UInt128, int> _occurrences = [];

    /// <summary>True where the entry's details are money events of their own.</summary>
    public bool IsSplit(CamtEntry entry) => plan.IsSplit[entry.Number - 1];

    /// <summary>What the entry as a whole is known by; it counts equal ones, so it is asked once an entry.</summary>
    public string IdentityOf(CamtEntry entry) =>
        Reference(entry) ?? Of(entry, null, Direction(entry) * entry.AmountMinor.GetValueOrDefault(), null).Identity;

    /// <summary>The entry as one transaction, or as its details.</summary>
    public IEnumerable<BankTransaction> Of(CamtEntry entry)
    {
        var direction = Direction(entry);
        var reference = Reference(entry);
        if (!IsSplit(entry))
        {
            var detail = entry.Details.Count == 1 ? entry.Details[0] : null;
            yield return Of(entry, detail, direction * entry.AmountMinor.GetValueOrDefault(), reference);
            yield break;
        }

        var isByReference = HasOwnReferences(entry);
        for (var index = 0; index < entry.Details.Count; index++)
        {
            var detail = entry.Details[index];
            var isFlipped = direction != entry.Direction;
            var own = detail.Direction == 0 ? entry.Direction : detail.Direction;
            var identity = reference is null
                ? null
                : EntryIdentity.OfDetail(
                    reference, isByReference && detail.Reference is { } given ? given : $"{index + 1}");
            var signedMinor = (isFlipped ? -own : own) * detail.AmountMinor.GetValueOrDefault();
            yield return Of(entry, detail, signedMinor, identity) with { EntryReference = reference };
        }
    }

    private int Direction(CamtEntry entry) =>
        plan.ReversalsFlip && entry.IsReversal ? -entry.Direction : entry.Direction;

    private string? Reference(CamtEntry entry) =>
        EntryIdentity.IsUsable(entry.Reference) && !plan.Repeated.Contains(EntryIdentity.Hash(entry.Reference))
            ? EntryIdentity.OfReference(entry.Reference)
            : null;

    private BankTransaction Of(CamtEntry entry, CamtDetail? detail, long signedMinor, string? identity)
    {
        var fallback = plan.DefaultDate ?? DateOnly.MinValue;
        var booked = entry.BookingDate ?? entry.ValueDate ?? fallback;
        var value = entry.ValueDate ?? booked;
        var party = Counterparty(entry, detail, signedMinor);
        // A reference in a field of its own says what is paid; then the bank's own word for the kind of entry is no
        // text.
        var text = detail?.Text
            ?? (detail?.StructuredReference is null ? detail?.AdditionalText ?? entry.AdditionalText : null);
        // A batch booked as one is recognised by the id of the collection that the merchant sent.
        var structured = detail is null ? entry.BatchId : detail.StructuredReference;
        var instructed = detail?.Instructed is { } told
            && (told.Currency != plan.Currency || told.Minor != Math.Abs(signedMinor))
                ? detail.Instructed
                : null;
        return new BankTransaction(
            identity ?? ByContent(booked, value, signedMinor, detail?.EndToEndId, text),
            signedMinor, plan.Currency, booked, value, party?.Name ?? party?.UltimateName, party?.Account, text,
            detail?.EndToEndId, structured, detail?.Reference ?? entry.Reference)
        {
            IsReturn = entry.IsReversal || detail is { IsReturn: true },
            IsReversal = entry.IsReversal,
            ReturnReason = detail?.ReturnReason,
            ChargesMinor = detail?.ChargesMinor ?? (entry.DetailCount > 1 ? null : entry.ChargesMinor),
            InstructedMinor = instructed?.Minor,
            InstructedCurrency = instructed?.Currency,
            TransactionCode = detail?.Code.Iso ?? entry.Code.Iso,
            BusinessCode = detail?.Code.Business ?? entry.Code.Business,
            MandateId = detail?.MandateId,
            BatchId = detail?.BatchId ?? entry.BatchId,
            UltimateName = party?.UltimateName,
            TextBreaks = detail?.Text is null ? [] : detail.TextBreaks,
        };
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
        var content = EntryIdentity.HashContent(plan.Account, booked, value, signedMinor, endToEndId, text);
        ref var occurrence = ref CollectionsMarshal.GetValueRefOrAddDefault(_occurrences, content, out _);
        occurrence++;
        return EntryIdentity.OfContent(content, occurrence);
    }

    // Who paid, or was paid. What comes back keeps the parties of the payment it undoes, so there it is the other side.
    // Whichever side turns out to be this very account is never the counterparty, unless the bank names no other.
    private CamtParty? Counterparty(CamtEntry entry, CamtDetail? detail, long signedMinor)
    {
        if (detail is null)
            return null;

        var isUndone = entry.IsReversal || detail.IsReturn;
        var isDebtor = (signedMinor >= 0) != isUndone;
        var first = isDebtor ? detail.Debtor : detail.Creditor;
        var other = isDebtor ? detail.Creditor : detail.Debtor;
        return IsOwn(first) && other.IsKnown && !IsOwn(other) ? other : first;
    }

    private bool IsOwn(CamtParty party) =>
        party.Account is { } account
            ? account == plan.Account
            : party.Name is null || party.Name == statement.OwnerName;
}
