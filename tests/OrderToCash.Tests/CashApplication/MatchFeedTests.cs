using OrderToCash.Application.CashApplication;
using OrderToCash.Domain.CashApplication;
using OrderToCash.Domain.Orders;
using OrderToCash.Domain.Payments;
using OrderToCash.Domain.Receivables;
using OrderToCash.Domain.Values;
using OrderToCash.Tests.Payments;
using Xunit;

namespace OrderToCash.Tests.CashApplication;

/// <summary>What events mean to the matcher, played with the real payments and accounts.</summary>
public sealed class MatchFeedTests
{
    private const string Ada = "c-1";
    private const string Bob = "c-2";
    private readonly MoneyWorld _world = new();
    private MatchFeed _feed = new(MatchPolicy.Default);
    private int _read;

    [Fact]
    public void What_a_payer_names_is_paid()
    {
        _world.Invoice(Ada, "RE-2026-0000001", 3_998);
        Pay("P", 3_998, "Rechnung RE-2026-0000001");
        Assert.Equal(["P: book RE-2026-0000001 39.98"], Follow());
        Assert.Equal((PaymentStatus.Applied, 0), (_world.Payment("P").Status, _world.Account(Ada).Invoices.Count));
    }

    [Fact]
    public void Two_payments_of_one_day_are_not_proposed_for_one_item()
    {
        _world.Invoice(Ada, "RE-2026-0000001", 3_998);
        Pay("P-1", 3_998, "RE-2026-0000001");
        Pay("P-2", 3_998, "RE-2026-0000001");
        // All of a batch is decided before an account answers.
        Take();
        var decisions = _feed.Decide().ToArray();
        Assert.Equal(["book RE-2026-0000001 39.98", "review"], decisions.Select(one => Scene.Line(one.Decision)));
    }

    [Fact]
    public void What_an_account_refuses_is_decided_anew_by_what_it_knows()
    {
        _world.Invoice(Ada, "RE-2026-0000001", 3_998);
        Pay("P-1", 3_998, "RE-2026-0000001");
        Take();
        var (_, decision) = _feed.Decide().Single();
        // A person settles it with other money meanwhile.
        _world.Pay("Q", 3_998, Ada, MoneyWorld.Settles("RE-2026-0000001", 3_998));
        Assert.Equal(PaymentReply.Accepted, _world.Decide("P-1", decision));
        Assert.Equal(PaymentStatus.Parked, _world.Payment("P-1").Status);
        Assert.Equal(["P-1: review"], Follow());
        Assert.Empty(Follow());
    }

    [Fact]
    public void An_item_that_opens_while_a_payment_is_left_to_a_person_is_seen()
    {
        Pay("P-1", 3_998, "RE-2026-0000001");
        Take();
        var (_, decision) = _feed.Decide().Single();
        Assert.Equal("review", Scene.Line(decision));
        _world.Invoice(Ada, "RE-2026-0000001", 3_998);
        Take();
        Assert.Empty(_feed.Decide());

        Assert.Equal(PaymentReply.Accepted, _world.Decide("P-1", decision));

        Assert.Equal(["P-1: book RE-2026-0000001 39.98"], Follow());
    }

    [Fact]
    public void An_item_that_a_payment_did_not_take_is_open_again()
    {
        _world.Invoice(Ada, "RE-2026-0000001", 3_998);
        Pay("P-1", 3_998, "RE-2026-0000001");
        Take();
        var (payment, _) = _feed.Decide().Single();
        Assert.Equal(0, OpenOf("RE-2026-0000001"));
        _feed.OnRefused(payment, null);
        Assert.Equal(3_998, OpenOf("RE-2026-0000001"));
        Assert.Equal(["P-1: book RE-2026-0000001 39.98"], Follow());
    }

    [Fact]
    public void An_item_is_held_back_until_the_last_payment_lets_go_of_it()
    {
        _world.Invoice(Ada, "RE-2026-0000001", 3_998);
        Pay("P-1", 3_998, "RE-2026-0000001");
        Pay("Q", 100, "danke");
        Take();
        var payment = _feed.Decide().First(one => one.Decision.Outcome == MatchOutcome.Book).Payment;
        // A person names the document and no amount; the matcher hears of it, then of P-1, then what came of it.
        _world.Tell("Q", new PaymentCommand.Assign(
            [new PaymentShare(new AccountId(Ada), 100, null, ["RE-2026-0000001"])], "by hand", MoneyWorld.Ada));
        var (entity, matched) = _world.Committed[_read++];
        Assert.IsType<PaymentEvent.Matched>(matched);
        _feed.Apply(entity, matched, default);
        _feed.OnRefused(payment, PaymentReply.NotOpen);
        Take();
        Assert.Equal(3_898, OpenOf("RE-2026-0000001"));
    }

    [Fact]
    public void A_decision_that_no_payment_takes_is_left_to_a_person_and_does_not_come_back_for_ever()
    {
        _world.Invoice(Ada, "RE-2026-0000001", 3_998);
        Pay("P-1", 3_998, "RE-2026-0000001");
        Take();
        var (payment, _) = _feed.Decide().Single();
        _feed.OnRefused(payment, PaymentReply.Incomplete);
        var (_, decision) = _feed.Decide().Single();
        Assert.Equal(MatchOutcome.Review, decision.Outcome);
        Assert.Contains("Incomplete", decision.Explanation.Missing, StringComparison.Ordinal);
        _feed.OnRefused(payment, PaymentReply.Incomplete);
        Assert.Empty(_feed.Decide());
    }

    [Fact]
    public void A_payment_waits_for_the_item_that_it_names()
    {
        Pay("P", 3_998, "Rechnung RE-2026-0000001");
        Assert.Equal(["P: review"], Follow());
        _world.Invoice(Ada, "RE-2026-0000007", 1_000);
        Assert.Empty(Follow());
        _world.Invoice(Ada, "RE-2026-0000001", 3_998);
        Assert.Equal(["P: book RE-2026-0000001 39.98"], Follow());
    }

    [Fact]
    public void A_payment_waits_for_the_prepayment_of_the_order_that_it_names()
    {
        Pay("P", 3_998, "Bestellung 100123 danke");
        Assert.Equal(["P: review"], Follow());
        _world.Tell(Ada, new AccountCommand.OpenPrepayment(
            new OrderId("shopify:100123"), "100123", 3_998, Currency.Eur));
        Assert.Equal(["P: book shopify:100123 39.98"], Follow());
    }

    [Fact]
    public void What_is_no_longer_asked_for_is_not_paid()
    {
        var order = new OrderId("shopify:100123");
        _world.Tell(Ada, new AccountCommand.OpenPrepayment(order, "100123", 3_998, Currency.Eur));
        _world.Tell(Ada, new AccountCommand.WithdrawOrder(order, true, 0));
        Pay("P", 3_998, "Bestellung 100123");
        Assert.Equal(["P: review"], Follow());
    }

    [Fact]
    public void An_invoice_takes_the_place_of_the_prepayment_that_was_not_paid()
    {
        var order = new OrderId("shopify:1");
        _world.Tell(Ada, new AccountCommand.OpenPrepayment(order, "VK 100123", 3_998, Currency.Eur));
        _world.Invoice(Ada, "RE-2026-0000001", 3_998);
        Take();
        Assert.Equal(0, _feed.Index.OpenMinorOf(new AccountId(Ada), "shopify:1"));
        Assert.Equal(3_998, OpenOf("RE-2026-0000001"));
    }

    [Fact]
    public void A_return_that_came_before_its_payment_was_matched_is_found_then()
    {
        Pay("P", 3_998, "Rechnung RE-2026-0000001", endToEnd: "E2E-778899");
        _world.Record("R", Transaction("R", -3_998, "Rueckgabe", "E2E-778899") with { IsReturn = true });
        Assert.Equal(["P: review", "R: review"], Follow());
        _world.Invoice(Ada, "RE-2026-0000001", 3_998);
        Assert.Equal(["P: book RE-2026-0000001 39.98", $"R: reverse {MoneyWorld.Own}/P"], Follow());
        Assert.Equal(PaymentStatus.Reversed, _world.Payment("P").Status);
        Assert.Equal(3_998, OpenOf("RE-2026-0000001"));
    }

    [Fact]
    public void What_was_taken_back_is_not_proposed_again_to_those_who_were_refused()
    {
        _world.Invoice(Ada, "RE-2026-0000001", 3_998);
        Pay("P", 3_998, "Rechnung RE-2026-0000001", endToEnd: "E2E-778899");
        Follow();
        foreach (var id in new[] { "R-1", "R-2" })
            _world.Record(id, Transaction(id, -3_998, "Rueckgabe", "E2E-778899") with { IsReturn = true });
        // Both are decided before the payment answers; it refuses the second.
        Assert.Equal([$"R-1: reverse {MoneyWorld.Own}/P", $"R-2: reverse {MoneyWorld.Own}/P"], Follow());
        Assert.Equal(PaymentStatus.Parked, _world.Payment("R-2").Status);
        _world.Record("R-3", Transaction("R-3", -3_998, "Rueckgabe", "E2E-778899") with { IsReturn = true });
        Assert.Equal(["R-3: review"], Follow());
    }

    [Fact]
    public void What_a_person_undid_to_be_matched_again_is_matched_again()
    {
        _world.Invoice(Ada, "RE-2026-0000001", 3_998);
        Pay("P", 3_998, "RE-2026-0000001");
        Follow();
        _world.Undo("P", rematch: true);
        Assert.Equal(["P: book RE-2026-0000001 39.98"], Follow());
        Assert.Equal(PaymentStatus.Applied, _world.Payment("P").Status);
        // A return finds one payment, not two.
        _world.Record("R", Transaction("R", -3_998, "RE-2026-0000001", null) with { IsReturn = true });
        Assert.Equal([$"R: reverse {MoneyWorld.Own}/P"], Follow());
    }

    [Fact]
    public void What_a_person_undid_for_good_is_left_to_persons()
    {
        _world.Invoice(Ada, "RE-2026-0000001", 3_998);
        Pay("P", 3_998, "RE-2026-0000001");
        Follow();
        _world.Undo("P");
        Assert.Empty(Follow());
        Assert.Equal(3_998, OpenOf("RE-2026-0000001"));
        _world.Record("R", Transaction("R", -3_998, "RE-2026-0000001", null) with { IsReturn = true });
        Assert.Equal(["R: review"], Follow());
    }

    [Fact]
    public void A_learned_account_counts_until_it_is_forgotten()
    {
        const string Iban = "DE75512108001245126199";
        for (var i = 1; i <= 2; i++)
        {
            _world.Invoice(Ada, $"RE-2026-000000{i}", 3_998 + i, i);
            Pay("P-" + i, 3_998 + i, $"RE-2026-000000{i}", iban: Iban);
        }

        Follow();
        _world.Invoice(Ada, "RE-2026-0000003", 7_771, 3);
        Pay("P-3", 7_771, "danke", iban: Iban);
        Assert.Equal(["P-3: book RE-2026-0000003 77.71"], Follow());
        _world.Tell(Ada, new AccountCommand.ForgetPayer(new Payer(Iban, null), MoneyWorld.Ada));
        _world.Invoice(Ada, "RE-2026-0000004", 8_881, 4);
        Pay("P-4", 8_881, "danke", iban: Iban);
        Assert.Equal(["P-4: review"], Follow());
    }

    [Fact]
    public void A_feed_that_is_built_again_in_any_order_of_shards_decides_what_is_left()
    {
        Pay("P-1", 3_998, "RE-2026-0000001");
        Assert.Equal(["P-1: review"], Follow());
        _world.Invoice(Ada, "RE-2026-0000001", 3_998);
        _world.Invoice(Bob, "RE-2026-0000002", 5_000, 2);
        Pay("P-2", 5_000, "RE-2026-0000002");
        _feed = new MatchFeed(MatchPolicy.Default);
        _feed.BeginRebuild();
        // Payments' shards are read before accounts' shards.
        foreach (var (entity, happened) in _world.Committed.OrderByDescending(one => one.Entity.Kind))
            _feed.Apply(entity, happened, default);
        _read = _world.Committed.Count;
        _feed.EndRebuild();
        Assert.Equal(
            ["P-1: book RE-2026-0000001 39.98", "P-2: book RE-2026-0000002 50.00"], Follow());
    }

    [Fact]
    public void All_that_wait_are_looked_at_again_some_thousands_at_a_time()
    {
        const int Waiting = 9_000;
        var received = new PaymentEvent.Received(
            new Iban("DE89370400440532013000"), Transaction("P", 1, "nobody's", null));
        var parked = new PaymentEvent.Parked(
            "nobody", new MatchExplanation("x", MatchRungs.None, 0, [], [], null), Actor.Rule("x"));
        _feed.BeginRebuild();
        for (var number = 0; number < Waiting; number++)
        {
            var payment = new OrderToCash.Engine.Shards.EntityId("payment", "P-" + number);
            _feed.Apply(payment, received, default);
            _feed.Apply(payment, parked, default);
        }

        _feed.EndRebuild();

        Assert.Equal(Waiting, _feed.DueCount);
        List<int> left = [];
        while (_feed.DueCount > 0)
        {
            Assert.Empty(_feed.Decide());
            left.Add(_feed.DueCount);
        }

        Assert.Equal([4_904, 808, 0], left);
    }

    [Fact]
    public void A_payment_is_booked_when_its_item_opens_however_many_name_it_too()
    {
        const int Payments = 70;
        for (var number = 0; number < Payments; number++)
            Pay("P-" + number, 3_998, "Rechnung RE-2026-0000001");
        Assert.Equal(Payments, Follow().Count);

        _world.Invoice(Ada, "RE-2026-0000001", 3_998);

        Assert.Single(Follow(), line => line.EndsWith(": book RE-2026-0000001 39.98", StringComparison.Ordinal));
        Assert.Equal(0, OpenOf("RE-2026-0000001"));
    }

    [Fact]
    public void A_batch_of_direct_debits_is_booked_on_what_it_collects()
    {
        _world.Invoice(Ada, "RE-2026-0000001", 3_998);
        _world.Invoice(Bob, "RE-2026-0000002", 1_002, order: 2);
        Present(Ada, "RE-2026-0000001", 3_998);
        Present(Bob, "RE-2026-0000002", 1_002);
        Pay("P", 5_000, "SAMMLER PMT2603040000");

        Assert.Equal(["P: book RE-2026-0000001 39.98 RE-2026-0000002 10.02"], Follow());
        Assert.Empty(_world.Account(Bob).Invoices);
    }

    [Fact]
    public void Direct_debits_that_are_told_after_the_bank_booked_them_are_seen()
    {
        _world.Invoice(Ada, "RE-2026-0000001", 3_998);
        Pay("P", 3_998, "Lastschrift", endToEnd: "E2E-RE-2026-0000001");
        Pay("Q", 1_000, "SAMMLER PMT2603040000");
        Assert.All(Follow(), line => Assert.DoesNotContain("book", line, StringComparison.Ordinal));
        Present(Ada, "RE-2026-0000001", 3_998);

        Assert.Contains("P: book RE-2026-0000001 39.98", Follow());
    }

    private void Present(string account, string document, long minor) => Assert.Equal(
        AccountReply.Accepted,
        _world.Tell(account, new AccountCommand.PresentDebit(
            new PresentedDebit(
                document, "PMT2603040000", "E2E-" + document, minor, Currency.Eur, MoneyWorld.Day),
            MoneyWorld.Ada)));

    private static BankTransaction Transaction(
        string id, long minor, string text, string? endToEnd, string? iban = null) =>
        new(id, minor, Currency.Eur, MoneyWorld.Day, MoneyWorld.Day, null, iban, text, endToEnd, null, id);

    private void Pay(string id, long minor, string text, string? endToEnd = null, string? iban = null) =>
        _world.Record(id, Transaction(id, minor, text, endToEnd, iban));

    private long? OpenOf(string document) => _feed.Index.OpenMinorOf(new AccountId(Ada), document);

    private void Take()
    {
        for (; _read < _world.Committed.Count; _read++)
        {
            var (entity, happened) = _world.Committed[_read];
            Assert.True(MatchFeed.IsOfInterest(happened));
            _feed.Apply(entity, happened, default);
        }
    }

    // Carries out all decisions, those too that others bring about; says them in one line each.
    private List<string> Follow()
    {
        List<string> lines = [];
        for (Take(); _feed.DueCount > 0; Take())
        {
            foreach (var (payment, decision) in _feed.Decide())
            {
                var id = payment.Value[(MoneyWorld.Own.Length + 1)..];
                lines.Add($"{id}: {Scene.Line(decision)}");
                var reply = _world.Decide(id, decision);
                if (reply is not (PaymentReply.Accepted or PaymentReply.Duplicate))
                    _feed.OnRefused(payment, reply);
            }
        }

        return lines;
    }
}
