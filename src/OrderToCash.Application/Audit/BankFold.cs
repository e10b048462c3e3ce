using System.Globalization;
using OrderToCash.Domain.Payments;

namespace OrderToCash.Application.Audit;

/// <summary>An own bank account: statements that follow on each other, entries that add up to their balances.</summary>
internal sealed class BankFold : EntityFold
{
    private readonly Pending _none = new("", 0, 0, 0, 0, 0);
    private Pending _pending;
    private long? _closingMinor;

    /// <summary>An account without statements.</summary>
    public BankFold() => _pending = _none;

    /// <inheritdoc/>
    public override EntityFold Apply(object domainEvent, Findings findings)
    {
        switch ((BankEvent)domainEvent)
        {
            case BankEvent.EntriesBooked booked: Book(booked, findings); break;
            case BankEvent.StatementBooked booked: Close(booked, findings); break;
            case BankEvent.GapAccepted accepted: _closingMinor = accepted.ToMinor; break;
            default: break;
        }

        return this;
    }

    private void Book(BankEvent.EntriesBooked booked, Findings findings)
    {
        var before = booked.StatementId == _pending.Id ? _pending : _none;
        if (booked.Part != before.NextPart || (before == _none && _pending.NewEntries > 0))
        {
            findings.Break(
                Invariant.MoneyConserved, $"part {booked.Part} of statement {booked.StatementId}",
                $"part {_pending.NextPart} of {_pending.Id}");
        }

        findings.Count(Checked.BankEntries, booked.Entries.Length);
        long newMinor = 0;
        foreach (var entry in booked.Entries)
        {
            newMinor += entry.SignedMinor;
            var payment = Key.Of(booked.Account.Value + "/" + entry.Identity);
            findings.Cause(Relation.BankEntry, Key.Mix(payment, entry.SignedMinor));
        }

        _pending = new Pending(
            booked.StatementId, booked.Part + 1, before.Entries + booked.Entries.Length + booked.Known,
            before.NewEntries + booked.Entries.Length, before.NewMinor + newMinor,
            before.KnownMinor + booked.KnownMinor);
    }

    private void Close(BankEvent.StatementBooked happened, Findings findings)
    {
        var statement = happened.Statement;
        findings.Count(Checked.Statements);
        var booked = statement.Id == _pending.Id ? _pending : _none;
        var closing = statement.OpeningMinor + booked.NewMinor + booked.KnownMinor;
        if (closing != statement.ClosingMinor || booked.Entries != statement.EntryCount)
        {
            findings.Break(
                Invariant.MoneyConserved,
                $"statement {statement.Id} closing at {statement.ClosingMinor} with {statement.EntryCount} entries",
                $"{closing}, what its {booked.Entries} booked entries lead to");
        }

        _pending = _none;
        // What lay in a gap joins nothing, and the balance is what it was.
        if (happened.WasMissing)
            return;

        var before = statement.OpeningMinor + booked.KnownMinor;
        if (_closingMinor is { } last && before != last)
        {
            findings.Break(
                Invariant.MoneyConserved, $"statement {statement.Id} going on from {before}",
                string.Create(CultureInfo.InvariantCulture, $"the last closing balance, {last}"));
        }

        _closingMinor = statement.ClosingMinor;
    }

    /// <summary>The statement that is being booked.</summary>
    private sealed record Pending(
        string Id, int NextPart, int Entries, int NewEntries, long NewMinor, long KnownMinor);
}
