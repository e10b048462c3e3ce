using OrderToCash.Adapters.Banks;
using OrderToCash.Application.Pipelines;
using OrderToCash.Domain.Flows;
using OrderToCash.Domain.Payments;
using OrderToCash.Domain.Values;

namespace OrderToCash.Tests.Banks;

/// <summary>
/// Files taken in by own bank accounts, as the pipeline does it: every command is decided and applied.
/// </summary>
internal sealed class AccountFeed
{
    private readonly Dictionary<string, BankAccountState> _accounts = [];

    /// <summary>What was booked, in the order it was.</summary>
    public List<BankTransaction> Booked { get; } = [];

    /// <summary>The account of this number.</summary>
    public BankAccountState Account(string id) => _accounts[id];

    /// <summary>Takes in a file.</summary>
    /// <returns>For each statement: "accepted", "duplicate" or the reason of its refusal.</returns>
    public async Task<string[]> TakeAsync(string path)
    {
        using var source = await BankSources.OpenAsync(path, Camt.Actor, CancellationToken.None);
        return [.. (await Camt.AllAsync(source)).Select(Take)];
    }

    private string Take(SourceItem item)
    {
        if (item.Rejection is { } rejection)
            return rejection.Reason;
        var result = "duplicate";
        foreach (var message in item.Commands)
        {
            if (message.Command is not BankCommand command)
                continue;
            var reply = Send(message.To, command);
            if (!reply.IsDone)
                return $"{reply.Code}: {reply.Detail}";
            if (reply.Code == BankReplyCode.Accepted)
                result = "accepted";
        }

        return result;
    }

    private BankReply Send(EntityAddress to, BankCommand command)
    {
        if (!_accounts.TryGetValue(to.Id, out var state))
        {
            var currency = command is BankCommand.BookEntries book ? book.Statement.Currency : Currency.Eur;
            state = BankAccount.Evolve(
                BankAccount.Initial(to.Id), new BankEvent.Registered(currency, null, Camt.Actor));
        }

        var decision = BankAccount.Decide(state, command, default);
        foreach (var happened in decision.Events)
        {
            if (happened is BankEvent.EntriesBooked booked)
                Booked.AddRange(booked.Entries);
            state = BankAccount.Evolve(state, happened);
        }

        _accounts[to.Id] = state;
        return decision.Reply;
    }
}
