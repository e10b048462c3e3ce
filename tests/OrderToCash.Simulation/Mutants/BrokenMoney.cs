using OrderToCash.Domain.Payments;
using OrderToCash.Domain.Receivables;
using OrderToCash.Engine.Shards;
using OrderToCash.Simulation.World;

namespace OrderToCash.Simulation.Mutants;

/// <summary>Does a command as another kind would, where a bug would make it so.</summary>
internal sealed class Deciding(EntityKind kind, Func<object, object, Decided, Decided> change) : WrappedKind(kind)
{
    public override Decided Decide(object state, object command, DateTimeOffset at) =>
        change(state, command, base.Decide(state, command, at));
}

/// <summary>Changes the state as another event would, where a bug would make it so.</summary>
internal sealed class Evolving(EntityKind kind, Func<object, object> change) : WrappedKind(kind)
{
    public override object Evolve(object state, object domainEvent) => base.Evolve(state, change(domainEvent));
}

/// <summary>Sends other commands than it should.</summary>
internal sealed class Reacting(EntityKind kind, Func<object, object> change) : WrappedKind(kind)
{
    public override void React(string id, object domainEvent, List<Reaction> reactions) =>
        base.React(id, change(domainEvent), reactions);
}

/// <summary>Bugs of bank, payment and undo logic, each as small as one that somebody could write.</summary>
internal static class BrokenMoney
{
    /// <summary>An entry of an overlapping statement that is known is booked all the same.</summary>
    public static Decided BooksOverlapAgain(object state, object command, Decided decided) =>
        command is BankCommand.BookEntries book && decided.Events is [BankEvent.EntriesBooked { Known: > 0 } booked, ..]
            ? decided with
            {
                Events =
                [
                    booked with { Entries = [.. book.Entries], Known = 0, KnownMinor = 0 }, .. decided.Events[1..],
                ],
            }
            : decided;

    /// <summary>Of two equal payments of one day the second is taken for a repeat.</summary>
    public static Decided DropsEqual(object state, object command, Decided decided)
    {
        if (decided.Events is not [BankEvent.EntriesBooked booked, ..])
            return decided;

        var first = booked.Entries.DistinctBy(static entry => (entry.EndToEndId, entry.SignedMinor)).ToArray();
        var dropped = booked.Entries.Length - first.Length;
        return dropped == 0
            ? decided
            : decided with
            {
                Events =
                [
                    booked with
                    {
                        Entries = [.. first],
                        Known = booked.Known + dropped,
                        KnownMinor = booked.KnownMinor + booked.Entries.Sum(static entry => entry.SignedMinor)
                            - first.Sum(static entry => entry.SignedMinor),
                    },
                    .. decided.Events[1..],
                ],
            };
    }

    /// <summary>A statement of which one part is booked counts as complete.</summary>
    public static Decided EndsHalfway(object state, object command, Decided decided) =>
        command is BankCommand.BookEntries { IsLast: false } book && decided.Events is [BankEvent.EntriesBooked]
            ? decided with { Events = [.. decided.Events, new BankEvent.StatementBooked(book.Statement)] }
            : decided;

    /// <summary>What doesn't join is booked nonetheless.</summary>
    public static Decided BooksWhenStopped(object state, object command, Decided decided) =>
        command is BankCommand.BookEntries { Part: 0, IsLast: true } book
        && decided.Reply is BankReply { Code: BankReplyCode.ChainBroken }
            ? new Decided(
                new BankReply(BankReplyCode.Accepted),
                [
                    new BankEvent.EntriesBooked(
                        book.Statement.Id, 0, ((BankAccountState)state).Id, book.Entries, 0, book.Actor),
                    new BankEvent.StatementBooked(book.Statement),
                ])
            : decided;

    /// <summary>An undone payment leaves its items settled, and its money on account.</summary>
    public static Decided KeepsSettled(object state, object command, Decided decided) =>
        command is AccountCommand.UndoPayment { Through: null }
        && decided.Events is [AccountEvent.PaymentUndone { Reopened.IsEmpty: false } undone, ..]
            ? decided with
            {
                Events =
                [
                    undone with
                    {
                        Reopened = [], Items = [],
                        OnAccountMinor = undone.OnAccountMinor + undone.Reopened.Sum(static one => one.AmountMinor),
                    },
                    .. decided.Events[1..],
                ],
            }
            : decided;

    /// <summary>An item is open again with the day of the undoing as its due date.</summary>
    public static Decided ForgetsDueDate(object state, object command, Decided decided) =>
        decided.Events is [AccountEvent.PaymentUndone { Items.IsEmpty: false } undone, ..]
            ? decided with
            {
                Events =
                [
                    undone with { Items = [.. undone.Items.Select(item => item with { DueDate = undone.Date })] },
                    .. decided.Events[1..],
                ],
            }
            : decided;

    /// <summary>A share that is refused is applied all the same: on account.</summary>
    public static Decided AppliesRefused(object state, object command, Decided decided) =>
        command is AccountCommand.ApplyPayment apply && decided.Events is [AccountEvent.PaymentRefused]
            ? decided with
            {
                Events =
                [
                    .. decided.Events,
                    new AccountEvent.PaymentApplied(
                        apply.Payment, apply.AmountMinor, apply.Currency, apply.ValueDate, [], apply.AmountMinor,
                        apply.Attempt),
                ],
            }
            : decided;

    /// <summary>The bank's fee of a return is posted nowhere.</summary>
    public static Decided LosesFee(object state, object command, Decided decided) =>
        decided.Events is [PaymentEvent.ReversalDone { FeeMinor: > 0 } done]
            ? decided with { Events = [done with { FeeMinor = 0 }] }
            : decided;

    /// <summary>What a return had taken is given back each time that somebody asks for it.</summary>
    public static object RestoresWithoutNote(object domainEvent) => domainEvent is PaymentEvent.Restored restored
        ? restored with { By = new Domain.Values.PaymentId("nobody") }
        : domainEvent;

    /// <summary>Of several accounts that share a payment, the last is not asked to take back its share.</summary>
    public static object AsksAllButOne(object domainEvent) =>
        domainEvent is PaymentEvent.Undone { Shares.Length: > 1 } undone
            ? undone with { Shares = undone.Shares.RemoveAt(undone.Shares.Length - 1) }
            : domainEvent;

    /// <summary>A discount is granted on a part of a document.</summary>
    public static Decided DiscountsParts(object state, object command, Decided decided) =>
        decided.Events is [AccountEvent.PaymentApplied { Allocations: [{ OpenMinor: > 1 } part, ..] } applied, ..]
            ? decided with
            {
                Events =
                [
                    applied with
                    {
                        Allocations = applied.Allocations.SetItem(
                            0, part with { SkontoMinor = 1, OpenMinor = part.OpenMinor - 1 }),
                    },
                    .. decided.Events[1..],
                ],
            }
            : decided;
}
