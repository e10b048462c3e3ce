using System.Text.Json.Nodes;
using OrderToCash.Application.Pipelines;
using OrderToCash.Application.Queries;
using OrderToCash.Domain.Flows;
using OrderToCash.Domain.Payments;
using OrderToCash.Domain.Receivables;
using OrderToCash.Engine.Journal;
using OrderToCash.Engine.Shards;
using OrderToCash.Server.Views;

namespace OrderToCash.Server.Reading;

/// <summary>Who pays for which customer, by what was learned and told, as answers.</summary>
public static class LearnedAnswers
{
    /// <summary>
    /// The payers of the accounts of a page, or of one customer: the tables say which accounts, the journal what of
    /// them.
    /// </summary>
    /// <param name="customer">One customer's alone, without pages; null for all.</param>
    /// <returns>Null where nothing ever happened to that customer.</returns>
    public static async Task<JsonObject?> ListAsync(
        IReadModel model, IJournal journal, string? customer, PageRequest request, CancellationToken cancellationToken)
    {
        var page = customer is null
            ? await model.ListAccountsOfPayersAsync(null, request, cancellationToken)
            : new Page<string>([customer], null);
        var rows = new JsonArray();
        foreach (var account in page.Items)
        {
            var load = await EntityLoad.ReadAsync(journal, new EntityId(Kinds.Account, account), cancellationToken);
            if (customer is not null && load.Sequence == 0)
                return null;
            foreach (var row in Of((CustomerAccountState)load.State))
                rows.Add(row);
        }

        return new JsonObject { ["learned"] = rows, ["next"] = page.Next };
    }

    /// <summary>The payer that a person names.</summary>
    public static Payer PayerOf(string? iban, string? name) =>
        new(IbanCheck.TryParse(iban, out var known) ? known.Value : iban, name);

    /// <summary>Why nothing was forgotten; null where it was.</summary>
    public static Rejection? RefusalOf(CommandReply reply, string customer, Payer payer) => reply.Reply switch
    {
        AccountReply.Accepted or AccountReply.Duplicate => null,
        AccountReply.Unknown => new Rejection(
            "unknown-payer", payer.Iban is null ? "name" : "iban", payer.Iban ?? payer.Name ?? "nothing",
            $"a payer that is known of {customer}",
            "See `o2c learned list --customer`. Where an account is known, it is named, and not the name."),
        _ => new Rejection("internal-error", "payer", reply.Error ?? "no reply", "a reply"),
    };

    private static IEnumerable<JsonObject> Of(CustomerAccountState account)
    {
        foreach (var iban in account.Customer.Ibans)
        {
            yield return new JsonObject
            {
                ["account"] = account.Id.Value, ["iban"] = iban, ["name"] = account.Customer.Name,
                ["from"] = "import",
            };
        }

        foreach (var learned in account.Customer.Learned)
        {
            yield return new JsonObject
            {
                ["account"] = account.Id.Value, ["iban"] = learned.Iban, ["name"] = learned.Name,
                ["from"] = "payments", ["count"] = learned.Count, ["lastSeen"] = Nodes.Day(learned.LastSeen),
            };
        }
    }
}
