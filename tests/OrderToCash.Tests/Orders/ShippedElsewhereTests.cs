using OrderToCash.Application.Pipelines;
using OrderToCash.Domain.Orders;
using OrderToCash.Domain.Values;
using OrderToCash.Engine.Shards;
using Xunit;
using static OrderToCash.Tests.Orders.SampleOrders;

namespace OrderToCash.Tests.Orders;

/// <summary>What the channel says was shipped, and no warehouse here has shipped, never leaves a second time.</summary>
public sealed class ShippedElsewhereTests
{
    private static readonly Evidence Two = new("line_items[0]", "2 of 5 pieces of A shipped", "nothing shipped");
    private static readonly ShippedSoFar Partly = new(false, [Two]);
    private static readonly ShippedSoFar Wholly = new(true, [new Evidence("status", "completed", "nothing shipped")]);

    [Fact]
    public void A_new_order_that_is_wholly_shipped_is_refused_and_can_be_tried_again()
    {
        var order = new OrderScript();

        var reply = order.Tell(At(1, Wholly));

        Assert.Equal(new OrderReply(OrderReplyCode.AlreadyShipped, "status: completed"), reply);
        Assert.Empty(order.Last);
        Assert.Equal(OrderStatus.None, order.State.Status);
        order.Given(At(2));
    }

    [Fact]
    public void The_refusal_is_kept_in_the_quarantine_with_its_reason()
    {
        var reply = new CommandReply(CommandStatus.Decided, new OrderScript().Tell(At(1, Wholly)), null);

        var outcome = IntakeOutcome.Of(reply);

        Assert.Equal((IntakeResult.Rejected, "already-shipped"), (outcome?.Result, outcome?.Reason));
        Assert.Equal(("decision", "status: completed", "an order of which something is left to ship"), (
            outcome?.Rejection?.Place, outcome?.Rejection?.Found, outcome?.Rejection?.Expected));
    }

    [Fact]
    public void A_new_order_that_is_partly_shipped_waits_for_a_person_with_the_pieces_as_evidence()
    {
        var order = new OrderScript().Given(At(1, Partly));
        Assert.Equal("Placed Held", order.Names());
        var held = order.Single<OrderEvent.Held>();
        Assert.Equal((HoldReason.Review, "partly-shipped"), (held.Reason, held.Rule));
        Assert.Equal([Two with { Rule = "partly-shipped" }], held.Evidence.ToArray());

        order.Given(Promised("A", 5));
        Assert.Equal((OrderStatus.OnHold, false), (order.State.Status, order.State.IsReleased));

        order.Given(Cancel(("1", 2)), new OrderCommand.ReleaseHold(Ada, "two left from the shop"));
        Assert.True(order.State.IsReleased);
        Assert.Equal(3, order.State.Pieces.Open);
    }

    [Fact]
    public void A_later_content_that_still_says_so_does_not_let_go()
    {
        var order = new OrderScript().Given(At(1, Partly), At(2, Partly), Promised("A", 5));
        Assert.Equal((OrderStatus.OnHold, false), (order.State.Status, order.State.IsReleased));
    }

    [Theory]
    [InlineData(true, "already-shipped")]
    [InlineData(false, "partly-shipped")]
    public void A_known_order_that_is_shipped_from_elsewhere_before_it_is_released_is_held(bool isWhole, string rule)
    {
        var order = new OrderScript().Given(At(1), At(2, isWhole ? Wholly : Partly));
        Assert.Equal("Edited Held", order.Names());
        Assert.Equal(rule, order.Single<OrderEvent.Held>().Rule);

        order.Given(Promised("A", 5));
        Assert.False(order.State.IsReleased);
    }

    [Theory]
    [InlineData(true, "already-shipped")]
    [InlineData(false, "partly-shipped")]
    public void So_is_one_that_is_confirmed_and_waits_for_its_money(bool isWhole, string rule)
    {
        var order = new OrderScript().Given(Paid(1, PspStatus.Pending, null), Promised("A", 5));
        Assert.Equal("StockAnswered Confirmed Held", order.Names());

        order.Given(Paid(2, PspStatus.Captured, isWhole ? Wholly : Partly));

        Assert.Equal("Edited Held", order.Names());
        Assert.Equal(rule, order.Single<OrderEvent.Held>().Rule);
        Assert.False(order.State.IsReleased);

        order.Given(new OrderCommand.ReleaseHold(Ada, "not true"));
        Assert.True(order.State.IsReleased);
    }

    [Fact]
    public void What_is_released_here_may_be_shipped_by_the_channels_word()
    {
        var order = new OrderScript().Given(At(1), Promised("A", 5));
        Assert.True(order.State.IsReleased);

        order.Given(At(2, Partly), At(3, Wholly));

        Assert.Equal("Edited", order.Names());
        Assert.True(order.State.Holds.IsEmpty);
    }

    private static OrderCommand.Place At(int minute, ShippedSoFar? shipped = null) =>
        new(Content(Line("1", "A", 5, 10)) with { UpdatedAt = Noon.AddMinutes(minute) }, Feed, Shipped: shipped);

    private static OrderCommand.Place Paid(int minute, PspStatus status, ShippedSoFar? shipped) =>
        new(
            Psp(status, Line("1", "A", 5, 10)) with { UpdatedAt = Noon.AddMinutes(minute) }, Feed, Shipped: shipped);
}
