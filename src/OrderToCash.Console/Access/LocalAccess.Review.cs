using System.Text.Json.Nodes;
using OrderToCash.Application.CashApplication;
using OrderToCash.Application.Pipelines;
using OrderToCash.Application.Queries;
using OrderToCash.Application.Review;
using OrderToCash.Domain.Flows;
using OrderToCash.Domain.Receivables;
using OrderToCash.Domain.Values;
using OrderToCash.Engine.Shards;
using OrderToCash.Server.Reading;
using OrderToCash.Server.Views;

namespace OrderToCash.Console.Access;

/// <content>Payments, and rows of providers' reports, that wait for a person.</content>
internal sealed partial class LocalAccess
{
    /// <inheritdoc/>
    public async Task<JsonObject> ReviewAsync(bool waiting, PageRequest page)
    {
        var journal = await ReadAsync();
        await using var model = await OpenModelAsync(journal);
        return await ReviewAnswers.ListAsync(model, journal, waiting, page, Stop);
    }

    /// <inheritdoc/>
    public async Task<JsonObject?> ReviewedAsync(string payment) =>
        await ReviewAnswers.ShowAsync(await ReadAsync(), payment, Stop);

    /// <inheritdoc/>
    public async Task<ReviewedAnswer> DecideAsync(string payment, ReviewRequest request)
    {
        await context.Folder.CheckExistsAsync(Stop);
        var store = await WriteAsync();
        await using var model = context.Folder.FindReadModels(store.Journal.Info, context.Time).Model;
        var desk = new ReviewDesk(
            store.Journal, model, context.Time, (entity, command) => AskAsync(entity, command, "review"));
        var answer = await desk.DecideAsync(payment, request, new Actor(context.User), Stop);
        return new ReviewedAnswer(answer.Refusal is null ? ReviewViews.Of(answer) : null, answer.Refusal);
    }

    /// <inheritdoc/>
    public async Task<JsonObject?> LearnedAsync(string? customer, PageRequest page)
    {
        var journal = await ReadAsync();
        await using var model = await OpenModelAsync(journal);
        return await LearnedAnswers.ListAsync(model, journal, customer, page, Stop);
    }

    /// <inheritdoc/>
    public async Task<Rejection?> ForgetAsync(string customer, Payer payer)
    {
        await context.Folder.CheckExistsAsync(Stop);
        var reply = await AskAsync(
            new EntityId(Kinds.Account, customer), new AccountCommand.ForgetPayer(payer, new Actor(context.User)),
            "learned");
        return LearnedAnswers.RefusalOf(reply, customer, payer);
    }

    /// <inheritdoc/>
    public async Task<JsonObject> SettlementsAsync(PageRequest page) =>
        await SettlementAnswers.ListAsync(await ReadAsync(), page, Stop);

    /// <inheritdoc/>
    public async Task<ReviewedAnswer> AllocateAsync(string settlement, int row, AccountId customer, string document)
    {
        await context.Folder.CheckExistsAsync(Stop);
        var store = await WriteAsync();
        var desk = new RowDesk(
            store.Journal, context.Time, (entity, command) => AskAsync(entity, command, "settlements"));
        var answer = await desk.AllocateAsync(settlement, row, customer, document, new Actor(context.User), Stop);
        return new ReviewedAnswer(
            answer.Refusal is null ? SettlementAnswers.Of(answer, row) : null, answer.Refusal);
    }
}
