using OrderToCash.Domain.Flows;
using OrderToCash.Domain.Inventory;
using OrderToCash.Domain.Orders;
using OrderToCash.Domain.Receivables;
using OrderToCash.Domain.Values;
using Xunit;
using static OrderToCash.Tests.Orders.SampleOrders;

namespace OrderToCash.Tests.Orders;

/// <summary>What the channel says later, and what cancellations leave.</summary>
public sealed class OrderEditTests
{
    private static readonly OrderPolicy Together = new(AllowBackorder: true, ShipPartial: false);
    private static readonly OrderContent First =
        Content(Line("1", "A", 2, 300), Line("2", "B", 1, 1)) with { Policy = Together };

    [Fact]
    public void An_edit_withdraws_what_was_asked_and_asks_anew()
    {
        var order = new OrderScript().Given(
            Place(First), Promised("A", 2),
                Place(First with { Lines = [Line("1", "A", 3, 300), Line("3", "C", 1, 1)] }));

        Assert.Equal("Edited CreditRequested", order.Names());
        Assert.Equal(2, order.State.Revision);
        var messages = OrderReactions.React(Id, order.Single<OrderEvent.Edited>());
        Assert.Equal(
            [
                new AccountCommand.WithdrawOrder(new(Id), true, 60_100),
                new StockCommand.Reduce(new(Id), 0),
                new StockCommand.Reduce(new(Id), 0),
                new StockCommand.Reserve(new(Id), 2, 3, Noon, true),
                new StockCommand.Reduce(new(Id), 0),
                new StockCommand.Reserve(new(Id), 2, 1, Noon, true),
            ],
            messages.Select(message => message.Command));
        Assert.Equal(["shopify:c-17", "B", "A", "A", "C", "C"], messages.Select(message => message.To.Id));
        Assert.Equal(OrderReplyCode.Duplicate, order.Tell(Promised("A", 2, revision: 1)).Code);
        order.Given(Promised("A", 3, revision: 2));
    }

    [Fact]
    public void A_difference_names_each_field_as_the_document_does()
    {
        var known = Content() with { StatedTotalMinor = 4498 };
        var found = known with
        {
            ShipTo = known.ShipTo! with { PostalCode = "1011", Line2 = "c/o Ada" },
            StatedTotalMinor = 4000,
            Policy = known.Policy with { ShipPartial = false },
        };

        var difference = OrderDifference.Describe(known, found);

        Assert.StartsWith(
            "policy.partial: known ship-partial, found ship-complete; shipTo.line2: known nothing, found c/o Ada; "
            + $"shipTo.postalCode: known {known.ShipTo.PostalCode}, found 1011; total: known 44.98, found 40.00 "
            + "(content ",
            difference);
    }

    [Fact]
    public void The_same_conflicting_content_is_noted_once()
    {
        var order = new OrderScript().Given(Place(Content()), Promised("A-1", 2));
        var other = Content(Line("1", "A-1", 3, 19.99m));

        Assert.Equal(OrderReplyCode.ExistsWithDifferentContent, order.Tell(Place(other)).Code);
        Assert.StartsWith(
            "lines[0]: known line 1, 2 of A-1 (Thing A-1) at 19.99, tax 19 %, discount 0.00, found line 1, 3 of A-1 "
            + "(Thing A-1) at 19.99, tax 19 %, discount 0.00 (content ",
            order.Single<OrderEvent.EditConflicted>().Difference);
        Assert.Equal(OrderReplyCode.ExistsWithDifferentContent, order.Tell(Place(other with { })).Code);
        Assert.Empty(order.Last);
        order.Tell(Place(Content(Line("1", "A-1", 4, 19.99m))));
        Assert.Equal(2, order.State.Conflicts.Length);
    }

    [Fact]
    public void A_captured_payment_is_taken_in_even_after_shipment()
    {
        var order = new OrderScript().Given(
            Place(Psp(PspStatus.Authorized)), Promised("A-1", 2), Allocated("A-1", 2), Ship("S-1", ("1", 2)),
            Place(Psp(PspStatus.Captured)));

        Assert.Equal("Edited", order.Names());
    }

    [Fact]
    public void A_corrected_address_ends_the_review_of_the_old_one()
    {
        var wrong = Content() with { ShipTo = new Address("Ada", "Hauptstr. 5", "123", "Berlin", "DE") };
        var order = new OrderScript().Given(Place(wrong), Promised("A-1", 2), Place(Content()));

        Assert.Equal("Edited HoldReleased Confirmed Released", order.Names());
    }

    [Fact]
    public void What_the_customer_paid_for_is_not_changed_any_more()
    {
        var order = new OrderScript().Given(
            Place(Prepaid()), Waiting("A-1", 0, 2), new OrderCommand.NotePrepaid(3998, 0));
        Assert.Equal(OrderStatus.Backordered, order.State.Status);

        Assert.Equal(OrderReplyCode.ExistsWithDifferentContent,
            order.Tell(Place(Prepaid(Line("1", "A-1", 1, 19.99m)))).Code);
    }

    [Theory]
    [InlineData(5, 3)] // The channel repeats what was ordered.
    [InlineData(3, 3)] // The channel states what is left.
    [InlineData(4, 3)]
    [InlineData(2, 2)]
    [InlineData(7, 5)]
    public void Cancelled_pieces_stay_cancelled_and_are_not_taken_twice(int stated, int open)
    {
        var order = new OrderScript().Given(
            Place(First with { Lines = [Line("1", "A", 5, 1), Line("2", "B", 1, 1)] }), Waiting("B", 0, 1),
                Cancel(("1", 2)),
            Place(First with { Lines = [Line("1", "A", stated, 1), Line("2", "B", 2, 1)] }));

        Assert.Equal(open, order.State.Lines[0].Open);
        Assert.Equal(open, order.Single<OrderEvent.Edited>().Asks[0].Quantity);
    }

    [Fact]
    public void A_channel_that_states_what_is_left_after_our_cancellations_contradicts_nothing()
    {
        var content = Psp(
            PspStatus.Authorized, Line("1", "A", 5, 10, discount: 100), Line("2", "B", 1, 1)) with
        {
            Policy = Together,
            StatedTotalMinor = 5000,
        };
        var order = new OrderScript().Given(
            Place(content), Promised("A", 5), Promised("B", 1), Cancel(("1", 2), ("2", 1)));
        Assert.True(order.State.IsReleased);
        var left = content with { Lines = [Line("1", "A", 3, 10, discount: 60)], StatedTotalMinor = 2940 };
        var zero = left with { Lines = [.. left.Lines, Line("2", "B", 0, 1)] };

        Assert.Equal(OrderReplyCode.Duplicate, order.Tell(Place(left)).Code);
        Assert.Equal(OrderReplyCode.Duplicate, order.Tell(Place(zero)).Code);
        var paid = left with { Payment = content.Payment with { Status = PspStatus.Captured } };
        Assert.Equal(OrderReplyCode.Accepted, order.Tell(Place(paid)).Code);
        Assert.Equal(PspStatus.Captured, order.State.Content?.Payment.Status);
        Assert.Equal([(5, 2), (1, 1)], order.State.Lines.Select(static line => (line.Ordered, line.Cancelled)));

        foreach (var other in new[]
        {
            left with { Lines = [Line("1", "A", 2, 10)] },
            left with { Lines = [Line("1", "A", 3, 11)] },
            left with { Lines = [Line("1", "A", 3, 10), Line("3", "C", 1, 1)] },
            left with { Lines = [Line("3", "A", 3, 10)] },
            left with { Lines = [Line("2", "B", 1, 1)] },
        })
        {
            Assert.Equal(OrderReplyCode.ExistsWithDifferentContent, order.Tell(Place(other)).Code);
        }
    }

    [Fact]
    public void Cancelled_pieces_come_from_those_that_wait_then_promised_then_allocated()
    {
        var order = new OrderScript().Given(
            Place(Content(Line("1", "A", 6, 1))), Waiting("A", 4, 2), Allocated("A", 2), Cancel(("1", 3)));
        Assert.Equal((0, 1, 2),
            (order.State.Lines[0].Backordered, order.State.Lines[0].Reserved, order.State.Lines[0].Allocated));

        order.Given(Allocated("A", 2), Cancel(("1", 2)));
        Assert.Equal((0, 1), (order.State.Lines[0].Reserved, order.State.Lines[0].Allocated));
        Assert.Equal(new SkuQuantity(new("A"), 1), order.Single<OrderEvent.Cancelled>().Keep.Single());
        Assert.Equal(new WarehouseQuantity("BER1", 1), order.State.Skus[0].Warehouses.Single());
    }

    [Fact]
    public void Pieces_cancelled_while_stock_names_warehouses_are_given_back_when_it_has_named_them()
    {
        var order = new OrderScript().Given(
            Place(Content(Line("1", "A", 6, 1))), Waiting("A", 4, 2), Allocated("A", 2), Cancel(("1", 3)));
        Assert.Empty(order.Single<OrderEvent.Cancelled>().Keep);

        order.Given(Allocated("A", 2));

        var givenBack = order.Single<OrderEvent.StockContinued>();
        Assert.Equal(StockStep.Reduce, givenBack.Step);
        Assert.Equal(new SkuQuantity(new("A"), 3), givenBack.Asks.Single());
        Assert.Equal((0, 3), (order.State.Lines[0].Reserved, order.State.Lines[0].Allocated));
        Assert.Equal(new WarehouseQuantity("BER1", 3), order.State.Skus[0].Warehouses.Single());
    }

    [Fact]
    public void The_last_shipment_gives_back_what_stock_has_not_named_yet()
    {
        var order = new OrderScript().Given(
            Place(Content(Line("1", "A", 6, 1))), Waiting("A", 4, 2), Allocated("A", 2), Cancel(("1", 4)),
            Ship("S-1", ("1", 2)));

        Assert.Equal("Shipped InvoiceRequested StockContinued", order.Names());
        Assert.Equal(
            new SkuQuantity(new("A"), 0), order.Single<OrderEvent.StockContinued>().Asks.Single());
        order.Tell(Allocated("A", 2));
        Assert.Empty(order.Last);
        Assert.Empty(order.State.Skus[0].Warehouses);
    }

    [Fact]
    public void A_cancelled_line_hands_its_better_pieces_to_the_other_line_of_its_SKU()
    {
        var order = new OrderScript().Given(
            Place(Content(Line("1", "A", 2, 1), Line("2", "A", 2, 1))), Waiting("A", 2, 2), Allocated("A", 2),
            Cancel(("1", 2)));

        Assert.Equal((2, 0), (order.State.Lines[1].Allocated, order.State.Lines[1].Backordered));
        Assert.Equal(new SkuQuantity(new("A"), 2), order.Single<OrderEvent.Cancelled>().Keep.Single());
    }

    [Fact]
    public void An_answer_that_a_cancellation_overtook_keeps_its_best_pieces()
    {
        var order = new OrderScript().Given(Place(Content(Line("1", "A", 5, 1))), Cancel(("1", 2)), Waiting("A", 2, 3));

        Assert.Equal((2, 1), (order.State.Lines[0].Reserved, order.State.Lines[0].Backordered));
    }

    [Fact]
    public void Cancelling_the_rest_of_a_shipped_and_paid_order_closes_it()
    {
        var order = new OrderScript().Given(
            Place(Content(Line("1", "A", 2, 1))), Waiting("A", 1, 1), Allocated("A", 1), Ship("S-1", ("1", 1)),
            new OrderCommand.NoteInvoiceNumber("S-1", "R1"), new OrderCommand.NoteSettled("R1", 100, 0));
        Assert.Equal(OrderStatus.PartlyShipped, order.State.Status);

        order.Given(Cancel());

        Assert.Equal("Cancelled Closed", order.Names());
        Assert.False(order.Single<OrderEvent.Cancelled>().Whole);
    }

    [Fact]
    public void A_refused_cancellation_is_noted_once_a_request()
    {
        var order = new OrderScript().Given(Place(Content()));
        order.Tell(Cancel(("1", 3)));
        Assert.Equal("line 1: asked 3, open 2", order.Single<OrderEvent.CancellationRefused>().Why);
        order.Tell(Cancel(("1", 3)));
        Assert.Empty(order.Last);
        order.Tell(Cancel(("1", 3)) with { RequestId = "another" });
        Assert.Single(order.Last);
    }

    [Fact]
    public void Requests_without_an_id_are_told_apart_by_what_they_say()
    {
        var one = Cancel(("1", 1)) with { RequestId = null };
        var order = new OrderScript().Given(Place(Content(Line("1", "A", 5, 1))), one);

        Assert.Equal(OrderReplyCode.Duplicate, order.Tell(one with { }).Code);
        Assert.Equal(OrderReplyCode.Accepted, order.Tell(one with { RequestedAt = Noon.AddSeconds(1) }).Code);
        Assert.Equal(3, order.State.Lines[0].Open);
    }
}
