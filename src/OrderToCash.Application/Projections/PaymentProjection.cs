using OrderToCash.Application.Queries;
using OrderToCash.Domain.Payments;
using OrderToCash.Engine.Shards;

namespace OrderToCash.Application.Projections;

/// <summary>A payment as a projector keeps it between batches.</summary>
internal sealed class PaymentEntry(string id)
{
    /// <summary>Evolved by the domain's own function.</summary>
    public PaymentState State { get; set; } = Payment.Initial(id);

    public int Shard { get; set; }

    public long Position { get; set; }

    public bool IsStored { get; set; }

    public bool IsTouched { get; set; }
}

/// <summary>Payments, and the money that came in by day.</summary>
internal sealed class PaymentProjection(ReadModelChanges changes, BodyWriter bodies)
{
    private readonly List<PaymentEntry> _touched = [];

    /// <summary>An event that the tables have seen, of a payment that is not in memory any more.</summary>
    public static void Recall(PaymentEntry entry, PaymentEvent happened)
    {
        entry.State = Payment.Evolve(entry.State, happened);
        // Of one that is only announced, by what it is made of, there is no row.
        entry.IsStored = entry.State.Transaction is not null;
    }

    /// <summary>A new event.</summary>
    public void Apply(PaymentEntry entry, int shard, in CommittedEvent committed)
    {
        if (!entry.IsTouched)
        {
            entry.IsTouched = true;
            _touched.Add(entry);
        }

        entry.Shard = shard;
        entry.Position = committed.Position;
        entry.State = Payment.Evolve(entry.State, (PaymentEvent)committed.Event);
        if (committed.Event is PaymentEvent.Received { Transaction: { SignedMinor: > 0 } transaction })
        {
            changes.Days.Of(new DayKey(
                ReadModelLayout.DayNumber(transaction.BookingDate), "", transaction.Currency.Code))
                .PaidMinor += transaction.SignedMinor;
        }
    }

    /// <summary>Turns what the batch touched into rows.</summary>
    /// <param name="isOver">Called for payments of which nothing is under way.</param>
    public void Finish(Action<PaymentEntry> isOver)
    {
        foreach (var entry in _touched)
        {
            if (entry.State.Transaction is { } transaction)
            {
                changes.Payments.Add(new PaymentRecord(
                    entry.State.Id.Value, !entry.IsStored, entry.State.Status, entry.State.OwnAccount.Value,
                    ReadModelLayout.DayNumber(transaction.BookingDate), entry.State.Account?.Value,
                    bodies.Write(DetailOf(entry, transaction), ReadModelJson.Compact.PaymentDetail)));
                entry.IsStored = true;
            }

            entry.IsTouched = false;
            if (Payment.IsIdle(entry.State)) isOver(entry);
        }

        _touched.Clear();
    }

    /// <summary>Forgets a batch that was not written.</summary>
    public void Clear() => _touched.Clear();

    private static PaymentDetail DetailOf(PaymentEntry entry, BankTransaction transaction)
    {
        var state = entry.State;
        return new PaymentDetail(
            new PaymentRow(
                state.Id.Value, state.Status, state.OwnAccount.Value, transaction.BookingDate, transaction.ValueDate,
                transaction.SignedMinor, transaction.Currency.Code, transaction.CounterpartyName, transaction.Text,
                state.Account?.Value, state.Reason, new RowVersion(entry.Shard, entry.Position)),
            transaction.CounterpartyIban, transaction.EndToEndId, transaction.StructuredReference,
            transaction.BankReference, state.Documents, state.Explanation, state.Allocations, state.OnAccountMinor,
            state.WaitsFor);
    }
}
