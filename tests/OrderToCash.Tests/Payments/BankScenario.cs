using System.Text.Json;
using OrderToCash.Domain.Payments;
using OrderToCash.Domain.Values;
using Xunit;

namespace OrderToCash.Tests.Payments;

/// <summary>One own account, driven by commands as its shard would; checks that deciding changes nothing.</summary>
internal sealed class BankScenario
{
    public const string Id = "DE02120300000000202051";
    public static readonly Actor Feed = new("feed:bank");
    public static readonly DateOnly Day = new(2026, 3, 2);

    public BankAccountState State { get; private set; } = BankAccount.Initial(Id);

    public List<BankTransaction> Booked { get; } = [];

    public static BankScenario Registered()
    {
        var bank = new BankScenario();
        Assert.True(bank.Send(new BankCommand.Register(Currency.Eur, "main", Feed)).Reply.IsDone);
        return bank;
    }

    public static BankTransaction Entry(string identity, long signed) =>
        new(identity, signed, Currency.Eur, Day, Day, null, null, null, null, null, identity);

    public static BankCommand.BookEntries Statement(string id, long opening, params BankTransaction[] entries) =>
        Part(id, opening, entries, entries, 0, true);

    /// <summary>A part of a statement that holds all the entries.</summary>
    public static BankCommand.BookEntries Part(
        string id, long opening, BankTransaction[] all, BankTransaction[] part, int number, bool isLast)
    {
        var header = new StatementHeader(
            id, id, Day, Day, Currency.Eur, opening, opening + all.Sum(static e => e.SignedMinor), all.Length);
        return new BankCommand.BookEntries(header, number, isLast, [.. part], Feed);
    }

    public Decision<BankReply, BankEvent> Send(BankCommand command)
    {
        var before = Text();
        var decision = BankAccount.Decide(State, command, default);
        Assert.Equal(before, Text());
        Assert.True(decision.Reply.IsDone || decision.Reply.Detail is not null);
        foreach (var bankEvent in decision.Events)
        {
            if (bankEvent is BankEvent.EntriesBooked booked)
                Booked.AddRange(booked.Entries);
            State = BankAccount.Evolve(State, bankEvent);
        }

        return decision;
    }

    public Decision<BankReply, BankEvent> Expect(BankReplyCode code, BankCommand command)
    {
        var decision = Send(command);
        Assert.Equal(code, decision.Reply.Code);
        if (code == BankReplyCode.ChainBroken)
            Assert.All(decision.Events, static e => Assert.IsType<BankEvent.FeedStopped>(e));
        else
            Assert.Equal(code == BankReplyCode.Accepted, !decision.Events.IsEmpty);
        return decision;
    }

    public void Reload() => State = BankSnapshot.FromSnapshot(BankSnapshot.ToSnapshot(State));

    // An account that was never registered has no currency to write.
    private string Text() =>
        State.IsRegistered ? JsonSerializer.Serialize(BankSnapshot.ToSnapshot(State)) : string.Empty;
}
