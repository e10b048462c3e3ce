using System.CommandLine;
using System.Text.Json.Nodes;
using OrderToCash.Domain.Payments;
using OrderToCash.Domain.Values;
using OrderToCash.Server.Views;

namespace OrderToCash.Console.Verbs;

/// <summary><c>o2c accounts</c>: the own bank accounts, and what persons decide about customers.</summary>
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
        var reason = new Option<string>("--reason")
        {
            Description = "Why statements are missing, for those who ask later.", Required = true,
        };
        return Verb.Group(
            "accounts", "Own bank accounts (statements of others are refused), and credit and blocks of customers.",
        [
            Verb.Of(
                "add", "Register an own bank account.", writes: true,
                (parsed, context) => AddAsync(
                    context, parsed.GetRequiredValue(iban), parsed.GetValue(currency), parsed.GetValue(name)),
                iban, currency, name),
            Verb.Of(
                "accept-gap",
                "Let the account's feed go on although a statement is missing.",
                writes: true,
                (parsed, context) => AcceptGapAsync(
                    context, parsed.GetRequiredValue(iban), parsed.GetRequiredValue(reason)),
                iban, reason),
            Verb.Of("list", "List the own bank accounts with their balances.", writes: false, (_, context) =>
                ListAsync(context)),
            .. CustomerVerbs.Create(),
        ]);
    }

    private static async Task<int> AddAsync(VerbContext context, string text, string? code, string? name)
    {
        if (!IbanCheck.TryParse(text, out var iban, out var problem))
            throw new UserFailureException($"'{text}' is not an IBAN: {problem}.");
        if (!Currency.TryParse(code, out var currency))
            throw new UserFailureException($"--currency '{code}' is not known: expected an ISO 4217 code, as EUR.");
        await using var access = context.OpenAccess();
        var answer = await access.RegisterAsync(iban, currency, name);
        await access.FinishAsync();
        if (context.Output.IsJson)
            context.Output.Document(answer);
        else
            context.Output.Line(
                $"{iban.Value} ({currency.Code}) is an own account"
                + ((string?)answer["result"] == Nodes.Word(BankReplyCode.Duplicate) ? " already." : "."));
        return ExitCode.Success;
    }

    private static async Task<int> AcceptGapAsync(VerbContext context, string text, string reason)
    {
        if (!IbanCheck.TryParse(text, out var iban, out var problem))
            throw new UserFailureException($"'{text}' is not an IBAN: {problem}.");
        await using var access = context.OpenAccess();
        var answer = await access.AcceptGapAsync(iban, reason);
        await access.FinishAsync();
        if (context.Output.IsJson)
            context.Output.Document(answer);
        else
            context.Output.Line(
                $"The feed of {iban.Value} may go on. Now take in the statement that stopped it: "
                + "`o2c quarantine retry`, or its file again.");
        return ExitCode.Success;
    }

    private static async Task<int> ListAsync(VerbContext context)
    {
        await using var access = context.OpenAccess();
        context.Output.Result(new JsonObject { ["accounts"] = await access.BankAccountsAsync() });
        return ExitCode.Success;
    }
}
