using OrderToCash.Application.Pipelines;
using OrderToCash.Application.Queries;
using OrderToCash.Application.Review;
using OrderToCash.Domain.Flows;
using OrderToCash.Domain.Orders;
using OrderToCash.Domain.Payments;
using OrderToCash.Domain.Receivables;
using OrderToCash.Domain.Values;
using OrderToCash.Engine.Journal;
using OrderToCash.Engine.Shards;

namespace OrderToCash.Application.CashApplication;

/// <summary>Carries out what a person says of a row of a provider's report: whose money it is.</summary>
/// <param name="ask">Sends a command and waits until its answer is durable.</param>
public sealed class RowDesk(IJournal journal, TimeProvider time, Func<EntityId, object, Task<CommandReply>> ask)
{
    /// <summary>Accounts answer within milliseconds; where one does not, the row is shown as it is.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan MaxPause = TimeSpan.FromMilliseconds(200);

    /// <summary>
    /// Gives the row to the customer, and waits until the account has carried it out or refused. Before the payout is
    /// there, the account is not asked yet.
    /// </summary>
    /// <param name="settlement">Provider and payout, <c>stripe/po_1</c>.</param>
    /// <param name="row">Its number as shown; the first has 1.</param>
    /// <param name="document">A number of a document of the customer, or an order id.</param>
    public async Task<RowAnswer> AllocateAsync(
        string settlement, int row, AccountId customer, string document, Actor actor,
        CancellationToken cancellationToken)
    {
        var entity = new EntityId(Kinds.Settlement, settlement);
        var before = await LoadAsync(entity, cancellationToken).ConfigureAwait(false);
        if (before.Report is not { } report)
        {
            return Refused(new Rejection(
                "unknown-settlement", "settlement", settlement, "provider/payout of a report that came",
                "Ids are compared byte by byte: take it from `o2c settlements list`."));
        }

        if (row < 1 || row > report.Rows.Length)
        {
            return Refused(new Rejection(
                "no-such-row", "row", $"{row}", $"1 to {report.Rows.Length}",
                "Rows are numbered by `o2c show settlement`."));
        }

        if (await FindFaultAsync(report, customer, document, cancellationToken).ConfigureAwait(false) is { } fault)
            return Refused(fault);
        var target = new RowTarget(row - 1, RowUse.Customer, customer, document);
        var reply = await ask(entity, new SettlementCommand.Allocate([target], actor)).ConfigureAwait(false);
        if (reply.Reply is not SettlementReply answer)
        {
            return Refused(new Rejection(
                "internal-error", "row", reply.Error ?? "no reply", "a decision",
                "Send it again; where that changes nothing it is a bug, and among `o2c deadletters`."));
        }

        if (!answer.IsDone)
        {
            return Refused(new Rejection(
                "row-not-open", "row", answer.Detail ?? answer.Code.ToString(),
                "a customer's row that nothing is carried out for"));
        }

        var after = await WaitAsync(entity, row - 1, cancellationToken).ConfigureAwait(false);
        return after.Rows[row - 1] is { Status: RowStatus.Open, Reason: { } reason }
            ? Refused(new Rejection(
                "refused-by-account", "document", $"{reason}, says account {customer.Value}",
                "a document that this row's money fits", "Nothing was carried out and the row is open again."))
            : new RowAnswer(after, null, answer.Code == SettlementReplyCode.Duplicate);
    }

    // An account takes money for a document it doesn't know, and keeps it on account: right for what a provider says,
    // but of a person it is a slip of the keys.
    private async ValueTask<Rejection?> FindFaultAsync(
        SettlementReport report, AccountId customer, string document, CancellationToken cancellationToken)
    {
        var load = await EntityLoad.ReadAsync(journal, new EntityId(Kinds.Account, customer.Value), cancellationToken)
            .ConfigureAwait(false);
        if (load.Sequence == 0)
        {
            return new Rejection(
                "unknown-customer", "customer", customer.Value, "a customer account",
                "Ids are compared byte by byte, `shopify:c-17` or the id of the import.");
        }

        var account = (CustomerAccountState)load.State;
        var found = FoundDocument.In(account, document);
        if (found is { OpenMinor: not 0 } open && open.Currency != report.Currency)
        {
            return new Rejection(
                "currency-differs", "document", $"{document} in {open.Currency.Code}",
                $"a document in the payout's currency, {report.Currency.Code}");
        }

        if (found is not null || account.Orders.ContainsKey(new OrderId(document)))
            return null;

        // The account forgets an order of which nothing is open; a refund may still be of it.
        var order = await EntityLoad.ReadAsync(journal, new EntityId(Kinds.Order, document), cancellationToken)
            .ConfigureAwait(false);
        return order.State is OrderState known && order.Sequence > 0 && known.Account == customer
            ? null
            : new Rejection(
                "unknown-document", "document", document,
                $"a number of a document of {customer.Value}, or an order id as `shopify:1001`",
                "What is open of a customer is shown by `o2c show account`.");
    }

    private async ValueTask<SettlementState> WaitAsync(EntityId entity, int row, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        var pause = TimeSpan.FromMilliseconds(2);
        while (true)
        {
            var state = await LoadAsync(entity, cancellationToken).ConfigureAwait(false);
            if (state.Rows[row].Status != RowStatus.Asked || time.GetElapsedTime(started) > Patience)
                return state;
            await Task.Delay(pause, time, cancellationToken).ConfigureAwait(false);
            pause = pause < MaxPause ? pause * 2 : MaxPause;
        }
    }

    private async ValueTask<SettlementState> LoadAsync(EntityId entity, CancellationToken cancellationToken) =>
        (SettlementState)(await EntityLoad.ReadAsync(journal, entity, cancellationToken).ConfigureAwait(false)).State;

    private static RowAnswer Refused(Rejection refusal) => new(null, refusal, false);
}

/// <summary>What became of what a person said of a row.</summary>
/// <param name="Settlement">The settlement afterwards; null where it was refused.</param>
/// <param name="Refusal">Why nothing was done, or why the account refused.</param>
/// <param name="IsRepeat">True where it was known before.</param>
public sealed record RowAnswer(SettlementState? Settlement, Rejection? Refusal, bool IsRepeat);
