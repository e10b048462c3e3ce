using System.Collections.Immutable;
using OrderToCash.Domain.Values;

namespace OrderToCash.Domain.Payments;

/// <content>What the bank announces, and what an entry is made of: told along, never booked.</content>
public static partial class BankAccount
{
    private static Decision<BankReply, BankEvent> Announce(BankAccountState state, BankCommand.Announce announce)
    {
        if (FindFault(state, announce.Report, announce.Entries) is { } refusal)
            return refusal;

        var fresh = ImmutableArray.CreateBuilder<BankTransaction>(announce.Entries.Length);
        var isBooked = LineMatching.Of(
            announce.Entries,
            [.. state.Periods.All.SelectMany(static period => period.Lines), .. state.Periods.PendingLines]).IsKnown;
        for (var index = 0; index < isBooked.Length; index++)
        {
            if (!isBooked[index] && !IsBooked(state, announce.Entries[index])
                && !state.Expected.Contains(announce.Entries[index].Identity))
                fresh.Add(announce.Entries[index]);
        }

        return fresh.Count == 0
            ? Refuse(BankReplyCode.Duplicate, null)
            : Accept(new BankEvent.EntriesAnnounced(
                announce.Report, state.Id, fresh.DrainToImmutable(), announce.Actor));
    }

    private static Decision<BankReply, BankEvent> NoteDetails(BankAccountState state, BankCommand.NoteDetails note)
    {
        if (FindFault(state, note.Entry, note.Details) is { } refusal)
            return refusal;

        // Booked one by one, or told before.
        if (state.Identities.Contains(InDetail(note.Entry))
            || state.Identities.Contains(DetailPart(note.Entry, note.Part)))
            return Refuse(BankReplyCode.Duplicate, null);
        if (note.Part > 0 && !state.Identities.Contains(DetailPart(note.Entry, note.Part - 1)))
            return Refuse(BankReplyCode.PartMissing, StatementTexts.DetailsMissing(note));
        return Accept(new BankEvent.EntryDetailed(note.Entry, note.Part, state.Id, note.Details, note.Actor));
    }

    private static Decision<BankReply, BankEvent>? FindFault(
        BankAccountState state, string what, ImmutableArray<BankTransaction> entries)
    {
        if (!state.IsRegistered)
            return Refuse(BankReplyCode.UnknownAccount, StatementTexts.UnknownAccount(state.Id));
        foreach (var entry in entries)
        {
            if (entry.Currency != state.Currency)
                return Refuse(BankReplyCode.WrongCurrency, StatementTexts.AccountCurrency(state, entry.Currency));
        }

        return FindFault(what, state.Currency, entries) is { } fault
            ? Refuse(BankReplyCode.InvalidStatement, fault)
            : null;
    }

    private static Decision<BankReply, BankEvent> Accept(BankEvent bankEvent) =>
        new(new BankReply(BankReplyCode.Accepted), [bankEvent]);

    /// <summary>Remembered of an entry that was booked by its details.</summary>
    private static string InDetail(string entry) => entry + "/*";

    /// <summary>Remembered of an entry whose details were told.</summary>
    private static string DetailPart(string entry, int part) => $"{entry}/={part}";
}
