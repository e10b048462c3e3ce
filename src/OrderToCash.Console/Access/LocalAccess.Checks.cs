using OrderToCash.Domain.Flows;
using OrderToCash.Domain.Orders.Checks;
using OrderToCash.Domain.Receivables;
using OrderToCash.Domain.Values;
using OrderToCash.Engine.Shards;
using OrderToCash.Server.Views;

namespace OrderToCash.Console.Access;

/// <content>What holds orders: settings of the checks, credit and blocks of customers.</content>
internal sealed partial class LocalAccess
{
    /// <inheritdoc/>
    public async Task<(string Result, string? Refusal)> DecideAsync(ChecksCommand.Set command)
    {
        var answer = await AskAsync(new EntityId(Kinds.Checks, StoreChecks.Id), command, "checks");
        return answer.Reply is ChecksReply reply
            ? (Nodes.Word(reply), CheckViews.Refusal(reply, command.Setting))
            : throw new UserFailureException($"Nothing was changed: {answer.Error}");
    }

    /// <inheritdoc/>
    public async Task<(string Result, string? Refusal)> DecideAsync(AccountId customer, AccountCommand command)
    {
        var answer = await AskAsync(new EntityId(Kinds.Account, customer.Value), command, "accounts");
        return answer.Reply is AccountReply reply
            ? (Nodes.Word(reply), CheckViews.Refusal(reply))
            : throw new UserFailureException($"{customer.Value} decided nothing: {answer.Error}");
    }
}
