using System.Collections.Immutable;
using System.Runtime.InteropServices;
using OrderToCash.Domain.Flows;
using OrderToCash.Domain.Payments;
using OrderToCash.Domain.Values;

namespace OrderToCash.Adapters.Banks;

/// <summary>
/// The second pass over a verified statement, report or notification: its entries as commands to the bank account, a
/// part at a time.
/// </summary>
/// <remarks>Memory is that of one part, and of one entry with its details.</remarks>
internal sealed class CamtBooking
{
    private readonly CamtAccepted _plan;
    private readonly Actor _actor;
    private readonly CamtStatementReader _reader;
    private readonly CamtTransactions _transactions;
    private readonly Queue<Message> _ready = new();
    private readonly ImmutableArray<BankTransaction>.Builder _part = ImmutableArray.CreateBuilder<BankTransaction>();
    private readonly List<BankTransaction> _pending = [];
    private Int128 _netMinor;
    private int _count;
    private int _parts;
    private bool _isOver;

    /// <summary>Reads the statement on whose first tag the parser stands.</summary>
    public CamtBooking(CamtXml xml, CamtPlan plan, CamtAccepted accepted, Actor actor)
    {
        _plan = accepted;
        _actor = actor;
        _reader = new CamtStatementReader(xml, plan.Number, keepDetails: true);
        _transactions = new CamtTransactions(accepted, _reader.Statement);
    }

    /// <summary>
    /// False where the statement is no longer the one that was verified; known with the last command.
    /// </summary>
    public bool IsSame { get; private set; } = true;

    /// <summary>True where another command follows; reads on until that is known.</summary>
    public bool HasMore(CancellationToken cancellationToken)
    {
        while (_ready.Count == 0 && !_isOver)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (_reader.NextEntry() is { } entry)
                Add(entry);
            else
                Finish();
        }

        return _ready.Count > 0;
    }

    /// <summary>The next command, see <see cref="HasMore"/>.</summary>
    public Message Next() => _ready.Dequeue();

    private void Add(CamtEntry entry)
    {
        if (_plan.Kind == CamtKind.Statement && entry.IsBooked)
        {
            foreach (var transaction in _transactions.Of(entry))
                Book(transaction);
        }
        else if (_plan.Kind == CamtKind.Notification && entry is { IsBooked: true } && _transactions.IsSplit(entry))
        {
            NoteDetails(entry);
        }
        else if (entry.IsPending || (entry.IsBooked && _plan.Kind != CamtKind.Statement))
        {
            foreach (var transaction in _transactions.Of(entry))
            {
                _pending.Add(transaction);
                if (_pending.Count == BankAccount.MaxPartEntries)
                    Announce();
            }
        }
    }

    private void Book(BankTransaction transaction)
    {
        _part.Add(transaction);
        _netMinor += transaction.SignedMinor;
        _count++;
        if (_part.Count == BankAccount.MaxPartEntries && _count < _plan.Header?.EntryCount)
            Close(isLast: false);
    }

    private void Finish()
    {
        _isOver = true;
        IsSame = _reader.Rejection is null && _reader.Statement.Account == _plan.Account;
        if (_plan.Header is { } header)
        {
            IsSame &= _count == header.EntryCount && header.OpeningMinor + _netMinor == header.ClosingMinor;
            Close(isLast: true);
        }

        if (_pending.Count > 0)
            Announce();
    }

    private void Close(bool isLast)
    {
        if (_plan.Header is not { } header)
            return;

        var entries = _part.ToImmutable();
        _part.Clear();
        Send(new BankCommand.BookEntries(header, _parts++, isLast, entries, _actor));
    }

    private void Announce()
    {
        Send(new BankCommand.Announce(_plan.Id, [.. _pending], _actor));
        _pending.Clear();
    }

    private void NoteDetails(CamtEntry entry)
    {
        var identity = _transactions.IdentityOf(entry);
        var part = 0;
        foreach (var details in _transactions.Of(entry).Chunk(BankAccount.MaxPartEntries))
        {
            Send(new BankCommand.NoteDetails(
                identity, part++, ImmutableCollectionsMarshal.AsImmutableArray(details), _actor));
        }
    }

    private void Send(BankCommand command) =>
        _ready.Enqueue(new Message(new EntityAddress(Kinds.Bank, _plan.Account), command));
}
