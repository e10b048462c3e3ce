using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using OrderToCash.Domain.Receivables;
using OrderToCash.Domain.Values;
using OrderToCash.Server.Views;

namespace OrderToCash.Console.Verbs;

/// <summary><c>o2c accounts block|unblock|limit</c>: what persons decide about customers.</summary>
internal static class CustomerVerbs
{
    private const string Default = "default";

    /// <summary>The commands, for the group of accounts.</summary>
    public static Command[] Create() =>
    [
        Of(
            "block", "Hold a customer's orders from now on, and grant no credit.",
            static (reason, actor) => new AccountCommand.Block(reason, actor), "is blocked"),
        Of(
            "unblock", "Take a customer's orders as anybody's again.",
            static (reason, actor) => new AccountCommand.Unblock(reason, actor), "is not blocked"),
        Limit(),
    ];

    private static Command Of(
        string name, string description, Func<string, Actor, AccountCommand> command, string done)
    {
        var customer = Customer();
        var reason = Reason();
        return Verb.Of(
            name, description, writes: true,
            (parsed, context) => DecideAsync(
                context, parsed.GetRequiredValue(customer),
                command(parsed.GetRequiredValue(reason), new Actor(context.User)), done),
            customer, reason);
    }

    private static Command Limit()
    {
        var customer = Customer();
        var reason = Reason();
        var amount = new Argument<string>("AMOUNT")
        {
            Description = "Up to so much is delivered before it is paid; or default.",
        };
        var currency = new Option<string>("--currency")
        {
            Description = "The limit's currency; each has its own.", DefaultValueFactory = _ => Currency.Eur.Code,
        };
        return Verb.Of(
            "limit", "Set a customer's credit limit.", writes: true,
            (parsed, context) =>
            {
                var (text, code) = (parsed.GetRequiredValue(amount), parsed.GetValue(currency));
                if (!Currency.TryParse(code, out var known))
                {
                    throw new UserFailureException(
                        $"--currency '{code}' is not known: expected an ISO 4217 code, as EUR.");
                }

                return DecideAsync(
                    context, parsed.GetRequiredValue(customer),
                    new AccountCommand.SetCreditLimit(
                        MinorOf(text, known), known, new Actor(context.User), parsed.GetRequiredValue(reason)),
                    $"has the limit {text}{(text == Default ? "" : " " + known.Code)}");
            },
            customer, amount, currency, reason);
    }

    private static Argument<string> Customer() => new("CUSTOMER")
    {
        Description = "The customer account's id, as orders show it: channel:customer.",
    };

    private static Option<string> Reason() =>
        new("--reason") { Description = "Why, for those who ask later.", Required = true };

    private static long? MinorOf(string text, Currency currency)
    {
        if (text == Default)
            return null;
        if (decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount)
            && CreditAmount.TryParse(amount, currency, out var minor))
            return minor;
        throw new UserFailureException(
            $"'{text}' is no amount of {currency.Code}: expected digits with at most {currency.Exponent} decimals "
            + "behind a point, as 2500, or default.");
    }

    private static async Task<int> DecideAsync(
        VerbContext context, string customer, AccountCommand command, string done)
    {
        await using var access = context.OpenAccess();
        var (result, refusal) = await access.DecideAsync(new AccountId(customer), command);
        await access.FinishAsync();
        if (context.Output.IsJson)
        {
            context.Output.Document(new JsonObject
            {
                ["account"] = customer, ["result"] = result, ["detail"] = refusal,
            });
        }
        else if (refusal is null)
        {
            var already = result == Nodes.Word(AccountReply.Duplicate) ? " already" : "";
            context.Output.Line($"{customer} {done}{already}.");
        }
        else
        {
            context.Output.Note($"o2c: nothing was decided about {customer}: {refusal}.");
        }

        return refusal is null ? ExitCode.Success : ExitCode.Findings;
    }
}
