using OrderToCash.Domain.Inventory;
using OrderToCash.Domain.Numbering;
using OrderToCash.Domain.Orders;
using OrderToCash.Domain.Payments;
using OrderToCash.Domain.Receivables;
using OrderToCash.Engine.Shards;
using OrderToCash.Simulation.World;

namespace OrderToCash.Simulation.Mutants;

/// <summary>Promises whatever is asked for, whether it is there or not.</summary>
internal sealed class PromisingAnything(EntityKind kind) : WrappedKind(kind)
{
    public override Decided Decide(object state, object command, DateTimeOffset at)
    {
        var decided = base.Decide(state, command, at);
        return command is StockCommand.Reserve reserve && decided.Events is [StockEvent.Backordered]
            ? decided with
            {
                Events =
                [
                    new StockEvent.Reserved(
                        reserve.Order, reserve.Revision, reserve.Quantity, 0, reserve.PlacedAt, FromBackorder: false),
                ],
            }
            : decided;
    }
}

/// <summary>Gives every fifth number a second time.</summary>
internal sealed class RepeatingNumbers(EntityKind kind) : WrappedKind(kind)
{
    public override Decided Decide(object state, object command, DateTimeOffset at)
    {
        var decided = base.Decide(state, command, at);
        return decided.Events is [SeriesEvent.NumberAssigned { Number: > 1 } assigned] && assigned.Number % 5 == 0
            ? decided with
            {
                Events =
                [
                    assigned with
                    {
                        Number = assigned.Number - 1,
                        Text = assigned.Text[..^7] + (assigned.Number - 1).ToString("D7", null),
                    },
                ],
            }
            : decided;
    }
}

/// <summary>Answers whoever asks for too much that there is no such order.</summary>
internal sealed class Denying(EntityKind kind) : WrappedKind(kind)
{
    public override Decided Decide(object state, object command, DateTimeOffset at)
    {
        var decided = base.Decide(state, command, at);
        return decided is { Events: [], Reply: OrderReply { Code: OrderReplyCode.QuantityExceeded } }
            ? decided with { Reply = new OrderReply(OrderReplyCode.UnknownOrder) }
            : decided;
    }
}

/// <summary>Loses a cent of each payment that is more than is owed.</summary>
internal sealed class LosingCents(EntityKind kind) : WrappedKind(kind)
{
    public override Decided Decide(object state, object command, DateTimeOffset at)
    {
        var decided = base.Decide(state, command, at);
        return decided.Events is [AccountEvent.PaymentApplied { OnAccountMinor: > 0 } applied]
            ? decided with { Events = [applied with { OnAccountMinor = applied.OnAccountMinor - 1 }] }
            : decided;
    }
}

/// <summary>Books a statement again when it comes again, as one of another name.</summary>
internal sealed class BookingTwice(EntityKind kind) : WrappedKind(kind)
{
    public override Decided Decide(object state, object command, DateTimeOffset at)
    {
        var decided = base.Decide(state, command, at);
        return command is BankCommand.BookEntries book && decided.Reply is BankReply { Code: BankReplyCode.Duplicate }
            ? decided with
            {
                Events =
                [
                    new BankEvent.EntriesBooked(
                        book.Statement.Id + " again", book.Part, ((BankAccountState)state).Id, book.Entries, 0,
                        book.Actor),
                ],
            }
            : decided;
    }
}

/// <summary>Reads a snapshot as if nothing had happened before it.</summary>
internal sealed class ForgettingSnapshots(EntityKind kind) : WrappedKind(kind)
{
    public override object DecodeSnapshot(string id, ReadOnlySpan<byte> payload) => Initial(id);
}
