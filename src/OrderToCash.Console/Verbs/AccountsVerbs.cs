using System.CommandLine;
using System.Text.Json.Nodes;
using OrderToCash.Application;
using OrderToCash.Application.Queries;
using OrderToCash.Domain.Flows;
using OrderToCash.Domain.Payments;
using OrderToCash.Domain.Values;
using OrderToCash.Engine.Shards;
using OrderToCash.Server.Views;

namespace OrderToCash.Console.Verbs;

/// <summary><c>o2c accounts</c>: the own bank accounts.</summary>
internal static class AccountsVerbs
{
    /// <summary>The commands.</summary>
    public static Command Create()
    {
        var iban = new Argument<string>("IBAN");
        var currency = new Option<string>("--currency")
        {
            Description = "The account's currency.", DefaultValueFactory = _ => Currency.Eur.Code,
        };
        var name = new Option<string?>("--name") { Description = "What you call it." };
        return Verb.Group(
            "accounts", "Own bank accounts: statements of others are refused.",
            Verb.Of(
                "add", "Register an own bank account.", writes: true,
                (parsed, context) => AddAsync(
                    context, parsed.GetRequiredValue(iban), parsed.GetValue(currency), parsed.GetValue(name)),
                iban, currency, name),
            Verb.Of("list", "List the own bank accounts with their balances.", writes: false, (_, context) =>
                ListAsync(context)));
    }

    private static async Task<int> AddAsync(VerbContext context, string text, string? code, string? name)
    {
        if (!IbanCheck.TryParse(text, out var iban, out var problem))
            throw new UserFailureException($"'{text}' is not an IBAN: {problem}.");
        if (!Currency.TryParse(code, out var currency))
            throw new UserFailureException($"--currency '{code}' is not known: expected an ISO 4217 code, as EUR.");
        await using var store = await context.StartEngineAsync();
        var answer = await store.Host.AskAsync(
            new EntityId(Kinds.Bank, iban.Value), new BankCommand.Register(currency, name, new Actor(context.User)),
            new Origin("accounts add", context.User), context.Stop.Token);
        await store.StopAsync(CancellationToken.None);
        if (answer.Reply is not BankReply { IsDone: true } reply)
            throw new UserFailureException($"{iban.Value} was not registered: {answer.Reply ?? answer.Error}");

        if (context.Output.IsJson)
            context.Output.Document(new JsonObject
            {
                ["iban"] = iban.Value, ["currency"] = currency.Code, ["result"] = Nodes.Word(reply.Code),
            });
        else
            context.Output.Line(
                $"{iban.Value} ({currency.Code}) is an own account"
                + (reply.Code == BankReplyCode.Duplicate ? " already." : "."));
        return ExitCode.Success;
    }

    private static async Task<int> ListAsync(VerbContext context)
    {
        await using var journal = await context.Folder.OpenToReadAsync(context.Stop.Token);
        var accounts = await EntityScan.RunAsync<BankAccountState, BankAccountState>(
            journal, EntityKinds.Bank, Environment.ProcessorCount, static _ => false,
            static state => state.IsRegistered ? state : null, context.Stop.Token);
        context.Output.Result(new JsonObject
        {
            ["accounts"] = Nodes.List(
                accounts.OrderBy(account => account.Id.Value, StringComparer.Ordinal), EntityViews.Of),
        });
        return ExitCode.Success;
    }
}
