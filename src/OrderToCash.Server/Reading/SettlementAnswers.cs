using System.Text.Json.Nodes;
using OrderToCash.Application;
using OrderToCash.Application.CashApplication;
using OrderToCash.Application.Queries;
using OrderToCash.Domain.Payments;
using OrderToCash.Engine.Journal;
using OrderToCash.Server.Views;

namespace OrderToCash.Server.Reading;

/// <summary>Providers' payouts as answers.</summary>
public static class SettlementAnswers
{
    /// <summary>
    /// A page of payouts, by id; the cursor is the last one's id. Reads the whole journal, as no table has them:
    /// providers pay out once a day.
    /// </summary>
    /// <param name="readers">So many shards are read at a time.</param>
    public static async Task<JsonObject> ListAsync(
        IJournal journal, int readers, PageRequest request, CancellationToken cancellationToken)
    {
        var rows = await EntityScan.RunAsync<SettlementState, Row>(
            journal, EntityKinds.Settlement, readers, static _ => false,
            state => request.After is { } after && string.CompareOrdinal(state.Id, after) <= 0
                ? null
                : new Row(state.Id, SettlementView.Line(state)),
            cancellationToken);
        var size = request.BoundedSize;
        var page = rows.OrderBy(static row => row.Id, StringComparer.Ordinal).Take(size).ToArray();
        return new JsonObject
        {
            ["settlements"] = Nodes.List(page, static row => row.Line),
            ["next"] = rows.Length > size ? page[^1].Id : null,
        };
    }

    /// <summary>What became of a row that a person gave to a customer; not for refusals.</summary>
    /// <param name="number">The row's number, the first has 1.</param>
    public static JsonObject Of(RowAnswer answer, int number)
    {
        var state = answer.Settlement ?? throw new ArgumentException("Bug: it was refused.", nameof(answer));
        var result = new JsonObject
        {
            ["settlement"] = state.Id, ["result"] = answer.IsRepeat ? "duplicate" : "accepted",
        };
        foreach (var (name, value) in SettlementView.Row(state, number - 1))
            result[name] = value?.DeepClone();
        return result;
    }

    private sealed record Row(string Id, JsonObject Line);
}
