using OrderToCash.Domain.Numbering;
using OrderToCash.Domain.Payments;

namespace OrderToCash.Simulation.Audit;

/// <summary>A bank transaction as an auditor follows it.</summary>
internal sealed class PaymentModel(string id, Verdict verdict)
{
    public BankTransaction? Transaction { get; private set; }

    public PaymentEvent.Matched? Matched { get; private set; }

    public PaymentEvent.Applied? Applied { get; private set; }

    public bool IsParked { get; private set; }

    public bool IsAside { get; private set; }

    public void Apply(PaymentEvent happened)
    {
        switch (happened)
        {
            case PaymentEvent.Received received:
                verdict.Require(Transaction is null, $"Payment {id} is received twice.");
                Transaction = received.Transaction;
                break;
            case PaymentEvent.Matched matched:
                verdict.Require(Matched is null, $"Payment {id} is matched twice.");
                verdict.Require(matched.AmountMinor == Transaction?.SignedMinor, $"{id} is matched as another amount.");
                Matched = matched;
                break;
            case PaymentEvent.SetAside:
                verdict.Require(Matched is null, $"Payment {id} is set aside after it was matched.");
                IsAside = true;
                break;
            case PaymentEvent.Refused:
                Matched = null;
                break;
            case PaymentEvent.Parked:
                verdict.Require(Matched is null, $"Payment {id} is parked after it was matched.");
                IsParked = true;
                break;
            case PaymentEvent.Applied applied:
                verdict.Require(
                    Matched is not null && Applied is null, $"Payment {id} is applied unmatched, or twice.");
                Applied = applied;
                break;
        }
    }
}

/// <summary>A bank account as an auditor adds it up.</summary>
internal sealed class BankModel(string id, Verdict verdict)
{
    public bool IsRegistered { get; private set; }

    public Dictionary<string, BankTransaction> Entries { get; } = new(StringComparer.Ordinal);

    public HashSet<string> Statements { get; } = new(StringComparer.Ordinal);

    public HashSet<(string Statement, int Part)> Parts { get; } = [];

    public long BookedMinor { get; private set; }

    public long BalanceMinor { get; private set; }

    public void Apply(BankEvent happened)
    {
        switch (happened)
        {
            case BankEvent.Registered:
                IsRegistered = true;
                break;
            case BankEvent.EntriesBooked booked:
                Parts.Add((booked.StatementId, booked.Part));
                foreach (var entry in booked.Entries)
                {
                    verdict.Require(Entries.TryAdd(entry.Identity, entry), $"{id}: {entry.Identity} is booked twice.");
                    BookedMinor += entry.SignedMinor;
                }

                break;
            case BankEvent.StatementBooked { Statement: var statement }:
                verdict.Require(Statements.Add(statement.Id), $"{id}: statement {statement.Id} is booked twice.");
                verdict.Same(BalanceMinor, statement.OpeningMinor, $"{id}: opening of {statement.Id}");
                verdict.Same(BookedMinor, statement.ClosingMinor, $"{id}: closing of {statement.Id}");
                BalanceMinor = statement.ClosingMinor;
                break;
        }
    }
}

/// <summary>A number series as an auditor reads it.</summary>
internal sealed class SeriesModel(string id, Verdict verdict)
{
    public long Last { get; private set; }

    public Dictionary<(string Order, string Request), string> Given { get; } = [];

    public HashSet<string> Texts { get; } = new(StringComparer.Ordinal);

    public void Apply(SeriesEvent.NumberAssigned given)
    {
        verdict.Same(Last + 1, given.Number, $"Series {id}: the number after {Last}");
        verdict.Require(Texts.Add(given.Text), $"Series {id}: {given.Text} is given twice.");
        verdict.Require(
            Given.TryAdd((given.Order.Value, given.RequestId), given.Text),
            $"Series {id}: {given.Order} gets a second number for {given.RequestId}.");
        Last = given.Number;
    }
}
