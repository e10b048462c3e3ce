using System.Text.Json.Nodes;
using OrderToCash.Application.CashApplication;
using OrderToCash.Application.Queries;
using OrderToCash.Domain.Flows;
using OrderToCash.Domain.Payments;
using OrderToCash.Engine.Journal;
using OrderToCash.Server.Views;

namespace OrderToCash.Server.Reading;

/// <summary>Providers' payouts as answers.</summary>
public static class SettlementAnswers
{
    /// <summary>A page of payouts, by id; the cursor is the last one's id. Each is read by itself.</summary>
    public static async Task<JsonObject> ListAsync(
        IJournal journal, PageRequest request, CancellationToken cancellationToken)
    {
        var size = request.BoundedSize;
        var rows = await EntityList.RunAsync<SettlementState, Row>(
            journal, Kinds.Settlement, request.After, size + 1,
            static state => new Row(state.Id, SettlementView.Line(state)), cancellationToken);
        var page = rows.Take(size).ToArray();
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
