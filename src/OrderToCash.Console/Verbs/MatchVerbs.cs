using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using OrderToCash.Adapters.Banks;
using OrderToCash.Adapters.Files;
using OrderToCash.Adapters.Settlements;
using OrderToCash.Application.CashApplication;
using OrderToCash.Domain.CashApplication;
using OrderToCash.Domain.Payments;
using OrderToCash.Domain.Values;

namespace OrderToCash.Console.Verbs;

/// <summary><c>o2c match</c>: matching payments with customers' items.</summary>
internal static class MatchVerbs
{
    private static readonly Actor Actor = new("trial");

    /// <summary>The commands.</summary>
    public static Command Create()
    {
        var customers = Required("--customers", "Customers as CSV.");
        var items = Required("--open-items", "Open items as CSV.");
        var collections = new Option<string?>("--sdd") { Description = "Direct debits handed to the bank, as CSV." };
        var reports = new Option<string?>("--psp") { Description = "Folder of payment providers' reports." };
        var statements = Required("--statements", "Folder of bank statements, read in the order of their days.");
        var result = Required("--result", "Where to write the decisions, a JSON object a line.");
        var policy = new Option<string?>("--policy") { Description = "A policy as JSON, in place of the default." };
        return Verb.Group(
            "match", "Match payments with customers' items.",
            Verb.Of(
                "run", "Try it on files alone: no store is opened, nothing is kept but the result.", writes: false,
                (parsed, context) => RunAsync(
                    context,
                    new Files(
                        parsed.GetRequiredValue(customers), parsed.GetRequiredValue(items),
                        parsed.GetValue(collections), parsed.GetValue(reports), parsed.GetRequiredValue(statements),
                        parsed.GetRequiredValue(result)),
                    parsed.GetValue(policy)),
                customers, items, collections, reports, statements, result, policy),
            MatchSimulateVerb.Create(),
            MatchPolicyVerbs.Create());
    }

    private static Option<string> Required(string name, string description) =>
        new(name) { Description = description, Required = true };

    private static async Task<int> RunAsync(VerbContext context, Files files, string? policyFile)
    {
        var stop = context.Stop.Token;
        var trial = new MatchTrial(policyFile is null ? MatchPolicy.Default : ReadPolicy(policyFile));
        await TrialSet.ReadCustomersAsync(files.Customers, trial, stop);
        var items = await TrialSet.ReadItemsAsync(files.Items, trial, stop);
        var places = files.Collections is { } collections
            ? await TrialSet.ReadCollectionsAsync(collections, items, trial, stop)
            : new Dictionary<(AccountId, string), int>();
        if (files.Reports is { } reports)
            await ReadReportsAsync(reports, trial, context, stop);
        var transactions = await ReadStatementsAsync(files.Statements, context, stop);
        foreach (var (payment, account, transaction) in transactions)
        {
            trial.Index.AddOwnAccount(account);
            trial.Take(payment, transaction);
        }

        trial.Complete();
        await WriteAsync(files.Result, transactions, trial, new Names(items, places), stop);
        Report(context.Output, trial);
        return ExitCode.Success;
    }

    /// <summary>The policy in a file.</summary>
    /// <exception cref="UserFailureException">The file can't be read, or holds none.</exception>
    public static MatchPolicy ReadPolicy(string file)
    {
        try
        {
            return MatchPolicyFile.Read(File.ReadAllText(file), file);
        }
        catch (Exception exception)
            when (exception is MatchPolicyException or IOException or UnauthorizedAccessException)
        {
            throw new UserFailureException(exception.Message);
        }
    }

    private static async Task ReadReportsAsync(
        string folder, MatchTrial trial, VerbContext context, CancellationToken stop)
    {
        foreach (var path in Directory.EnumerateFiles(folder).Order(StringComparer.Ordinal))
        {
            using var source = await SettlementSources.OpenAsync(
                path,
                report =>
                {
                    trial.Index.AddPayout(report);
                    return [];
                },
                mapping: null, stop);
            await foreach (var item in source.ReadAsync(0, stop))
            {
                if (item.Rejection is { } rejection)
                    context.Output.Note($"{source.Name}: refused, {rejection}");
            }
        }
    }

    private static async Task<List<Entry>> ReadStatementsAsync(
        string folder, VerbContext context, CancellationToken stop)
    {
        var statements = new List<(DateOnly Day, List<Entry> Entries)>();
        foreach (var path in Directory.EnumerateFiles(folder).Order(StringComparer.Ordinal))
        {
            using var source = await BankSources.OpenAsync(path, Actor, stop);
            await foreach (var item in source.ReadAsync(0, stop))
            {
                if (item.Rejection is { } rejection)
                    context.Output.Note($"{source.Name}: refused, {rejection}");
                var entries = new List<Entry>();
                foreach (var message in item.Commands)
                {
                    if (message.Command is not BankCommand.BookEntries book)
                        continue;
                    entries.AddRange(book.Entries.Select(entry => new Entry(
                        new PaymentId($"{message.To.Id}:{entry.Identity}"), message.To.Id, entry)));
                }

                if (entries.Count > 0)
                    statements.Add((entries[0].Transaction.BookingDate, entries));
            }
        }

        return [.. statements.OrderBy(static statement => statement.Day).SelectMany(static of => of.Entries)];
    }

    private static async Task WriteAsync(
        string path, List<Entry> entries, MatchTrial trial, Names names, CancellationToken stop)
    {
        var references = entries.DistinctBy(static entry => entry.Payment).ToDictionary(
            static entry => entry.Payment,
            static entry => entry.Transaction.BankReference ?? entry.Transaction.Identity);
        await using var file = File.CreateText(path);
        foreach (var (payment, decision) in trial.Decisions)
        {
            stop.ThrowIfCancellationRequested();
            await file.WriteLineAsync(Line(references[payment], decision, names, references).ToJsonString());
        }
    }

    private static JsonObject Line(
        string transaction, MatchDecision decision, Names names, Dictionary<PaymentId, string> references)
    {
        var line = new JsonObject { ["tx"] = transaction, ["decision"] = NameOf(decision.Outcome) };
        if (decision.Outcome == MatchOutcome.Book)
        {
            line["items"] = new JsonArray([.. decision.Allocations.Select(allocation => (JsonNode)new JsonObject
            {
                ["item"] = names.IdOf(allocation),
                ["applied"] = Amount(allocation.PaidMinor),
                ["discount"] = Amount(allocation.SkontoMinor),
                ["charges"] = Amount(allocation.ChargesMinor),
                ["writeoff"] = Amount(allocation.WriteOffMinor),
            })]);
        }

        if (decision.Reverses is { } reversed)
            line["reverses"] = references.GetValueOrDefault(reversed) + names.PlaceOf(decision);
        if (decision.Payout is { } payout)
            line["payout"] = payout[(payout.IndexOf('/', StringComparison.Ordinal) + 1)..];
        line["reason"] = decision.Reason;
        line["score"] = decision.Explanation.Score;
        line["rung"] = decision.Explanation.Rung;
        return line;
    }

    private static string NameOf(MatchOutcome outcome) => outcome switch
    {
        MatchOutcome.Book => "auto",
        MatchOutcome.OnAccount => "onaccount",
        MatchOutcome.Review or MatchOutcome.Wait => "review",
        MatchOutcome.Reverse => "reverse",
        MatchOutcome.Settle => "settlement",
        MatchOutcome.RefundReturned or MatchOutcome.Transfer or MatchOutcome.Other => "none",
        _ => throw new UnreachableException(),
    };

    private static string Amount(long minor) => (minor / 100m).ToString("F2", CultureInfo.InvariantCulture);

    private static void Report(Output output, MatchTrial trial)
    {
        var counts = new JsonObject();
        foreach (var outcome in trial.Decisions.Values.GroupBy(static decision => decision.Outcome)
            .OrderBy(static group => group.Key))
        {
            counts[outcome.Key.ToString()] = outcome.Count();
        }

        output.Result(new JsonObject { ["payments"] = trial.Decisions.Count, ["decisions"] = counts });
    }

    private sealed record Files(
        string Customers, string Items, string? Collections, string? Reports, string Statements, string Result);

    /// <summary>What the result calls things.</summary>
    private sealed class Names(
        IReadOnlyDictionary<string, ItemFacts> items, IReadOnlyDictionary<(AccountId, string), int> places)
    {
        private readonly Dictionary<(AccountId, string), string> _ids = items.ToDictionary(
            static item => (item.Value.Account, item.Value.Document), static item => item.Key);

        public string IdOf(in MatchAllocation allocation) => _ids[(allocation.Account, allocation.Document)];

        /// <summary>What is taken back of a batch is called by its place in it, as banks number details.</summary>
        public string PlaceOf(MatchDecision decision) =>
            !decision.Allocations.IsEmpty
            && places.TryGetValue((decision.Allocations[0].Account, decision.Allocations[0].Document), out var place)
                ? $"-{place:000}"
                : "";
    }

    private sealed record Entry(PaymentId Payment, string Account, BankTransaction Transaction);
}
