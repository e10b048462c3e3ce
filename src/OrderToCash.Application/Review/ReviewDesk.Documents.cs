using System.Collections.Immutable;
using OrderToCash.Application.Pipelines;
using OrderToCash.Application.Queries;
using OrderToCash.Domain.Flows;
using OrderToCash.Domain.Receivables;
using OrderToCash.Domain.Values;
using OrderToCash.Engine.Shards;

namespace OrderToCash.Application.Review;

/// <content>Whose documents are, and what is open of them.</content>
public sealed partial class ReviewDesk
{
    /// <summary>Customers who have a document of one number; more are a fault of the numbering.</summary>
    private const int MaxNamesakes = 20;

    private async ValueTask<Rejection?> FindUnknownAsync(
        AccountId customer, string place, CancellationToken cancellationToken) =>
        (await EntityLoad.ReadAsync(journal, new EntityId(Kinds.Account, customer.Value), cancellationToken)
            .ConfigureAwait(false)).Sequence > 0
            ? null
            : new Rejection(
                "unknown-customer", place, customer.Value, "a customer account",
                "Ids are compared byte by byte, `shopify:c-17` or the id of the import.");

    private async ValueTask<(IReadOnlyList<FoundDocument> Found, Rejection? Refusal)> FindDocumentsAsync(
        ImmutableArray<string> documents, AccountId? customer, Func<int, string> placeOf,
        CancellationToken cancellationToken)
    {
        if (customer is { } named
            && await FindUnknownAsync(named, "customer", cancellationToken).ConfigureAwait(false) is { } unknown)
            return ([], unknown);
        var found = new List<FoundDocument>(documents.Length);
        var accounts = new Dictionary<string, CustomerAccountState>(StringComparer.Ordinal);
        for (var i = 0; i < documents.Length; i++)
        {
            var candidates = new List<FoundDocument>();
            foreach (var account in await AccountsOfAsync(documents[i], customer, cancellationToken)
                .ConfigureAwait(false))
            {
                if (!accounts.TryGetValue(account, out var state))
                {
                    var load = await EntityLoad.ReadAsync(
                        journal, new EntityId(Kinds.Account, account), cancellationToken).ConfigureAwait(false);
                    accounts.Add(account, state = (CustomerAccountState)load.State);
                }

                if (FoundDocument.In(state, documents[i]) is { } one)
                    candidates.Add(one);
            }

            // One that is settled was only found where the customer was named, or a moment ago.
            var open = candidates.FindAll(static one => one.OpenMinor != 0);
            if (open.Count > 1)
            {
                return ([], new Rejection(
                    "ambiguous-document", placeOf(i),
                    $"{documents[i]} of {string.Join(", ", open.Select(static one => one.Account.Value))}",
                    "a document of one customer", "Say which customer's it is."));
            }

            if (candidates.Count == 0)
            {
                return ([], new Rejection(
                    "unknown-document", placeOf(i), documents[i],
                    customer is { } of ? $"a document of {of.Value}" : "the number of an open item",
                    "Open items are listed by `GET /v1/open-items` and, of a customer, by `o2c show account`. Where it "
                    + "may be settled, name the customer too."));
            }

            found.Add(open.Count > 0 ? open[0] : candidates[0]);
        }

        return (found, null);
    }

    private async ValueTask<IEnumerable<string>> AccountsOfAsync(
        string document, AccountId? customer, CancellationToken cancellationToken)
    {
        if (customer is { } named)
            return [named.Value];
        var rows = await model.ListOpenItemsAsync(
            new OpenItemQuery(Document: document), new PageRequest(MaxNamesakes), cancellationToken)
            .ConfigureAwait(false);
        return rows.Items.Select(static row => row.AccountId).Distinct();
    }
}
