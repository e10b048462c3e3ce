using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using OrderToCash.Application.Audit;
using OrderToCash.Application.CashApplication;
using OrderToCash.Application.Pipelines;
using OrderToCash.Application.Queries;
using OrderToCash.Application.Review;
using OrderToCash.Console.Running;
using OrderToCash.Domain.CashApplication.Policies;
using OrderToCash.Domain.Receivables;
using OrderToCash.Domain.Values;
using OrderToCash.Server.Client;
using OrderToCash.Server.Reading;
using OrderToCash.Server.Views;

namespace OrderToCash.Console.Access;

/// <summary>A store behind a server: <c>o2c … --server URL</c>.</summary>
internal sealed partial class ServerAccess(VerbContext context, Uri address, string? key) : IStoreAccess
{
    /// <summary>The kinds of entities with their collections.</summary>
    private static readonly Dictionary<string, string> Collections = new(StringComparer.Ordinal)
    {
        ["order"] = "orders", ["sku"] = "stock", ["account"] = "accounts", ["payment"] = "payments",
        ["series"] = "series", ["bank"] = "bank-accounts", ["policy"] = "policies",
        ["settlement"] = "settlements", ["checks"] = "checks",
    };

    private readonly ApiClient _client = new(address, key);

    /// <inheritdoc/>
    public string Name => address.GetLeftPart(UriPartial.Authority);

    private CancellationToken Stop => context.Stop.Token;

    /// <inheritdoc/>
    public Task<JsonObject?> ShowAsync(string kind, string id, EntityQuestion question)
    {
        var query = new List<string>();
        if (question.WithEvents)
            query.Add("events=true");
        if (question.WithWhy)
            query.Add("why=true");
        if (question.Until is { } until)
            query.Add("at=" + Escaped(Nodes.Time(until) ?? ""));
        return _client.GetAsync($"/v1/{Collections[kind]}/{Escaped(id)}?{string.Join('&', query)}", Stop);
    }

    /// <inheritdoc/>
    public async Task<JsonObject> OrdersAsync(OrderListQuestion question)
    {
        var (search, filters, page) = question;
        (string Name, string? Value)[] query =
        [
            ("search", search), ("status", filters.Status is { } status ? Nodes.Word(status) : null),
            ("channel", filters.Channel), ("account", filters.AccountId), ("warehouse", filters.Warehouse),
            ("sku", filters.Sku), ("placedFrom", Nodes.Time(filters.PlacedFrom)),
            ("placedBefore", Nodes.Time(filters.PlacedBefore)), ("minTotalMinor", $"{filters.MinTotalMinor}"),
            ("maxTotalMinor", $"{filters.MaxTotalMinor}"), ("currency", filters.Currency), ("limit", $"{page.Size}"),
            ("after", page.After),
        ];
        var given = query.Where(static part => !string.IsNullOrEmpty(part.Value))
            .Select(static part => $"{part.Name}={Escaped(part.Value ?? "")}");
        return await _client.GetAsync($"/v1/orders?{string.Join('&', given)}", Stop) ?? [];
    }

    /// <inheritdoc/>
    public Task<JsonArray> HeldAsync() => _client.GetAllAsync("/v1/holds", "held", Stop);

    /// <inheritdoc/>
    public async Task<DecisionAnswer> DecideAsync(string order, OrderDecision decision)
    {
        var (verb, body) = decision switch
        {
            OrderDecision.Release release => ("release", new JsonObject
            {
                ["note"] = release.Note, ["hold"] = release.Hold is { } hold ? Nodes.Word(hold) : null,
            }),
            OrderDecision.Reject reject => ("reject", new JsonObject { ["reason"] = reject.Reason }),
            OrderDecision.Cancel cancel => ("cancel", new JsonObject
            {
                ["reason"] = cancel.Reason,
                ["lines"] = Nodes.List(cancel.Lines, static line => new JsonObject
                {
                    ["lineId"] = line.LineId, ["quantity"] = line.Quantity,
                }),
            }),
            _ => throw new System.Diagnostics.UnreachableException("Decisions are release, reject and cancel."),
        };
        try
        {
            var answer = await _client.PostAsync($"/v1/orders/{Escaped(order)}/{verb}", body, Stop);
            return new DecisionAnswer(true, (string?)answer["result"] ?? "", (string?)answer["detail"]);
        }
        catch (ApiFailureException refused) when ((string?)refused.Problem?["field"] == "decision")
        {
            return new DecisionAnswer(false, refused.Reason, (string?)refused.Problem["found"]);
        }
    }

    /// <inheritdoc/>
    public async Task<JsonObject> ReviewAsync(bool waiting, PageRequest page)
    {
        var query = $"limit={page.Size}" + (waiting ? "&waiting=true" : "")
            + (page.After is { } after ? "&after=" + Escaped(after) : "");
        return await _client.GetAsync($"/v1/review?{query}", Stop) ?? [];
    }

    /// <inheritdoc/>
    public Task<JsonObject?> ReviewedAsync(string payment) =>
        _client.GetAsync($"/v1/review/{Escaped(payment)}", Stop);

    /// <inheritdoc/>
    public async Task<ReviewedAnswer> DecideAsync(string payment, ReviewRequest request)
    {
        var (verb, body) = ReviewBodies.Of(request);
        try
        {
            return new ReviewedAnswer(
                await _client.PostAsync($"/v1/payments/{Escaped(payment)}/{verb}", body, Stop), null);
        }
        catch (ApiFailureException refused) when (ServerAnswers.RejectionOf(refused.Problem) is not null)
        {
            return new ReviewedAnswer(null, ServerAnswers.RejectionOf(refused.Problem));
        }
    }

    /// <inheritdoc/>
    public Task<JsonObject?> LearnedAsync(string? customer, PageRequest page) => _client.GetAsync(
        $"/v1/learned-payers?limit={page.Size}" + (customer is null ? "" : "&account=" + Escaped(customer))
        + (page.After is { } after ? "&after=" + Escaped(after) : ""), Stop);

    /// <inheritdoc/>
    public async Task<Rejection?> ForgetAsync(string customer, Payer payer)
    {
        try
        {
            await _client.PostAsync(
                $"/v1/accounts/{Escaped(customer)}/forget-payer",
                new JsonObject { ["iban"] = payer.Iban, ["name"] = payer.Name }, Stop);
            return null;
        }
        catch (ApiFailureException refused) when (ServerAnswers.RejectionOf(refused.Problem) is not null)
        {
            return ServerAnswers.RejectionOf(refused.Problem);
        }
    }

    /// <inheritdoc/>
    public async Task<JsonObject> SettlementsAsync(PageRequest page) => await _client.GetAsync(
        $"/v1/settlements?limit={page.Size}" + (page.After is { } after ? "&after=" + Escaped(after) : ""), Stop) ?? [];

    /// <inheritdoc/>
    public async Task<ReviewedAnswer> AllocateAsync(string settlement, int row, AccountId customer, string document)
    {
        var body = new JsonObject { ["row"] = row, ["customer"] = customer.Value, ["document"] = document };
        try
        {
            return new ReviewedAnswer(
                await _client.PostAsync($"/v1/settlements/{Escaped(settlement)}/allocate", body, Stop), null);
        }
        catch (ApiFailureException refused) when (ServerAnswers.RejectionOf(refused.Problem) is not null)
        {
            return new ReviewedAnswer(null, ServerAnswers.RejectionOf(refused.Problem));
        }
    }

    /// <inheritdoc/>
    public Task<JsonObject> RegisterAsync(Iban iban, Currency currency, string? name) => _client.PostAsync(
        "/v1/bank-accounts",
        new JsonObject { ["iban"] = iban.Value, ["currency"] = currency.Code, ["name"] = name }, Stop);

    /// <inheritdoc/>
    public Task<JsonObject> AcceptGapAsync(Iban iban, string reason) => _client.PostAsync(
        $"/v1/bank-accounts/{iban.Value}/accept-gap", new JsonObject { ["reason"] = reason }, Stop);

    /// <inheritdoc/>
    public async Task<(string Result, string? Refusal)> DecideAsync(PolicyCommand command)
    {
        var (path, body) = command switch
        {
            PolicyCommand.Propose propose => ("", new JsonObject
            {
                ["policy"] = JsonNode.Parse(MatchPolicyFile.Write(propose.Policy)),
                ["maxPayments"] = propose.Limit.MaxPayments, ["maxAmount"] = propose.Limit.MaxMinor / 100,
            }),
            PolicyCommand.Confirm confirm => ($"/{Escaped(confirm.PolicyId)}/confirm", []),
            PolicyCommand.Withdraw withdraw => (
                $"/{Escaped(withdraw.PolicyId)}/withdraw", new JsonObject { ["reason"] = withdraw.Reason }),
            _ => throw new System.Diagnostics.UnreachableException("Decisions are propose, confirm and withdraw."),
        };
        try
        {
            var answer = await _client.PostAsync("/v1/policies" + path, body, Stop);
            return ((string?)answer["result"] ?? "", null);
        }
        catch (ApiFailureException refused) when ((string?)refused.Problem?["field"] == "policy")
        {
            return (refused.Reason, (string?)refused.Problem["found"]);
        }
    }

    /// <inheritdoc/>
    public Task<JsonArray> BankAccountsAsync() => _client.GetAllAsync("/v1/bank-accounts", "accounts", Stop);

    /// <inheritdoc/>
    public Task<JsonArray> QuarantineAsync(bool includeResolved) =>
        _client.GetAllAsync(includeResolved ? "/v1/quarantine?all=true" : "/v1/quarantine", "quarantine", Stop);

    /// <inheritdoc/>
    public Task<JsonObject?> RefusedAsync(long number) => _client.GetAsync($"/v1/quarantine/{number}", Stop);

    /// <inheritdoc/>
    public async Task<Rejection?> RetryAsync(long number)
    {
        try
        {
            await _client.PostAsync($"/v1/quarantine/{number}/retry", new JsonObject(), Stop);
            return null;
        }
        catch (ApiFailureException refused) when (ServerAnswers.RejectionOf(refused.Problem) is not null)
        {
            return ServerAnswers.RejectionOf(refused.Problem);
        }
    }

    /// <inheritdoc/>
    public Task<JsonArray> DeadLettersAsync() => _client.GetAllAsync("/v1/dead-letters", "deadLetters", Stop);

    /// <inheritdoc/>
    public Task<JsonArray> PicksAsync(string warehouse) =>
        _client.GetAllAsync($"/v1/picks?warehouse={Escaped(warehouse)}", "picks", Stop);

    /// <inheritdoc/>
    public async Task<(JsonObject Report, IEnumerable<string> Lines)> AuditAsync()
    {
        var report = await _client.GetAsync("/v1/audit", Stop) ?? [];
        return (report, AuditReport.Parse(report.ToJsonString()).ToLines());
    }

    /// <inheritdoc/>
    public async Task<IntakeReport> TakeAsync(IngestInput input, IngestReport report)
    {
        if (input.MappingFile is not null)
            throw new UserFailureException("--mapping is for a store of this machine: servers read the usual columns.");
        var name = input.IsStandardInput ? "stdin" : Path.GetFileName(input.File);
        await using Stream content = input.IsStandardInput ? new StandardInput() : File.OpenRead(input.File);
        return input.Format == IngestInput.Bank
            ? await TakeStatementsAsync(name, content, report)
            : await new ServerUpload(_client, context).TakeAsync(input, name, content, report);
    }

    /// <inheritdoc/>
    /// <remarks>The server goes on with what the inputs cause.</remarks>
    public Task FinishAsync() => Task.CompletedTask;

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _client.Dispose();
        return ValueTask.CompletedTask;
    }

    private static string Escaped(string text) => Uri.EscapeDataString(text);

    private async Task<IntakeReport> TakeStatementsAsync(string name, Stream content, IngestReport report)
    {
        using var body = new StreamContent(content);
        body.Headers.ContentType = new MediaTypeHeaderValue("application/xml");
        var tally = new ServerAnswers(name, report);
        try
        {
            var answer = await _client.PostAsync($"/v1/bank-statements?source={Escaped(name)}", body, Stop);
            foreach (var line in answer["results"] as JsonArray ?? [])
                tally.Add(line as JsonObject ?? [], "statement", (line?["rejection"] as JsonObject)?["place"]);
        }
        catch (ApiFailureException refused) when (ServerAnswers.RejectionOf(refused.Problem) is { } rejection)
        {
            tally.Add(1, new IntakeOutcome(IntakeResult.Rejected, rejection));
        }

        return tally.Report(isComplete: true);
    }
}
