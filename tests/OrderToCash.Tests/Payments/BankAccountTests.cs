using OrderToCash.Domain.Flows;
using OrderToCash.Domain.Payments;
using OrderToCash.Domain.Values;
using Xunit;
using static OrderToCash.Tests.Payments.BankScenario;

namespace OrderToCash.Tests.Payments;

public sealed class BankAccountTests
{
    private static Currency Chf => Currency.TryParse("CHF", out var chf) ? chf : throw new InvalidOperationException();

    [Fact]
    public void An_account_is_registered_once_and_can_be_renamed()
    {
        var bank = Registered();
        bank.Expect(BankReplyCode.Duplicate, new BankCommand.Register(Currency.Eur, "main", Feed));
        bank.Expect(BankReplyCode.Accepted, new BankCommand.Register(Currency.Eur, "shop", Feed));
        bank.Expect(BankReplyCode.WrongCurrency, new BankCommand.Register(Chf, "shop", Feed));
        Assert.Equal("shop", bank.State.Name);
    }

    [Fact]
    public void An_account_that_is_not_registered_says_how_to_register_it()
    {
        var reply = new BankScenario().Expect(BankReplyCode.UnknownAccount, Statement("1", 0, Entry("a", 1))).Reply;
        Assert.Contains($"o2c accounts add {Id}", reply.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Replies_come_in_their_order_of_precedence()
    {
        var bank = Registered();
        bank.Expect(BankReplyCode.Accepted, Statement("1", 1_000, Entry("a", 200), Entry("b", -300)));
        // A booked statement is a repeat, whatever else is wrong with it.
        bank.Expect(BankReplyCode.Duplicate, Statement("1", 0, Entry("c", 1) with { Currency = Chf }));
        bank.Expect(BankReplyCode.WrongCurrency, Statement("2", 0, Entry("c", 1) with { Currency = Chf }));
        var other = Statement("2", 900, Entry("c", 1));
        bank.Expect(
            BankReplyCode.WrongCurrency, other with { Statement = other.Statement with { Currency = Chf } });
        bank.Expect(BankReplyCode.ChainBroken, Statement("2", 901, Entry("c", 1)));
        bank.Expect(BankReplyCode.PartMissing, other with { Part = 1 });
        bank.Expect(BankReplyCode.InvalidStatement, Statement("2", 0, Entry("c", 1), Entry("c", 1)));
        bank.Expect(BankReplyCode.Accepted, Part("2", 900, [Entry("c", 1), Entry("d", 2)], [Entry("c", 1)], 0, false));
        bank.Expect(BankReplyCode.StatementUnfinished, Statement("3", 903));
        bank.Expect(BankReplyCode.Accepted, Part("2", 900, [Entry("c", 1), Entry("d", 2)], [Entry("d", 2)], 1, true));
        bank.Expect(BankReplyCode.Accepted, Statement("3", 903));
        Assert.Equal(["a", "b", "c", "d"], bank.Booked.Select(static e => e.Identity));
    }

    [Fact]
    public void A_broken_chain_shows_both_balances_the_gap_and_what_to_do()
    {
        var bank = Registered();
        bank.Send(Statement("1", 100_000, Entry("a", 23_456)));
        var detail = bank.Expect(BankReplyCode.ChainBroken, Statement("3", 130_000, Entry("b", 1))).Reply.Detail;
        Assert.Equal(
            "the last statement booked (no. 1 to 2026-03-02) closes with 1,234.56 EUR, this one (no. 3 to 2026-03-02) "
            + "opens with 1,300.00 EUR: a gap of 65.44 EUR; deliver the statements between them first, "
            + "from 2026-03-02 on, or accept the gap: o2c accounts accept-gap",
            detail);
    }

    [Fact]
    public void Parts_repeat_harmlessly_and_come_in_order()
    {
        BankTransaction[] all = [Entry("a", 1), Entry("b", 2), Entry("c", 3)];
        var bank = Registered();
        var parts = all.Select((e, i) => Part("1", 0, all, [e], i, i == 2)).ToArray();
        bank.Expect(BankReplyCode.PartMissing, parts[1]);
        bank.Expect(BankReplyCode.Accepted, parts[0]);
        bank.Expect(BankReplyCode.Duplicate, parts[0]);
        bank.Expect(BankReplyCode.PartMissing, parts[2]);
        bank.Expect(BankReplyCode.Accepted, parts[1]);
        bank.Expect(BankReplyCode.Duplicate, parts[0]);
        Assert.IsType<BankEvent.StatementBooked>(bank.Expect(BankReplyCode.Accepted, parts[2]).Events[^1]);
        bank.Expect(BankReplyCode.Duplicate, parts[1]);
        Assert.Equal(3, bank.State.EntryCount);
    }

    [Fact]
    public void An_overlapping_statement_books_only_what_is_new()
    {
        var bank = Registered();
        bank.Send(Statement("week 1", 0, Entry("a", 10), Entry("b", 20), Entry("c", 30)));
        var booked = Assert.IsType<BankEvent.EntriesBooked>(bank.Expect(
            BankReplyCode.Accepted, Statement("day 7", 10, Entry("b", 20), Entry("c", 30), Entry("d", 40))).Events[0]);
        Assert.Equal((2, 50), (booked.Known, booked.KnownMinor));
        Assert.Equal("d", Assert.Single(booked.Entries).Identity);
        Assert.Equal(100, bank.State.LastStatement?.ClosingMinor);
        bank.Expect(BankReplyCode.Duplicate, Statement("month", 0, Entry("a", 10), Entry("b", 20), Entry("c", 30)));
    }

    [Fact]
    public void An_overlap_without_an_entry_that_is_booked_stops_the_feed()
    {
        var bank = Registered();
        bank.Send(Statement("1", 0, Entry("a", 10), Entry("b", 20)));
        bank.Expect(BankReplyCode.ChainBroken, Statement("2", 0, Entry("a", 10), Entry("c", 30)));
        Assert.Equal(2, bank.Booked.Count);
    }

    [Fact]
    public void An_overlap_may_span_parts()
    {
        var bank = Registered();
        bank.Send(Statement("1", 0, Entry("a", 10), Entry("b", 20)));
        BankTransaction[] all = [Entry("a", 10), Entry("b", 20), Entry("c", 30)];
        bank.Expect(BankReplyCode.Accepted, Part("2", 0, all, [Entry("a", 10)], 0, false));
        // Nothing new was booked of it yet, so another statement may come before it.
        bank.Expect(BankReplyCode.Accepted, Part("3", 0, all, [Entry("a", 10), Entry("b", 20)], 0, false));
        bank.Expect(BankReplyCode.Accepted, Part("3", 0, all, [Entry("c", 30)], 1, true));
        Assert.Equal(3, bank.Booked.Count);
    }

    [Fact]
    public void An_overlap_with_a_gap_behind_it_is_refused_before_anything_is_booked()
    {
        var bank = Registered();
        bank.Send(Statement("1", 0, Entry("a", 10), Entry("b", 20)));
        bank.Expect(BankReplyCode.ChainBroken, Statement("2", 15, Entry("b", 20), Entry("c", 30)));
        Assert.Equal(2, bank.Booked.Count);
    }

    [Fact]
    public void References_that_a_bank_uses_again_count_where_the_balances_prove_it()
    {
        var bank = Registered();
        bank.Send(Statement("1", 0, Entry("ref-1", 4_990)));
        bank.Expect(BankReplyCode.Duplicate, Statement("1 again", 0, Entry("ref-1", 4_990)));
        bank.Expect(BankReplyCode.Accepted, Statement("2", 4_990, Entry("ref-1", 4_990)));
        Assert.Equal(["ref-1", "ref-1#2"], bank.Booked.Select(static e => e.Identity));

        // In any part: that it goes on from the end is known from the first.
        BankTransaction[] all = [Entry("new", 1), Entry("ref-1", 4_990)];
        bank.Expect(BankReplyCode.Accepted, Part("3", 9_980, all, [Entry("new", 1)], 0, false));
        bank.Expect(BankReplyCode.Accepted, Part("3", 9_980, all, [Entry("ref-1", 4_990)], 1, true));
        Assert.Equal(["ref-1", "ref-1#2", "new", "ref-1#3"], bank.Booked.Select(static e => e.Identity));
    }

    [Fact]
    public void Empty_statements_join_repeat_or_show_a_gap()
    {
        var bank = Registered();
        bank.Expect(BankReplyCode.Accepted, Statement("1", 500));
        bank.Expect(BankReplyCode.Accepted, Statement("2", 500));
        bank.Expect(BankReplyCode.ChainBroken, Statement("3", 600));
        var older = Statement("0", 600);
        bank.Expect(
            BankReplyCode.Duplicate, older with { Statement = older.Statement with { ToDate = Day.AddDays(-1) } });
    }

    [Fact]
    public void What_a_reader_got_wrong_is_refused()
    {
        var bank = Registered();
        var good = Statement("1", 0, Entry("a", 10));
        bank.Expect(
            BankReplyCode.InvalidStatement, good with { Statement = good.Statement with { EntryCount = 2 } });
        bank.Expect(
            BankReplyCode.InvalidStatement, good with { Statement = good.Statement with { ClosingMinor = 11 } });
        bank.Expect(BankReplyCode.InvalidStatement, Statement("1", 0, Entry("a", BankAccount.MaxAmountMinor + 1)));
        bank.Expect(BankReplyCode.InvalidStatement, Statement("1", -BankAccount.MaxAmountMinor - 1, Entry("a", 1)));
        var many = Enumerable.Range(0, BankAccount.MaxPartEntries + 1).Select(static i => Entry("e" + i, 1)).ToArray();
        bank.Expect(BankReplyCode.InvalidStatement, Statement("1", 0, many));
        bank.Expect(BankReplyCode.Accepted, Statement("1", 0, many[1..]));
    }

    [Fact]
    public void Each_new_entry_becomes_a_payment()
    {
        var bank = Registered();
        var events = bank.Send(Statement("1", 0, Entry("a", 10), Entry("b/2", -20))).Events;
        var messages = BankReactions.React(Id, events[0]);
        Assert.Equal([$"{Id}/a", $"{Id}/b/2"], messages.Select(static m => m.To.Id));
        Assert.All(messages, static m => Assert.Equal(Kinds.Payment, m.To.Kind));
        Assert.Equal(new PaymentCommand.Record(new Iban(Id), Entry("a", 10)), messages[0].Command);
        Assert.Empty(BankReactions.React(Id, events[1]));
    }
}
