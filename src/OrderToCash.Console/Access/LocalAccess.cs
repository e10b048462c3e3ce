using System.Collections.Immutable;
using System.Text.Json.Nodes;
using OrderToCash.Adapters.Banks;
using OrderToCash.Adapters.Files;
using OrderToCash.Adapters.Settlements;
using OrderToCash.Adapters.Stores;
using OrderToCash.Application.Pipelines;
using OrderToCash.Application.Queries;
using OrderToCash.Console.Running;
using OrderToCash.Domain.CashApplication.Policies;
using OrderToCash.Domain.Flows;
using OrderToCash.Domain.Orders;
using OrderToCash.Domain.Payments;
using OrderToCash.Domain.Values;
using OrderToCash.Engine.Shards;
using OrderToCash.Server.Intake;
using OrderToCash.Server.Reading;
using OrderToCash.Server.Views;

namespace OrderToCash.Console.Access;

/// <summary>A store that this process opens: to read beside a writer, or with an engine of its own to write.</summary>
internal sealed partial class LocalAccess(VerbContext context) : IStoreAccess
{
    /// <summary>Null until something is read, and while the engine runs.</summary>
    private IStoredJournal? _journal;

    /// <summary>Null until something is written.</summary>
    private RunningStore? _running;

    /// <inheritdoc/>
    public string Name => context.Folder.Name;

    private CancellationToken Stop => context.Stop.Token;

    /// <inheritdoc/>
    public async Task<JsonObject?> ShowAsync(string kind, string id, EntityQuestion question) =>
        await EntityAnswers.ShowAsync(await ReadAsync(), kind, id, question, Stop);

    /// <inheritdoc/>
    public async Task<JsonObject> OrdersAsync(OrderListQuestion question)
    {
        await using var model = await OpenModelAsync(await ReadAsync());
        var page = question.Search is { } words
            ? new Page<OrderRow>(await model.SearchOrdersAsync(words, question.Page.Size, Stop), null)
            : await model.ListOrdersAsync(question.Filters, question.Page, Stop);
        return ReadModelViews.Page("orders", page, ReadModelViews.Of);
    }

    /// <inheritdoc/>
    public async Task<JsonArray> HeldAsync() => OrderAnswers.Held(
        await OrderScan.HeldAsync(await ReadAsync(), Environment.ProcessorCount, Stop));

    /// <inheritdoc/>
    public async Task<DecisionAnswer> DecideAsync(string order, OrderDecision decision)
    {
        await context.Folder.CheckExistsAsync(Stop);
        var actor = new Actor(context.User);
        OrderCommand command = decision switch
        {
            OrderDecision.Release release => new OrderCommand.ReleaseHold(actor, release.Note, release.Hold),
            OrderDecision.Reject reject => new OrderCommand.Reject(reject.Reason, actor),
            OrderDecision.Cancel cancel => new OrderCommand.Cancel(
                cancel.Reason, context.Time.GetUtcNow(), [.. cancel.Lines], actor),
            _ => throw new System.Diagnostics.UnreachableException("Decisions are release, reject and cancel."),
        };
        var answer = await AskAsync(new EntityId(Kinds.Order, order), command, "orders");
        return answer.Reply is OrderReply reply
            ? new DecisionAnswer(reply.IsDone, Nodes.Word(reply.Code), reply.Detail)
            : throw new UserFailureException($"{order} decided nothing: {answer.Error}");
    }

    /// <inheritdoc/>
    public async Task<JsonObject> RegisterAsync(Iban iban, Currency currency, string? name)
    {
        var answer = await AskAsync(
            new EntityId(Kinds.Bank, iban.Value), new BankCommand.Register(currency, name, new Actor(context.User)),
            "accounts add");
        return answer.Reply is BankReply { IsDone: true } reply
            ? new JsonObject
            {
                ["iban"] = iban.Value, ["currency"] = currency.Code, ["result"] = Nodes.Word(reply.Code),
            }
            : throw new UserFailureException($"{iban.Value} was not registered: {answer.Reply ?? answer.Error}");
    }

    /// <inheritdoc/>
    public async Task<JsonObject> AcceptGapAsync(Iban iban, string reason)
    {
        var answer = await AskAsync(
            new EntityId(Kinds.Bank, iban.Value), new BankCommand.AcceptGap(reason, new Actor(context.User)),
            "accounts accept-gap");
        return answer.Reply is BankReply { IsDone: true } reply
            ? new JsonObject { ["iban"] = iban.Value, ["result"] = Nodes.Word(reply.Code) }
            : throw new UserFailureException(
                $"Nothing was accepted: {(answer.Reply as BankReply?)?.Detail ?? answer.Error}");
    }

    /// <inheritdoc/>
    public async Task<(string Result, string? Refusal)> DecideAsync(PolicyCommand command)
    {
        var answer = await AskAsync(new EntityId(Kinds.Policy, MatchPolicies.Id), command, "match policy");
        return answer.Reply is PolicyReply reply
            ? (Nodes.Word(reply), PolicyViews.Refusal(reply))
            : throw new UserFailureException($"Nothing was decided: {answer.Error}");
    }

    /// <inheritdoc/>
    public async Task<JsonArray> BankAccountsAsync()
    {
        var accounts = await EntityList.RunAsync<BankAccountState, BankAccountState>(
            await ReadAsync(), Kinds.Bank, null, int.MaxValue, static state => state.IsRegistered ? state : null, Stop);
        return Nodes.List(accounts, EntityViews.Of);
    }

    /// <inheritdoc/>
    public async Task<JsonArray> QuarantineAsync(bool includeResolved)
    {
        await using var intake = await context.Folder.OpenIntakeToReadAsync(Stop);
        var all = new JsonArray();
        var last = 0L;
        while (true)
        {
            var page = await intake.ListQuarantineAsync(includeResolved, last, PageRequest.MaxSize, Stop);
            if (page.Count == 0)
                return all;
            foreach (var entry in page)
                all.Add(QuarantineAnswers.Row(entry));
            last = page[^1].Number;
        }
    }

    /// <inheritdoc/>
    public async Task<JsonObject?> RefusedAsync(long number)
    {
        await using var intake = await context.Folder.OpenIntakeToReadAsync(Stop);
        return await intake.ReadQuarantineAsync(number, Stop) is { } entry ? QuarantineAnswers.Whole(entry) : null;
    }

    /// <inheritdoc/>
    public async Task<Rejection?> RetryAsync(long number)
    {
        await context.Folder.CheckExistsAsync(Stop);
        var store = await WriteAsync();
        var entry = await store.Intake.ReadQuarantineAsync(number, Stop)
            ?? throw new UserFailureException($"There is no number {number} in the quarantine.");
        return await QuarantineRetry.RunAsync(store.Host, store.Intake, context.Time, entry, context.User, Stop);
    }

    /// <inheritdoc/>
    public async Task<JsonArray> DeadLettersAsync() =>
        QuarantineAnswers.DeadLetters(await (await ReadAsync()).ReadDeadLettersAsync(Stop));

    /// <inheritdoc/>
    public async Task<JsonArray> PicksAsync(string warehouse)
    {
        var orders = await OrderScan.ToPickAsync(await ReadAsync(), Environment.ProcessorCount, warehouse, Stop);
        var at = context.Time.GetUtcNow();
        return Nodes.List(
            orders.Select(order => OrderAnswers.Pick(order, warehouse, at)).Where(pick => pick is not null),
            static pick => pick);
    }

    /// <inheritdoc/>
    public async Task<(JsonObject Report, IEnumerable<string> Lines)> AuditAsync()
    {
        var report = await Auditing.RunAsync(context, await ReadAsync());
        return (JsonNode.Parse(report.ToJson()) as JsonObject ?? [], report.ToLines());
    }

    /// <inheritdoc/>
    public async Task<IntakeReport> TakeAsync(IngestInput input, IngestReport report)
    {
        var store = await WriteAsync();
        var source = await OpenAsync(input);
        using var closing = source as IDisposable;
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        var pipeline = new Pipeline(store.Host, store.Intake, context.Time, (position, outcome) =>
            report.Add(source.Name, position, outcome));
        var work = pipeline.RunAsync(source, input.Format, context.User, stop.Token);
        var total = source.TotalBytes;
        var display = ProgressDisplay.RunAsync(
            context.Output, context.Time, source.Name, "inputs",
            () => (
                pipeline.Progress.Items,
                total is > 0 ? Math.Min(1m, (decimal)pipeline.Progress.Bytes / total.Value) : null),
            work);
        if (await Task.WhenAny(work, store.StoreFailed) != work)
        {
            // Shards that can't commit keep what was posted to them: only the engine's end answers it.
            await stop.CancelAsync();
            await store.AbandonAsync();
            await Task.WhenAny(work);
            await display;
            throw RunningStore.StoreIsDown(await store.StoreFailed);
        }

        await display;
        return await work;
    }

    /// <inheritdoc/>
    /// <remarks>Also after Ctrl-C: reactions that are begun are finished; a second Ctrl-C ends the process.</remarks>
    public async Task FinishAsync()
    {
        if (_running is null)
            return;
        await _running.StopAsync(CancellationToken.None);
        if (_running.ReadModelsBehind is > 0 and var events)
        {
            context.Output.Note(
                $"The read models are {events:N0} events behind; the next run takes them along, and `o2c projections "
                + "status` shows how far they are.");
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_running is not null)
            await _running.DisposeAsync();
        if (_journal is not null)
            await _journal.DisposeAsync();
    }

    private async Task<ISource> OpenAsync(IngestInput input)
    {
        if (input.Format is IngestInput.Bank or IngestInput.BankCsv or IngestInput.SettlementCsv)
            return await OpenBankAsync(input, OwnBankFeed.Of((await WriteAsync()).Journal));

        var mapping = input.MappingFile is null ? null : await RetailCsvMapping.LoadAsync(input.MappingFile, Stop);
        var source = input.IsStandardInput
            ? FileSources.OfStream(new StandardInput(), "stdin", input.Format, null, mapping)
            : FileSources.OfFile(input.File, input.Format, null, mapping);
        return input.AutoStock is { } pieces ? new AutoStockSource(source, pieces) : source;
    }

    /// <summary>The read models; says so where they are behind.</summary>
    private async Task<IReadModel> OpenModelAsync(IStoredJournal journal)
    {
        var model = context.Folder.FindReadModels(journal.Info, context.Time).Model;
        var heads = (await journal.ReadShardRowsAsync(Stop)).Sum(static row => row.State.Position);
        var behind = heads - (await model.ReadStatusAsync(Stop)).Events;
        if (behind > 0)
        {
            context.Output.Note(
                $"The read models are {behind:N0} events behind: `o2c drain` lets them catch up, where nothing runs "
                + "that does.");
        }

        return model;
    }

    private async Task<BankSource> OpenBankAsync(IngestInput input, BankFeed feed)
    {
        if (input is { Format: IngestInput.BankCsv, MappingFile: { } csv })
        {
            var mapping = await BankCsvMapping.LoadAsync(csv, Stop);
            return input.IsStandardInput
                ? await BankSources.OpenCsvAsync("stdin", new StandardInput(), feed, mapping, Stop)
                : await BankSources.OpenCsvAsync(input.File, feed, mapping, Stop);
        }

        if (input is { Format: IngestInput.SettlementCsv, MappingFile: { } columns })
        {
            var mapping = await SettlementCsvMapping.LoadAsync(columns, Stop);
            return input.IsStandardInput
                ? await SettlementSources.OpenAsync("stdin", new StandardInput(), Record, mapping, Stop)
                : await SettlementSources.OpenAsync(input.File, Record, mapping, Stop);
        }

        return input.IsStandardInput
            ? await BankSources.OpenAsync("stdin", new StandardInput(), feed, Stop)
            : await BankSources.OpenAsync(input.File, feed, Stop);

        ImmutableArray<Message> Record(SettlementReport report) => SettlementSources.CommandsOf(report, feed.Actor);
    }

    private async Task<CommandReply> AskAsync(EntityId to, object command, string correlation)
    {
        var store = await WriteAsync();
        return await store.Host.AskAsync(to, command, new Origin(correlation, context.User), Stop);
    }

    private async Task<IStoredJournal> ReadAsync() => _journal ??= await context.Folder.OpenToReadAsync(Stop);

    private async Task<RunningStore> WriteAsync() =>
        _running ??= await context.StartEngineAsync(StoreLimits.OfVerb);
}
