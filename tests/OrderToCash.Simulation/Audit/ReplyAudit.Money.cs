using OrderToCash.Domain.CashApplication;
using OrderToCash.Domain.Payments;
using OrderToCash.Domain.Receivables;

namespace OrderToCash.Simulation.Audit;

/// <content>What banks, payments and accounts answer.</content>
internal sealed partial class ReplyAudit
{
    private bool Check(string bank, BankCommand command, BankReply reply, bool mustBeKnown)
    {
        var known = model.Banks.GetValueOrDefault(bank);
        return (command, reply.Code) switch
        {
            (BankCommand.Register, BankReplyCode.Accepted or BankReplyCode.Duplicate) =>
                known is { IsRegistered: true },
            (_, BankReplyCode.UnknownAccount) => !mustBeKnown,
            (BankCommand.BookEntries book, BankReplyCode.Accepted) => known is not null
                && (book.Entries.IsEmpty || known.Parts.Contains((book.Statement.Id, book.Part)))
                && (!book.IsLast || known.Statements.Contains(book.Statement.Id)),
            (BankCommand.BookEntries book, BankReplyCode.Duplicate) => known is not null
                && (known.Statements.Contains(book.Statement.Id)
                    || known.Parts.Contains((book.Statement.Id, book.Part)) || AreBooked(known, book)),
            (BankCommand.BookEntries book, BankReplyCode.ChainBroken) =>
                known is not null && known.Stops.Contains(book.Statement.Id),
            (BankCommand.BookEntries, BankReplyCode.StatementUnfinished or BankReplyCode.PartMissing) => true,
            (BankCommand.Announce announce, BankReplyCode.Accepted) => known?.Reports.Contains(announce.Report) == true,
            (BankCommand.Announce, BankReplyCode.Duplicate) => known is not null,
            (BankCommand.NoteDetails note, BankReplyCode.Accepted) =>
                known?.Details.Contains((note.Entry, note.Part)) == true,
            (BankCommand.NoteDetails, BankReplyCode.Duplicate) => known is not null,
            (BankCommand.AcceptGap, BankReplyCode.Accepted) => known is { Gaps.Count: > 0 },
            (BankCommand.AcceptGap, BankReplyCode.NoGap or BankReplyCode.StatementUnfinished) => true,
            _ => false,
        };
    }

    /// <summary>Whoever says that he has a statement already has its money, or knows its references.</summary>
    private static bool AreBooked(BankModel bank, BankCommand.BookEntries book) => book.Entries
        .Where(entry => !bank.Entries.ContainsKey(entry.Identity))
        .GroupBy(BankModel.Payer)
        .All(payer => Math.Abs(bank.ByPayer.GetValueOrDefault(payer.Key))
            >= Math.Abs(payer.Sum(static entry => entry.SignedMinor)));

    private bool Check(string payment, PaymentCommand command, PaymentReply reply, bool mustBeKnown, bool sentOnce)
    {
        var known = model.Payments.GetValueOrDefault(payment);
        var reason = ReasonOf(command);
        var isCarriedOut = known?.Reasons.Contains(reason) == true;
        return reply switch
        {
            PaymentReply.Accepted => isCarriedOut,
            PaymentReply.Unknown => !(mustBeKnown && known?.Transaction is not null),
            PaymentReply.Duplicate => known?.Transaction is not null && known.Reasons.Count > 0,
            PaymentReply.SumDiffers => known is not null && SumDiffers(known, command),
            PaymentReply.Incomplete => known is not null && IsIncomplete(payment, command),
            // What a person says has words of its own: refused, it is not in the journal.
            _ => known is not null && !(isCarriedOut && sentOnce && IsByPerson(command)),
        };
    }

    private static bool IsByPerson(PaymentCommand command) =>
        command is not PaymentCommand.Decide { Actor.Value: var actor }
        || !actor.StartsWith("rule:", StringComparison.Ordinal);

    private static string ReasonOf(PaymentCommand command) => command switch
    {
        PaymentCommand.Decide decide => decide.Decision.Reason,
        PaymentCommand.Assign assign => assign.Reason,
        PaymentCommand.Undo undo => undo.Reason,
        _ => "",
    };

    private static bool SumDiffers(PaymentModel payment, PaymentCommand command) => command switch
    {
        PaymentCommand.Assign assign =>
            assign.Shares.Sum(static share => share.AmountMinor) != payment.SignedMinor
            || assign.Shares.Any(static share => share.AmountMinor < share.RefundMinor + PaidOf(share)),
        PaymentCommand.Decide { Decision: { Outcome: MatchOutcome.Reverse } decision } =>
            decision.FeeMinor < 0 || -payment.SignedMinor - decision.FeeMinor == 0,
        PaymentCommand.Decide { Decision: var decision } =>
            decision.OnAccountMinor + decision.Allocations.Sum(static one => one.PaidMinor) != payment.SignedMinor
            || decision.OnAccountMinor < 0,
        _ => false,
    };

    private static long PaidOf(PaymentShare share) =>
        share.Allocations?.Sum(static allocation => allocation.PaidMinor) ?? 0;

    private static bool IsIncomplete(string payment, PaymentCommand command) => command switch
    {
        PaymentCommand.Assign assign =>
            assign.Shares.IsEmpty
            || assign.Shares.Select(static share => share.Account).Distinct().Count() < assign.Shares.Length
            || (assign.Shares.Length > 1 && assign.Shares.Any(static share => share.AmountMinor <= 0)),
        PaymentCommand.Decide { Decision: { Outcome: MatchOutcome.Reverse } decision } =>
            decision.Reverses is null || decision.Reverses.Value.Value == payment,
        PaymentCommand.Decide { Decision: { Outcome: MatchOutcome.Settle } decision } => decision.Payout is null,
        PaymentCommand.Decide { Decision: var decision } =>
            (decision.Account is null && (decision.Allocations.IsEmpty || decision.OnAccountMinor != 0))
            || decision.Allocations.GroupBy(static one => one.Account)
                .Any(static share => share.Sum(static one => one.PaidMinor) <= 0),
        _ => false,
    };

    private bool Check(string account, AccountCommand command, AccountReply reply, bool mustBeKnown)
    {
        var known = model.Accounts.GetValueOrDefault(account);
        return (command, reply) switch
        {
            (AccountCommand.SetCreditLimit, _) => reply != AccountReply.Accepted || known is { LimitChanges: > 0 },
            (AccountCommand.Block block, AccountReply.Accepted or AccountReply.Duplicate) =>
                known?.BlockReasons.Contains(block.Reason) == true,
            (AccountCommand.Unblock, AccountReply.Accepted) => known is { Unblocks: > 0 },
            (AccountCommand.Unblock, AccountReply.Duplicate) => true,
            (AccountCommand.ImportItem import, AccountReply.Accepted or AccountReply.Duplicate) =>
                Imports(known, import),
            (AccountCommand.ImportItem import, AccountReply.Conflict) =>
                known?.Items.ContainsKey(import.Item.Document) == true && !Imports(known, import),
            (AccountCommand.PresentDebit present, AccountReply.Accepted or AccountReply.Duplicate) =>
                Presented(known, present) == present.Debit,
            (AccountCommand.PresentDebit present, AccountReply.Conflict) =>
                Presented(known, present) is { } other && other != present.Debit,
            (AccountCommand.PresentDebit, AccountReply.Unknown) => !mustBeKnown,
            (AccountCommand.ForgetPayer forget, AccountReply.Accepted) =>
                known?.Forgotten.Contains(AccountModel.PayerOf(forget.Payer.Iban, forget.Payer.Name)) == true,
            (AccountCommand.ForgetPayer, AccountReply.Unknown) => true,
            _ => false,
        };
    }

    private static PresentedDebit? Presented(AccountModel? account, AccountCommand.PresentDebit present) =>
        account?.Debits.GetValueOrDefault((present.Debit.Batch, present.Debit.EndToEndId));

    private static bool Imports(AccountModel? account, AccountCommand.ImportItem import)
    {
        var (item, signed) = (import.Item, import.Item.AmountMinor);
        return account?.Items.GetValueOrDefault(item.Document) is { Order: null } known
            && known.GrossMinor == (item.Kind == ItemKind.CreditNote ? -signed : signed)
            && known.DueDate == item.DueDate && known.InvoiceDate == item.IssueDate;
    }
}
