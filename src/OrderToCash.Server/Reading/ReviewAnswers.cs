using System.Text.Json.Nodes;
using OrderToCash.Application.Queries;
using OrderToCash.Domain.Flows;
using OrderToCash.Domain.Payments;
using OrderToCash.Engine.Journal;
using OrderToCash.Engine.Shards;
using OrderToCash.Server.Views;

namespace OrderToCash.Server.Reading;

/// <summary>Payments that wait for a person, as answers.</summary>
public static class ReviewAnswers
{
    /// <summary>A page of the queue. The tables say which, the journal what of them.</summary>
    public static async Task<JsonObject> ListAsync(
        IReadModel model, IJournal journal, bool waiting, PageRequest request,
        CancellationToken cancellationToken)
    {
        var status = waiting ? PaymentStatus.Waiting : PaymentStatus.Parked;
        var page = await model.ListPaymentsAsync(new PaymentQuery(status), request, cancellationToken);
        var rows = new JsonArray();
        foreach (var row in page.Items)
        {
            var payment = await EntityLoad.ReadAsync(
                journal, new EntityId(Kinds.Payment, row.PaymentId), cancellationToken);
            if (payment.State is PaymentState state && state.Status == status)
                rows.Add(ReviewViews.Row(row, state));
        }

        return new JsonObject { ["review"] = rows, ["next"] = page.Next };
    }

    /// <summary>A payment with its ranked suggestions; null where there is none.</summary>
    public static async Task<JsonObject?> ShowAsync(
        IJournal journal, string payment, CancellationToken cancellationToken) =>
        (await EntityLoad.ReadAsync(journal, new EntityId(Kinds.Payment, payment), cancellationToken)).State
            is PaymentState { Transaction: not null } state
                ? ReviewViews.Whole(state)
                : null;
}
