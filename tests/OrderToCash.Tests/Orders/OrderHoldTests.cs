using OrderToCash.Domain.Flows;
using OrderToCash.Domain.Inventory;
using OrderToCash.Domain.Orders;
using OrderToCash.Domain.Receivables;
using OrderToCash.Domain.Values;
using Xunit;
using static OrderToCash.Tests.Orders.SampleOrders;

namespace OrderToCash.Tests.Orders;

/// <summary>What an order waits for before its goods go: stock, persons, credit and money.</summary>
public sealed class OrderHoldTests
{
    private static readonly OrderContent Large = Content(Line("1", "A", 1, 500.01m));
    private static readonly OrderPolicy NoBackorder = new(AllowBackorder: false, ShipPartial: true);
    private static readonly OrderPolicy Together = new(AllowBackorder: true, ShipPartial: false);

    [Fact]
    public void Up_to_500_nobody_asks_for_credit_and_above_release_waits_for_it()
    {
        var small = new OrderScript().Given(Place(Content(Line("1", "A", 1, 500m))), Promised("A", 1));
        Assert.Equal("small-order", small.Single<OrderEvent.Released>().Rule);

        var large = new OrderScript().Given(Place(Large));
        Assert.Equal("Placed CreditRequested", large.Names());
        large.Given(Promised("A", 1));
        Assert.Equal("StockAnswered Confirmed", large.Names());
        Assert.Equal([WaitKind.Credit], large.State.WaitsFor().Select(wait => wait.Kind));
        large.Given(new OrderCommand.NoteCredit(1, true, 50_001, 1_000_000));
        Assert.Equal("CreditDecided Released", large.Names());
        Assert.Equal("credit-granted", large.Single<OrderEvent.Released>().Rule);
    }

    [Fact]
    public void Refused_credit_holds_until_a_person_lets_go()
    {
        var order = new OrderScript().Given(Place(Large), new OrderCommand.NoteCredit(1, false, 990_000, 1_000_000));
        Assert.Equal("CreditDecided Held", order.Names());
        Assert.Equal(new Evidence("exposure", "9900.00", "10000.00"), order.Single<OrderEvent.Held>().Evidence[1]);
        order.Given(Promised("A", 1));
        Assert.Equal(OrderStatus.OnHold, order.State.Status);

        order.Given(new OrderCommand.ReleaseHold(Ada, "old friend"));

        Assert.Equal("HoldReleased Released", order.Names());
        Assert.Equal("released-by-person", order.Single<OrderEvent.Released>().Rule);
    }

    [Fact]
    public void A_prepayment_order_is_released_by_its_money()
    {
        var order = new OrderScript().Given(Place(Prepaid()), Promised("A-1", 2));
        Assert.Equal("StockAnswered Confirmed PrepaymentRequested Held", order.Names());
        var requested = order.Single<OrderEvent.PrepaymentRequested>();
        Assert.Equal((3998, new DateTimeOffset(2026, 12, 11, 23, 0, 0, TimeSpan.Zero)),
            (requested.AmountMinor, requested.ExpiresAt));
        Assert.Equal([new TaxAmount(19, 3360, 638)], requested.Taxes.ToArray());
        Assert.Equal(requested.ExpiresAt, Assert.Single(order.State.WaitsFor()).Until);

        order.Given(new OrderCommand.NotePrepaid(1000, 2998));
        Assert.Equal("Prepaid", order.Names());
        Assert.Equal(OrderReplyCode.Duplicate, order.Tell(new OrderCommand.NotePrepaid(1000, 2998)).Code);
        order.Given(new OrderCommand.NotePrepaid(2998, 0));
        Assert.Equal("Prepaid HoldReleased Released", order.Names());
        Assert.Equal("prepaid", order.Single<OrderEvent.Released>().Rule);
    }

    [Fact]
    public void Money_that_covers_what_a_cancellation_left_releases_the_rest()
    {
        var order = new OrderScript().Given(
            Place(Prepaid(Line("1", "A", 2, 10))), Promised("A", 2), new OrderCommand.NotePrepaid(1000, 1000),
            Cancel(("1", 1)));

        Assert.Equal("Cancelled HoldReleased Released", order.Names());
        Assert.Equal(1000, order.Single<OrderEvent.Cancelled>().WithdrawMinor);
        Assert.Equal(1, order.Single<OrderEvent.Released>().Asks.Single().Quantity);
    }

    [Fact]
    public void An_unpaid_prepayment_expires_and_gives_everything_back()
    {
        var order = new OrderScript().Given(Place(Prepaid()), Promised("A-1", 2));
        var due = Assert.Single(order.History.SelectMany(happened => OrderReminders.Remind(happened)));
        Assert.Equal(OrderReminders.Expire, due.Name);
        order.Now = due.Due!.Value;

        order.Given(OrderReminders.Command(due.Name));

        var cancelled = order.Single<OrderEvent.Cancelled>();
        Assert.Equal((true, "prepayment not received", "rule:expiry"),
            (cancelled.Whole, cancelled.Reason, cancelled.Actor.Value));
        Assert.All(OrderReminders.Remind(cancelled), reminder => Assert.Null(reminder.Due));
        Assert.Equal(
            [
                new Message(new(Kinds.Account, "shopify:c-17"), new AccountCommand.WithdrawOrder(new(Id), true, 3998)),
                new Message(new(Kinds.Sku, "A-1"), new StockCommand.Reduce(new(Id), 0)),
            ],
            OrderReactions.React(Id, cancelled).ToArray());
        Assert.Equal(OrderReplyCode.Duplicate, order.Tell(new OrderCommand.NotePrepaid(3998, 0)).Code);
    }

    [Fact]
    public void Letting_a_prepayment_go_has_to_name_it_and_withdraws_what_is_open()
    {
        var order = new OrderScript().Given(Place(Prepaid()), Promised("A-1", 2),
            new OrderCommand.NotePrepaid(998, 3000));
        Assert.Equal(OrderReplyCode.NotHeld, order.Tell(new OrderCommand.ReleaseHold(Ada, null)).Code);

        order.Given(new OrderCommand.ReleaseHold(Ada, null, HoldReason.Prepayment));

        Assert.Equal("HoldReleased Released", order.Names());
        Assert.Equal(
            new AccountCommand.WithdrawOrder(new(Id), false, 3000),
            OrderReactions.React(Id, order.Single<OrderEvent.HoldReleased>()).Single().Command);
    }

    [Theory]
    [InlineData(PspStatus.Authorized, "psp-authorized")]
    [InlineData(PspStatus.Captured, "psp-captured")]
    public void A_provider_that_has_the_money_releases_the_order_and_settles_the_invoice(PspStatus status, string rule)
    {
        var order = new OrderScript().Given(Place(Psp(status)), Promised("A-1", 2));
        Assert.Equal(rule, order.Single<OrderEvent.Released>().Rule);

        order.Given(Allocated("A-1", 2), Ship("S-1", ("1", 2)), new OrderCommand.NoteInvoiceNumber("S-1", "R1"));

        Assert.Equal((true, "paypal"),
            (order.Single<OrderEvent.Invoiced>().SettledByPsp, order.Single<OrderEvent.Invoiced>().Provider));
    }

    [Fact]
    public void A_pending_provider_holds_until_the_channel_says_captured()
    {
        var order = new OrderScript().Given(Place(Psp(PspStatus.Pending)), Promised("A-1", 2));
        Assert.Equal("StockAnswered Confirmed Held", order.Names());

        order.Given(Place(Psp(PspStatus.Captured)));

        Assert.Equal("Edited HoldReleased Released", order.Names());
        Assert.Empty(OrderReactions.React(Id, order.Single<OrderEvent.Edited>()));
        Assert.Equal(1, order.State.Revision);
    }

    [Fact]
    public void A_pending_provider_expires_too()
    {
        var order = new OrderScript().Given(Place(Psp(PspStatus.Pending)), Promised("A-1", 2));
        order.Now = order.State.HoldOf(HoldReason.Prepayment)!.ExpiresAt;

        order.Given(new OrderCommand.Expire());

        Assert.Equal(OrderStatus.Cancelled, order.State.Status);
        Assert.Equal(OrderReplyCode.ExistsWithDifferentContent, order.Tell(Place(Psp(PspStatus.Captured))).Code);
        Assert.Contains("payment.status: known pending, found captured",
            order.Single<OrderEvent.EditConflicted>().Difference);
    }

    [Fact]
    public void The_rest_of_a_partly_shipped_order_expires_and_nothing_is_awaited_any_more()
    {
        var order = new OrderScript().Given(
            Place(Psp(PspStatus.Captured, Line("1", "A-1", 3, 10m))), Waiting("A-1", 1, 2), Allocated("A-1", 1),
            Ship("S-1", ("1", 1)), Place(Psp(PspStatus.Pending, Line("1", "A-1", 3, 10m))),
            new OrderCommand.NoteInvoiceNumber("S-1", "RE-2026-0000001"),
            new OrderCommand.NoteSettled("RE-2026-0000001", 1000, 0));
        Assert.Equal(OrderStatus.OnHold, order.State.Status);
        order.Now = order.State.HoldOf(HoldReason.Prepayment)!.ExpiresAt;

        order.Given(new OrderCommand.Expire());

        Assert.Equal("Cancelled Closed", order.Names());
        Assert.Equal(OrderStatus.Closed, order.State.Status);
    }

    [Fact]
    public void Nothing_is_held_where_nothing_is_left_to_deliver()
    {
        var order = new OrderScript().Given(
            Place(Psp(PspStatus.Captured, Line("1", "A-1", 3, 10m))), Waiting("A-1", 1, 2), Allocated("A-1", 1),
            Ship("S-1", ("1", 1)), Place(Psp(PspStatus.Pending, Line("1", "A-1", 3, 10m))));

        order.Given(Cancel());

        Assert.Equal(WaitKind.InvoiceNumber, Assert.Single(order.State.WaitsFor()).Kind);
    }

    [Fact]
    public void A_review_keeps_reservations_and_goes_on_where_it_was()
    {
        var order = new OrderScript().Given(Place(Content() with { StatedTotalMinor = 4000 }), Promised("A-1", 2));
        Assert.Equal("StockAnswered", order.Names());

        order.Given(new OrderCommand.ReleaseHold(Ada, "fine"));

        Assert.Equal("HoldReleased Confirmed Released", order.Names());
    }

    [Fact]
    public void An_unknown_SKU_waits_for_a_person_who_asks_again_or_rejects()
    {
        OrderCommand[] given = [Place(Content()), Refused("A-1", 2, RefusalReason.UnknownSku)];
        var again = new OrderScript().Given(given);
        Assert.Equal(("unknown-sku", "A-1"),
            (again.Single<OrderEvent.Held>().Rule, again.Single<OrderEvent.Held>().Evidence[0].Found));
        again.Given(new OrderCommand.ReleaseHold(Ada, "stocked now"));
        Assert.Equal("HoldReleased ReservationRepeated", again.Names());
        again.Given(Promised("A-1", 2));
        Assert.Equal(OrderStatus.Released, again.State.Status);

        var rejected = new OrderScript().Given(given).Given(new OrderCommand.Reject("not ours", Ada));
        Assert.Equal(OrderStatus.Rejected, rejected.State.Status);
    }

    [Fact]
    public void Out_of_stock_cancels_those_pieces_where_the_rest_can_go_alone()
    {
        var order = new OrderScript().Given(
            Place(Content(Line("1", "A", 1, 1), Line("2", "B", 3, 1)) with { Policy = NoBackorder }), Promised("A", 1),
            Refused("B", 3, RefusalReason.OutOfStock));

        Assert.Equal("StockAnswered Cancelled Confirmed Released", order.Names());
        var cancelled = order.Single<OrderEvent.Cancelled>();
        Assert.Equal(("rule:out-of-stock", false), (cancelled.Actor.Value, cancelled.Whole));
        Assert.Empty(OrderReactions.React(Id, cancelled));
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public void Out_of_stock_rejects_where_nothing_is_left_or_all_goes_together(bool shipPartial, bool otherIsThere)
    {
        var order = new OrderScript().Given(
            Place(Content(Line("1", "A", 1, 1), Line("2", "B", 3, 1)) with
            {
                Policy = new OrderPolicy(false, shipPartial),
            }),
            otherIsThere ? Promised("A", 1) : Refused("A", 1, RefusalReason.OutOfStock),
            Refused("B", 3, RefusalReason.OutOfStock));

        Assert.Equal("StockAnswered Rejected", order.Names());
        var rejected = order.Single<OrderEvent.Rejected>();
        Assert.Equal("out of stock", rejected.Reason);
        Assert.Equal(
            [new StockCommand.Reduce(new(Id), 0), new StockCommand.Reduce(new(Id), 0)],
            OrderReactions.React(Id, rejected).Select(message => message.Command));
    }

    [Fact]
    public void What_ships_partial_goes_at_once_and_the_rest_when_goods_come()
    {
        var order = new OrderScript().Given(Place(Content(Line("1", "A", 5, 1))), Waiting("A", 2, 3));
        Assert.Equal(Confirmation.PartlyBackordered, order.Single<OrderEvent.Confirmed>().Outcome);
        Assert.Equal(2, order.Single<OrderEvent.Released>().Asks.Single().Quantity);

        order.Given(Arrived("A", 3));

        Assert.Equal("StockAnswered Released", order.Names());
        Assert.Equal(3, order.Single<OrderEvent.Released>().Asks.Single().Quantity);
    }

    [Fact]
    public void What_ships_together_waits_for_the_last_piece()
    {
        var order = new OrderScript().Given(
            Place(Content(Line("1", "A", 2, 1), Line("2", "B", 1, 1)) with { Policy = Together }), Promised("A", 2),
            Waiting("B", 0, 1));
        Assert.Equal(OrderStatus.PartlyBackordered, order.State.Status);
        Assert.Equal("goods of B (1 pieces)", order.State.WaitsFor().Single().ToString());

        order.Given(Arrived("B", 1));

        Assert.Equal(2, order.Single<OrderEvent.Released>().Asks.Length);
    }

    [Fact]
    public void A_provider_that_takes_its_word_back_holds_what_is_here_and_not_what_a_warehouse_has()
    {
        var pending = Place(Psp(PspStatus.Pending) with { UpdatedAt = Noon.AddMinutes(5) });
        var allocated = new OrderScript().Given(
            Place(Psp(PspStatus.Captured)), Promised("A-1", 2), Allocated("A-1", 2), pending);
        Assert.Equal("Edited", allocated.Names());

        var waiting = new OrderScript().Given(Place(Psp(PspStatus.Captured)), Waiting("A-1", 0, 2), pending);
        Assert.Equal("Edited Held", waiting.Names());
    }

    [Fact]
    public void What_was_shipped_whole_is_held_no_more()
    {
        var order = new OrderScript().Given(Place(Content()), Promised("A-1", 2), Allocated("A-1", 2));
        // As it was decided where all was with the warehouse.
        Order.Evolve(order.State, new OrderEvent.Held(HoldReason.Prepayment, "psp-pending", [], Noon.AddDays(14)));

        order.Given(Ship("S-1", ("1", 2)));

        Assert.Empty(order.State.Holds);
        order.Now = Noon.AddDays(15);
        order.Tell(new OrderCommand.Expire());
        Assert.Empty(order.Last);
    }

    [Fact]
    public void Cancelling_what_is_missing_lets_the_rest_go_together()
    {
        var order = new OrderScript().Given(
            Place(Content(Line("1", "A", 2, 1), Line("2", "B", 1, 1)) with { Policy = Together }), Promised("A", 2),
            Waiting("B", 0, 1), Cancel(("2", 1)));

        Assert.Equal("Cancelled Released", order.Names());
    }

    [Fact]
    public void Pieces_that_are_not_on_the_shelf_wait_again()
    {
        var order = new OrderScript().Given(Place(Content(Line("1", "A", 3, 1))), Promised("A", 3),
            Allocated("A", 2, missing: 1));
        Assert.Equal([WaitKind.Goods, WaitKind.Shipment], order.State.WaitsFor().Select(wait => wait.Kind));

        order.Given(Arrived("A", 1));

        Assert.Equal(1, order.Single<OrderEvent.Released>().Asks.Single().Quantity);
    }
}
