using System.Collections.Immutable;
using OrderToCash.Application.Pipelines;
using OrderToCash.Application.Queries;
using OrderToCash.Domain.Flows;
using OrderToCash.Domain.Payments;
using OrderToCash.Domain.Receivables;
using OrderToCash.Domain.Values;
using OrderToCash.Engine.Journal;
using OrderToCash.Engine.Shards;

namespace OrderToCash.Application.Review;

/// <summary>Carries out what persons decide about payments, and says what became of it.</summary>
/// <remarks>
/// Read models only say whose a document is; what is open of it is read from the account's own events, and the account
/// has the last word. This file: decisions; <c>Outcome</c>: what became of them; <c>Documents</c>: whose they are.
/// </remarks>
/// <param name="ask">Sends a command and waits until its answer is durable.</param>
public sealed partial class ReviewDesk(
    IJournal journal, IReadModel model, TimeProvider time, Func<EntityId, object, Task<CommandReply>> ask)
{
    /// <summary>Accounts that are told that a payer paid for another customer; more have it by a mistake.</summary>
    private const int MaxDoubted = 20;

    /// <summary>Decides, and waits until the accounts have carried it out or refused.</summary>
    public async Task<ReviewAnswer> DecideAsync(
        string payment, ReviewRequest request, Actor actor, CancellationToken cancellationToken)
    {
        var entity = new EntityId(Kinds.Payment, payment);
        var before = await EntityLoad.ReadAsync(journal, entity, cancellationToken).ConfigureAwait(false);
        if (before.State is not PaymentState { Transaction: { } transaction } state)
        {
            return Refused(new Rejection(
                "unknown-payment", "payment", payment, "the id of a payment, IBAN/reference",
                "Ids are compared byte by byte: take it from `o2c review list`."));
        }

        PaymentCommand command;
        if (request is ReviewRequest.Undo undo)
        {
            command = new PaymentCommand.Undo(undo.Reason, actor, undo.Rematch);
        }
        else
        {
            if (!IsOpen(state))
                return Refused(AlreadyDecided(state));
            var (decision, refusal) = await DraftAsync(state, transaction, request, cancellationToken)
                .ConfigureAwait(false);
            if (decision is null)
                return Refused(refusal ?? throw new InvalidOperationException("Bug: no decision and no reason."));
            command = new PaymentCommand.Decide(decision, actor);
        }

        var reply = await ask(entity, command).ConfigureAwait(false);
        if (await RefusalOfAsync(entity, reply, cancellationToken).ConfigureAwait(false) is { } refused)
            return Refused(refused);
        var answer = await WaitForOutcomeAsync(
            entity, before.Sequence, reply.Reply is PaymentReply.Duplicate, cancellationToken).ConfigureAwait(false);
        if (answer.Refusal is null && command is PaymentCommand.Decide { Decision: { } decided })
            await DoubtOthersAsync(transaction, decided, actor, cancellationToken).ConfigureAwait(false);
        return answer;
    }

    private static bool IsOpen(PaymentState state) => state.Status is PaymentStatus.Received or PaymentStatus.Outgoing
        or PaymentStatus.Parked or PaymentStatus.Waiting;

    private async ValueTask<ReviewDecision> DraftAsync(
        PaymentState state, BankTransaction transaction, ReviewRequest request, CancellationToken cancellationToken)
    {
        switch (request)
        {
            case ReviewRequest.Accept accept: return ReviewDraft.Accept(state, transaction, accept);
            case ReviewRequest.Ignore ignore: return ReviewDraft.Ignore(ignore);
            case ReviewRequest.OnAccount onAccount:
                return await FindUnknownAsync(onAccount.Customer, "customer", cancellationToken).ConfigureAwait(false)
                    is { } unknown
                        ? new ReviewDecision(null, unknown)
                        : ReviewDraft.OnAccount(transaction, onAccount);
            case ReviewRequest.Assign assign:
                var (named, missing) = await FindDocumentsAsync(
                    assign.Documents, assign.Customer, static i => $"documents[{i}]", cancellationToken)
                    .ConfigureAwait(false);
                return missing is not null
                    ? new ReviewDecision(null, missing)
                    : ReviewDraft.Assign(transaction, assign, named);
            case ReviewRequest.Split split:
                if (split.Rest is { } rest
                    && await FindUnknownAsync(rest, "rest", cancellationToken).ConfigureAwait(false) is { } nobody)
                    return new ReviewDecision(null, nobody);
                var (parts, lacking) = await FindDocumentsAsync(
                    [.. split.Parts.Select(static part => part.Document)], split.Customer,
                    static i => $"parts[{i}].document", cancellationToken).ConfigureAwait(false);
                return lacking is not null
                    ? new ReviewDecision(null, lacking)
                    : ReviewDraft.Split(transaction, split, parts);
            default: throw new System.Diagnostics.UnreachableException();
        }
    }

    private async ValueTask<Rejection?> RefusalOfAsync(
        EntityId entity, CommandReply reply, CancellationToken cancellationToken)
    {
        if (reply.Status != CommandStatus.Decided)
        {
            return new Rejection(
                "internal-error", "payment", reply.Error ?? "no reply", "a decision",
                "Send it again; where that changes nothing it is a bug, and among `o2c deadletters`.");
        }

        if (reply.Reply is PaymentReply.Accepted or PaymentReply.Duplicate)
            return null;
        var now = (PaymentState)(await EntityLoad.ReadAsync(journal, entity, cancellationToken)
            .ConfigureAwait(false)).State;
        return reply.Reply switch
        {
            PaymentReply.NotOpen => AlreadyDecided(now),
            PaymentReply.NotUndoable => NotUndoable(now),
            PaymentReply.SumDiffers => new Rejection(
                "sum-differs", "amount", "amounts that don't sum up to the payment's", "the payment's amount"),
            _ => new Rejection(
                "incomplete-decision", "decision", reply.Reply?.ToString() ?? "nothing",
                "for each customer one share of more than nothing"),
        };
    }

    private static Rejection AlreadyDecided(PaymentState state) => new(
        "already-decided", "payment",
        $"{Word(state.Status)}, decided by {state.DecidedBy?.Value ?? "nobody"}"
        + (state.Reason is null ? "" : ": " + state.Reason),
        "a payment that waits for a decision", "Undo that decision first, if it is wrong.");

    private static Rejection NotUndoable(PaymentState state) => new(
        "not-undoable", "payment",
        state.TakenBack.IsEmpty
            ? Word(state.Status) + (state.WaitsFor is null ? "" : ", waits for " + state.WaitsFor)
            : "partly taken back by " + string.Join(", ", state.TakenBack.Select(static taken => taken.By.Value)),
        "a payment whose decision is carried out",
        state.TakenBack.IsEmpty ? null : "Undo what took it back first.");

    // The matcher knows the contradiction by itself, as the payer is now learned of two. This is for those who read the
    // list of learned payers, and for what is left when one of the two is forgotten.
    private async ValueTask DoubtOthersAsync(
        BankTransaction transaction, Domain.CashApplication.MatchDecision decision, Actor actor,
        CancellationToken cancellationToken)
    {
        var payer = new Payer(transaction.CounterpartyIban, transaction.CounterpartyName);
        if (transaction.SignedMinor <= 0 || (payer.Iban ?? payer.Name) is not { Length: > 0 } key
            || decision.Outcome is not (Domain.CashApplication.MatchOutcome.Book
                or Domain.CashApplication.MatchOutcome.OnAccount))
            return;
        var known = await model.ListAccountsOfPayersAsync(key, new PageRequest(MaxDoubted), cancellationToken)
            .ConfigureAwait(false);
        foreach (var account in known.Items)
        {
            var id = new AccountId(account);
            if (decision.Account == id || decision.Allocations.Any(one => one.Account == id))
                continue;
            await ask(new EntityId(Kinds.Account, account), new AccountCommand.DoubtPayer(payer, actor))
                .ConfigureAwait(false);
        }
    }

    private static string Word(PaymentStatus status) => status.ToString().ToLowerInvariant();

    private static ReviewAnswer Refused(Rejection refusal) => new(null, refusal, false, []);
}

/// <summary>What became of a person's decision.</summary>
/// <param name="Payment">The payment afterwards; null where it was refused.</param>
/// <param name="Refusal">Why nothing was decided, or why the account refused.</param>
/// <param name="IsRepeat">True where the same was decided before.</param>
/// <param name="Stayed">Documents that were asked for and whose money stayed on account, as they had changed.</param>
public sealed record ReviewAnswer(
    PaymentState? Payment, Rejection? Refusal, bool IsRepeat, ImmutableArray<string> Stayed);
