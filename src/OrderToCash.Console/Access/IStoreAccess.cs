using System.Text.Json.Nodes;
using OrderToCash.Application.Pipelines;
using OrderToCash.Application.Queries;
using OrderToCash.Application.Review;
using OrderToCash.Console.Running;
using OrderToCash.Domain.CashApplication.Policies;
using OrderToCash.Domain.Orders.Checks;
using OrderToCash.Domain.Receivables;
using OrderToCash.Domain.Values;
using OrderToCash.Server.Reading;

namespace OrderToCash.Console.Access;

/// <summary>
/// What verbs ask of a store, wherever it is: opened by this process (<see cref="LocalAccess"/>), or behind a server
/// (<see cref="ServerAccess"/>).
/// </summary>
/// <remarks>One verb's; one call at a time. Answers are results as they are shown.</remarks>
internal interface IStoreAccess : IAsyncDisposable
{
    /// <summary>Where the store is, for messages.</summary>
    string Name { get; }

    /// <summary>An entity; null where nothing ever happened to it.</summary>
    Task<JsonObject?> ShowAsync(string kind, string id, EntityQuestion question);

    /// <summary>A page of <c>orders</c> from the read models, with <c>next</c>, the next one's cursor.</summary>
    Task<JsonObject> OrdersAsync(OrderListQuestion question);

    /// <summary>The holds of all orders with their evidence, a row each.</summary>
    Task<JsonArray> HeldAsync();

    /// <summary>Decides about an order.</summary>
    Task<DecisionAnswer> DecideAsync(string order, OrderDecision decision);

    /// <summary>A page of <c>review</c>: payments that wait for a person, with the next one's cursor.</summary>
    /// <param name="waiting">Those instead that wait for a document or a report.</param>
    Task<JsonObject> ReviewAsync(bool waiting, PageRequest page);

    /// <summary>A payment with its ranked suggestions; null where there is none.</summary>
    Task<JsonObject?> ReviewedAsync(string payment);

    /// <summary>Decides about a payment.</summary>
    Task<ReviewedAnswer> DecideAsync(string payment, ReviewRequest request);

    /// <summary>A page of <c>learned</c>: who pays for which customer; null where there is no such customer.</summary>
    Task<JsonObject?> LearnedAsync(string? customer, PageRequest page);

    /// <summary>Forgets a payer of a customer.</summary>
    /// <returns>Why nothing was forgotten; null where it was.</returns>
    Task<Rejection?> ForgetAsync(string customer, Payer payer);

    /// <summary>A page of <c>settlements</c>: providers' payouts by id, with the next one's cursor.</summary>
    Task<JsonObject> SettlementsAsync(PageRequest page);

    /// <summary>Gives a row of a provider's report to a customer.</summary>
    /// <param name="row">Its number, the first has 1.</param>
    Task<ReviewedAnswer> AllocateAsync(string settlement, int row, AccountId customer, string document);

    /// <summary>Registers an own bank account; the answer says whether it was one already.</summary>
    Task<JsonObject> RegisterAsync(Iban iban, Currency currency, string? name);

    /// <summary>Lets an account's feed go on although a statement is missing.</summary>
    Task<JsonObject> AcceptGapAsync(Iban iban, string reason);

    /// <summary>Decides about a policy of the matcher.</summary>
    /// <returns>The reply's word, and why it was not taken; null where it was.</returns>
    Task<(string Result, string? Refusal)> DecideAsync(PolicyCommand command);

    /// <summary>Changes a setting of the checks on orders.</summary>
    /// <returns>The reply's word, and why it was not changed; null where it was.</returns>
    Task<(string Result, string? Refusal)> DecideAsync(ChecksCommand.Set command);

    /// <summary>Decides about a customer: a credit limit, a block or its end.</summary>
    /// <returns>The reply's word, and why it was not done; null where it was.</returns>
    Task<(string Result, string? Refusal)> DecideAsync(AccountId customer, AccountCommand command);

    /// <summary>The own bank accounts.</summary>
    Task<JsonArray> BankAccountsAsync();

    /// <summary>Refused inputs, without their bytes.</summary>
    Task<JsonArray> QuarantineAsync(bool includeResolved);

    /// <summary>A refused input with its bytes; null where there is none of this number.</summary>
    Task<JsonObject?> RefusedAsync(long number);

    /// <summary>Takes a refused input in again.</summary>
    /// <returns>Why it was refused again; null where it was taken in.</returns>
    Task<Rejection?> RetryAsync(long number);

    /// <summary>Commands that could not be decided.</summary>
    Task<JsonArray> DeadLettersAsync();

    /// <summary>What a warehouse is to ship.</summary>
    Task<JsonArray> PicksAsync(string warehouse);

    /// <summary>The audit's report as JSON, and as lines for a person.</summary>
    Task<(JsonObject Report, IEnumerable<string> Lines)> AuditAsync();

    /// <summary>Takes in a file and tells of each input.</summary>
    Task<IntakeReport> TakeAsync(IngestInput input, IngestReport report);

    /// <summary>Finishes what was begun; called once, when the verb's work is done.</summary>
    Task FinishAsync();
}

/// <summary>Which orders to list.</summary>
/// <param name="Search">Words to find them by; null: by the filters.</param>
internal sealed record OrderListQuestion(string? Search, OrderQuery Filters, PageRequest Page);

/// <summary>What a person decides about an order.</summary>
internal abstract record OrderDecision
{
    private OrderDecision()
    {
    }

    /// <summary>Let it go on.</summary>
    public sealed record Release(string? Note, Domain.Orders.HoldReason? Hold) : OrderDecision;

    /// <summary>Refuse it for good.</summary>
    public sealed record Reject(string Reason) : OrderDecision;

    /// <summary>Cancel it; without lines as a whole.</summary>
    public sealed record Cancel(string Reason, IReadOnlyList<Domain.Orders.CancelLine> Lines) : OrderDecision;
}

/// <summary>What became of a decision.</summary>
/// <param name="Result">The reply's word, <c>accepted</c>.</param>
internal sealed record DecisionAnswer(bool IsDone, string Result, string? Detail);

/// <summary>What became of a decision about a payment, or about a row of a provider's report.</summary>
/// <param name="Result">The payment or row afterwards; null where it was refused.</param>
/// <param name="Refusal">Why it was refused; null where it was not.</param>
internal sealed record ReviewedAnswer(JsonObject? Result, Rejection? Refusal);

/// <summary>A file to take in.</summary>
/// <param name="File">Its path; - is standard input.</param>
/// <param name="Format">As the quarantine names it: <c>orders</c>, <c>orders/retail-csv</c>, <c>bank</c>.</param>
/// <param name="AutoStock">Pieces of each SKU received before its first order; null: none.</param>
internal sealed record IngestInput(string File, string Format, string? MappingFile = null, int? AutoStock = null)
{
    /// <summary>The format of bank statements and settlement reports whose content says what they are.</summary>
    public const string Bank = "bank";

    /// <summary>The format of a bank's CSV export, which a mapping explains.</summary>
    public const string BankCsv = "bank/csv";

    /// <summary>The format of a provider's settlement report, which a mapping explains.</summary>
    public const string SettlementCsv = "settlements/csv";

    /// <summary>True for standard input.</summary>
    public bool IsStandardInput => File == "-";
}
