using System.Text.Json.Nodes;
using OrderToCash.Domain.Orders.Checks;
using OrderToCash.Domain.Receivables;
using OrderToCash.Domain.Values;
using OrderToCash.Server.Client;

namespace OrderToCash.Console.Access;

/// <content>What holds orders: settings of the checks, credit and blocks of customers.</content>
internal sealed partial class ServerAccess
{
    /// <inheritdoc/>
    public Task<(string Result, string? Refusal)> DecideAsync(ChecksCommand.Set command) => AskAsync(
        "/v1/checks/" + Escaped(command.Setting), "setting",
        new JsonObject { ["value"] = command.Value, ["reason"] = command.Reason });

    /// <inheritdoc/>
    public Task<(string Result, string? Refusal)> DecideAsync(AccountId customer, AccountCommand command)
    {
        var (verb, body) = command switch
        {
            AccountCommand.Block block => ("block", new JsonObject { ["reason"] = block.Reason }),
            AccountCommand.Unblock unblock => ("unblock", new JsonObject { ["reason"] = unblock.Reason }),
            AccountCommand.SetCreditLimit set => ("limit", new JsonObject
            {
                ["amount"] = set.LimitMinor is { } minor ? set.Currency.ToMajor(minor) : null,
                ["currency"] = set.Currency.Code, ["reason"] = set.Reason,
            }),
            _ => throw new System.Diagnostics.UnreachableException("Decisions are block, unblock and limit."),
        };
        return AskAsync($"/v1/accounts/{Escaped(customer.Value)}/{verb}", "account", body);
    }

    private async Task<(string Result, string? Refusal)> AskAsync(string path, string place, JsonObject body)
    {
        try
        {
            var answer = await _client.PostAsync(path, body, Stop);
            return ((string?)answer["result"] ?? "", null);
        }
        catch (ApiFailureException refused) when ((string?)refused.Problem?["field"] == place)
        {
            return (refused.Reason, (string?)refused.Problem["found"]);
        }
    }
}
