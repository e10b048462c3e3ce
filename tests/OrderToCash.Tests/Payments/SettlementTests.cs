using OrderToCash.Domain.CashApplication;
using OrderToCash.Domain.Payments;
using OrderToCash.Domain.Values;
using Xunit;

namespace OrderToCash.Tests.Payments;

/// <summary>The decider of payouts, in the order of its replies.</summary>
public sealed class SettlementTests
{
    private const string Id = "stripe/po_1";
    private static readonly DateOnly Day = new(2026, 3, 2);
    private static readonly DateTimeOffset At = new(2026, 3, 4, 8, 0, 0, TimeSpan.Zero);
    private static readonly Actor Ada = new("user:ada");
    private static readonly PaymentId Credit = new("DE02120300000000202051/P-1");
    private static readonly PaymentId Second = new("DE02120300000000202051/P-2");

    private static readonly SettlementRow Sale = new("t1", SettlementRowKind.Sale, "1001", 10_000, 300, 9_700);
    private static readonly SettlementRow Refund = new("t2", SettlementRowKind.Refund, "1002", -2_000, 0, -2_000);
    private static readonly SettlementRow Fee = new("t3", SettlementRowKind.Fee, null, 0, 700, -700);

    private SettlementState _state = Settlement.Initial(Id);

    [Fact]
    public void A_report_that_does_not_add_up_or_is_another_payouts_is_refused()
    {
        var wrong = Tell(new SettlementCommand.Record(Report(7_001, Sale, Refund, Fee), Ada));
        Assert.Equal(SettlementReplyCode.InvalidReport, wrong.Code);
        Assert.Equal(
            "the report of stripe/po_1: found rows of 70.00 EUR in all, expected the payout of 70.01 EUR",
            wrong.Detail);
        var other = Report(7_000, Sale, Refund, Fee) with { PayoutId = "po_2" };
        Assert.Equal(SettlementReplyCode.InvalidReport, Tell(new SettlementCommand.Record(other, Ada)).Code);
        Assert.Equal(SettlementStatus.Unknown, _state.Status);
    }

    [Fact]
    public void The_same_report_counts_once_and_another_one_is_a_conflict()
    {
        Record();
        var renamed = Report(7_000, Sale with { Description = "Zahlung", CustomerName = "Ada" }, Refund, Fee);
        Assert.Equal(SettlementReplyCode.Duplicate, Tell(new SettlementCommand.Record(renamed, Ada)).Code);
        var other = Report(7_000, Sale with { Order = "1009" }, Refund, Fee);
        var conflict = Tell(new SettlementCommand.Record(other, Ada));
        Assert.Equal(SettlementReplyCode.Conflict, conflict.Code);
        Assert.Contains("stripe/po_1 is known, of 70.00 EUR in 3 rows", conflict.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Money_and_report_meet_in_either_order()
    {
        Record();
        Assert.Equal(SettlementReplyCode.Accepted, Pay(Credit, 7_000).Code);
        AssertSettled();

        _state = Settlement.Initial(Id);
        Pay(Credit, 7_000);
        Assert.Equal(SettlementStatus.Unknown, _state.Status);
        Record();
        AssertSettled();
        Assert.Equal(SettlementReplyCode.Duplicate, Pay(Credit, 7_000).Code);
    }

    [Theory]
    [InlineData(6_999, false, "the report of stripe/po_1 pays out 70.00 EUR, the bank booked 69.99 EUR")]
    [InlineData(-7_000, false, "the report of stripe/po_1 pays out 70.00 EUR, the bank booked -70.00 EUR")]
    [InlineData(7_001, true, "of the payout of stripe/po_1, 70.00 EUR, 70.00 EUR are left, the bank booked 70.01 EUR")]
    public void Money_that_is_not_the_reports_is_refused_with_the_reason(long minor, bool isPart, string reason)
    {
        Record();
        Assert.Equal(reason, Refused(Credit, minor, isPart));
        Assert.Empty(_state.Payouts);

        _state = Settlement.Initial(Id);
        Pay(Credit, minor, isPart);
        var refused = Assert.Single(Decide(new SettlementCommand.Record(Report(7_000, Sale, Refund, Fee), Ada))
            .OfType<SettlementEvent.PayoutRefused>());
        Assert.Equal(reason, refused.Reason);
        Assert.Equal(SettlementStatus.Recorded, _state.Status);
    }

    [Fact]
    public void Another_currency_is_refused()
    {
        Record();
        Assert.True(Currency.TryParse("CHF", out var francs));
        var payout = new SettlementPayout(Credit, 1, 7_000, francs, Day, false);
        var refused = Assert.IsType<SettlementEvent.PayoutRefused>(
            Assert.Single(Decide(new SettlementCommand.NotePayout(payout, []))));
        Assert.Equal("the report of stripe/po_1 is in EUR, the bank booked CHF", refused.Reason);
    }

    [Fact]
    public void A_second_credit_of_a_settled_payout_is_refused()
    {
        Record();
        Pay(Credit, 7_000);
        Assert.Equal("the report of stripe/po_1 is settled, by payment " + Credit, Refused(Second, 7_000));
        AssertSettled();
    }

    [Fact]
    public void A_payout_may_come_in_parts_that_a_person_named()
    {
        Record();
        Pay(Credit, 5_000, isPart: true);
        Assert.Equal(SettlementStatus.Recorded, _state.Status);
        Assert.Equal("the rest of the payout", _state.WaitsFor);
        Pay(Second, 2_000, isPart: true);
        Assert.Equal(SettlementStatus.Settled, _state.Status);
        Assert.Equal([Credit, Second], _state.Payouts.Select(static one => one.Payment));
    }

    [Fact]
    public void A_payout_of_nothing_is_settled_by_its_report()
    {
        var sale = new SettlementRow("t1", SettlementRowKind.Sale, "1001", 5_000, 0, 5_000);
        var exchanged = new SettlementRow("t2", SettlementRowKind.Conversion, null, -5_000, 0, -5_000);
        var events = Decide(new SettlementCommand.Record(Report(0, sale, exchanged) with { Date = null }, Ada));
        var settled = Assert.IsType<SettlementEvent.Settled>(events[1]);
        Assert.Equal(-5_000, settled.Sums.ConversionMinor);
        Assert.Equal(DateOnly.FromDateTime(At.Date), settled.Date);
        Assert.Equal("the report of stripe/po_1 is settled: it pays out nothing", Refused(Credit, 7_000));
    }

    [Fact]
    public void Sums_say_what_the_rows_are()
    {
        Record();
        Tell(new SettlementCommand.Allocate([new RowTarget(0, RowUse.Provider, new(""), "shop:1001")], Ada));
        var settled = Assert.Single(Decide(Noted(Credit, 7_000)).OfType<SettlementEvent.Settled>());
        Assert.Equal(new SettlementSums(10_000, 0, -2_000, -1_000, 0, 0, 0), settled.Sums);
        Assert.Equal(7_000, settled.Sums.TotalMinor);
        Assert.Null(settled.Next);
    }

    [Fact]
    public void Items_of_the_decision_go_to_the_rows_that_they_name()
    {
        var twin = Sale with { Id = "t4" };
        Tell(new SettlementCommand.Record(Report(16_700, Sale, Refund, Fee, twin), Ada));
        MatchAllocation[] items =
        [
            new(new AccountId("c-2"), "RE-2", 10_000, Row: "t4"), new(new AccountId("c-1"), "RE-1", 10_000, Row: "t1"),
            new(new AccountId("c-3"), "RE-3", 9_999, Row: "t1"),
        ];
        var payout = new SettlementPayout(Credit, 1, 16_700, Currency.Eur, Day, false);
        var events = Decide(new SettlementCommand.NotePayout(payout, [.. items]));
        var allocated = Assert.Single(events.OfType<SettlementEvent.RowsAllocated>());
        RowTarget[] expected =
        [
            new(3, RowUse.Customer, new("c-2"), "RE-2"), new(0, RowUse.Customer, new("c-1"), "RE-1"),
        ];
        Assert.Equal(expected, allocated.Rows.ToArray());
        Assert.Equal(0, Assert.Single(events.OfType<SettlementEvent.Settled>()).Next);

        var asked = Assert.IsType<SettlementEvent.RowsAsked>(Assert.Single(Decide(new SettlementCommand.GoOn(0))));
        Assert.Equal([0, 3], asked.Rows.Select(static ask => ask.Row));
        Assert.Empty(Decide(new SettlementCommand.GoOn(0)));
    }

    [Fact]
    public void Rows_are_given_only_while_nothing_is_carried_out_for_them()
    {
        var target = new RowTarget(0, RowUse.Customer, new AccountId("c-1"), "RE-1");
        Assert.Equal(SettlementReplyCode.Unknown, Allocate(target));
        Record();
        Assert.Equal(SettlementReplyCode.RowNotOpen, Allocate(target with { Row = 9 }));
        Assert.Equal(SettlementReplyCode.RowNotOpen, Allocate(target with { Row = 2 }));
        Assert.Equal(SettlementReplyCode.RowNotOpen, Allocate(target with { Account = new AccountId("") }));
        Assert.Equal(SettlementReplyCode.RowNotOpen, Allocate(target, target));
        Assert.Equal(SettlementReplyCode.Accepted, Allocate(target));
        Assert.Equal(SettlementReplyCode.Duplicate, Allocate(target));
        Pay(Credit, 7_000);
        Tell(new SettlementCommand.GoOn(0));
        Assert.Equal(SettlementReplyCode.RowNotOpen, Allocate(target with { Document = "RE-2" }));
    }

    [Fact]
    public void A_large_report_is_carried_out_in_batches()
    {
        const int Count = (2 * Settlement.MaxBatch) + 1;
        var rows = Enumerable.Range(0, Count)
            .Select(i => new SettlementRow($"t{i}", SettlementRowKind.Sale, $"{i}", 100, 0, 100)).ToArray();
        Tell(new SettlementCommand.Record(Report(Count * 100, rows), Ada));
        for (var from = 0; from < Count; from += Settlement.MaxBatch)
        {
            Assert.Equal(SettlementReplyCode.Accepted, Allocate([.. Enumerable
                .Range(from, Math.Min(Settlement.MaxBatch, Count - from))
                .Select(i => new RowTarget(i, RowUse.Customer, new AccountId("c-1"), $"RE-{i}"))]));
        }

        var next = Assert.Single(Decide(Noted(Credit, Count * 100)).OfType<SettlementEvent.Settled>()).Next;
        var batches = new List<int>();
        while (next is { } from)
        {
            var asked = Assert.IsType<SettlementEvent.RowsAsked>(
                Assert.Single(Decide(new SettlementCommand.GoOn(from))));
            batches.Add(asked.Rows.Length);
            next = asked.Next;
        }

        Assert.Equal([Settlement.MaxBatch, Settlement.MaxBatch, 1], batches);
    }

    [Fact]
    public void An_undoing_waits_for_answers_and_takes_them_back()
    {
        Record();
        Allocate(new RowTarget(0, RowUse.Customer, new AccountId("c-1"), "RE-1"));
        Pay(Credit, 7_000);
        Tell(new SettlementCommand.GoOn(0));
        Assert.IsType<SettlementEvent.UndoBegun>(Assert.Single(Decide(Undone(Credit))));
        Assert.Equal(SettlementReplyCode.Duplicate, Tell(Undone(Credit)).Code);
        Assert.Equal(SettlementReplyCode.RowNotOpen, Allocate(new RowTarget(1, RowUse.Other, new(""), "")));

        var answered = Decide(new SettlementCommand.NoteRow(0, 1, [], 10_000, 0, false));
        Assert.IsType<SettlementEvent.RowApplied>(answered[0]);
        Assert.IsType<SettlementEvent.RowsReturned>(answered[1]);
        var taken = Decide(new SettlementCommand.NoteRow(0, 1, [], 10_000, 0, true));
        Assert.IsType<SettlementEvent.RowUndone>(taken[0]);
        Assert.IsType<SettlementEvent.Unsettled>(taken[1]);
        Assert.Equal(SettlementStatus.Recorded, _state.Status);
        Assert.Empty(_state.Payouts);

        // The next decision of the payment counts, and the row is carried out under another number.
        Tell(Noted(Credit, 7_000, attempt: 2));
        AssertSettled(run: 2);
        var asked = Assert.IsType<SettlementEvent.RowsAsked>(Assert.Single(Decide(new SettlementCommand.GoOn(0))));
        Assert.Equal(2, Assert.Single(asked.Rows).Attempt);
    }

    [Fact]
    public void Money_said_to_be_the_payout_while_it_is_undone_has_its_turn_afterwards()
    {
        Record();
        Allocate(new RowTarget(0, RowUse.Customer, new AccountId("c-1"), "RE-1"));
        Pay(Credit, 7_000);
        Tell(new SettlementCommand.GoOn(0));
        Tell(new SettlementCommand.NoteRow(0, 1, [], 10_000, 0, false));
        Tell(Undone(Credit));
        Pay(Second, 7_000);
        Assert.Equal(SettlementStatus.Undoing, _state.Status);
        Tell(new SettlementCommand.GoOn(0));
        var events = Decide(new SettlementCommand.NoteRow(0, 1, [], 10_000, 0, true));
        Assert.Equal(
            [nameof(SettlementEvent.RowUndone), nameof(SettlementEvent.Unsettled), nameof(SettlementEvent.Settled)],
            events.Select(static e => e.GetType().Name));
        Assert.Equal(Second, Assert.Single(_state.Payouts).Payment);
    }

    [Fact]
    public void What_an_undone_payment_never_brought_is_only_forgotten()
    {
        Pay(Credit, 7_000);
        Assert.IsType<SettlementEvent.PayoutWithdrawn>(Assert.Single(Decide(Undone(Credit))));
        Assert.Equal(SettlementReplyCode.Duplicate, Tell(Undone(Credit)).Code);
        Record();
        Assert.Equal(SettlementStatus.Recorded, _state.Status);
    }

    private static SettlementReport Report(long payoutMinor, params SettlementRow[] rows) =>
        new("stripe", "po_1", Currency.Eur, payoutMinor, Day, [.. rows]);

    private static SettlementCommand.NotePayout Noted(
        PaymentId payment, long minor, bool isPart = false, int attempt = 1) =>
        new(new SettlementPayout(payment, attempt, minor, Currency.Eur, Day.AddDays(1), isPart), []);

    private static SettlementCommand.UndoPayout Undone(PaymentId payment) => new(payment, 1, Day.AddDays(5));

    private void Record() => Assert.Equal(
        SettlementReplyCode.Accepted,
        Tell(new SettlementCommand.Record(Report(7_000, Sale, Refund, Fee), Ada)).Code);

    private SettlementReply Pay(PaymentId payment, long minor, bool isPart = false) =>
        Tell(Noted(payment, minor, isPart));

    private string Refused(PaymentId payment, long minor, bool isPart = false) =>
        Assert.IsType<SettlementEvent.PayoutRefused>(Assert.Single(Decide(Noted(payment, minor, isPart)))).Reason;

    private SettlementReplyCode Allocate(params RowTarget[] targets) =>
        Tell(new SettlementCommand.Allocate([.. targets], Ada)).Code;

    private void AssertSettled(int run = 1)
    {
        Assert.Equal((SettlementStatus.Settled, run), (_state.Status, _state.Run));
        Assert.Equal(Credit, Assert.Single(_state.Payouts).Payment);
    }

    private SettlementReply Tell(SettlementCommand command) => Decide(command, out _);

    private SettlementEvent[] Decide(SettlementCommand command)
    {
        Decide(command, out var events);
        return events;
    }

    // Each step also survives a snapshot.
    private SettlementReply Decide(SettlementCommand command, out SettlementEvent[] events)
    {
        var decision = Settlement.Decide(_state, command, At);
        events = [.. decision.Events];
        foreach (var happened in events)
            _state = Settlement.Evolve(_state, happened);
        _state = Settlement.FromSnapshot(Settlement.ToSnapshot(_state));
        return decision.Reply;
    }
}
