using OrderToCash.Domain.Orders;
using OrderToCash.Domain.Values;
using Xunit;
using static OrderToCash.Tests.Orders.SampleOrders;

namespace OrderToCash.Tests.Orders;

/// <summary>Cancellations that come with a content, as platforms send them, or before it.</summary>
public sealed class CancelWithContentTests
{
    private static readonly OrderContent Two = At(1);

    private static readonly OrderCommand.Cancel Whole = new("customer", Noon, [], Feed, "cancelled 7");

    [Fact]
    public void An_order_that_comes_cancelled_is_placed_and_cancelled_in_one_decision()
    {
        var order = new OrderScript().Given(Cancelled(Two));
        Assert.Equal("Placed Cancelled", order.Names());
        Assert.True(order.State.IsCancelled);
        Assert.Equal(OrderReplyCode.Duplicate, order.Tell(Cancelled(Two)).Code);
        Assert.Empty(order.Last);
    }

    [Fact]
    public void A_known_order_is_cancelled_by_a_later_content_that_says_so()
    {
        var order = new OrderScript().Given(Place(Two), Cancelled(At(2)));
        Assert.Equal("Edited Cancelled", order.Names());
        Assert.True(order.State.IsCancelled);
        Assert.Equal(At(2).UpdatedAt, order.State.Content!.UpdatedAt);
    }

    [Fact]
    public void An_outdated_content_cancels_nothing()
    {
        var order = new OrderScript().Given(Place(At(3)));
        Assert.Equal(OrderReplyCode.OutdatedContent, order.Tell(Cancelled(At(2))).Code);
        Assert.Empty(order.Last);
    }

    [Fact]
    public void A_content_that_comes_too_late_for_a_change_still_cancels_what_is_not_shipped()
    {
        var order = new OrderScript().Given([Place(Two), .. AllAllocated(Two)]);
        var changed = At(2) with { Lines = [Two.Lines[0] with { Quantity = Two.Lines[0].Quantity + 1 }] };
        Assert.Equal(OrderReplyCode.ExistsWithDifferentContent, order.Tell(Place(changed)).Code);
        Assert.Equal(OrderReplyCode.Accepted, order.Tell(Cancelled(changed with { UpdatedAt = At(3).UpdatedAt })).Code);
        Assert.Equal("Cancelled", order.Names());
        Assert.True(order.State.IsCancelled);
    }

    [Fact]
    public void What_a_platform_says_of_an_order_that_is_cancelled_is_noted_and_nothing_follows()
    {
        var order = new OrderScript().Given(Cancelled(Two));
        var refunded = At(2) with { Payment = Two.Payment with { Provider = "stripe", Reference = "other" } };
        order.Given(Cancelled(refunded));
        Assert.Equal("Edited", order.Names());
        order.Given(Place(At(3) with { ShipTo = Two.ShipTo! with { Street = "Ring 1" } }));
        Assert.Equal("Edited", order.Names());
        Assert.True(order.State.IsCancelled);
        Assert.Empty(order.State.Conflicts);
    }

    [Fact]
    public void What_would_need_the_order_that_is_cancelled_is_for_a_person()
    {
        var pending = Psp(PspStatus.Pending, Line("1", "A-1", 2, 10m)) with { UpdatedAt = Noon.AddMinutes(1) };
        var order = new OrderScript().Given(Place(pending), Cancel());
        var paid = pending with
        {
            UpdatedAt = Noon.AddMinutes(2),
            Payment = pending.Payment with { Status = PspStatus.Captured },
        };
        Assert.Equal(OrderReplyCode.ExistsWithDifferentContent, order.Tell(Place(paid)).Code);
        var more = pending with { UpdatedAt = Noon.AddMinutes(3), Lines = [Line("1", "A-1", 3, 10m)] };
        Assert.Equal(OrderReplyCode.ExistsWithDifferentContent, order.Tell(Place(more)).Code);
        Assert.Equal("EditConflicted", order.Names());
    }

    [Fact]
    public void Money_that_went_back_cancels_what_is_open_and_is_nothing_to_refuse_after_delivery()
    {
        var back = Whole with { MayBeLate = true };
        Assert.True(new OrderScript().Given(Place(Two), back).State.IsCancelled);

        var shipped = new OrderScript().Given([Place(Two), .. AllAllocated(Two), ShipAll(Two)]);
        Assert.Equal(OrderReplyCode.Duplicate, shipped.Tell(back).Code);
        Assert.Empty(shipped.Last);
    }

    [Fact]
    public void A_cancellation_of_what_is_shipped_comes_too_late_and_is_kept()
    {
        var order = new OrderScript().Given([Place(Two), .. AllAllocated(Two), ShipAll(Two)]);
        Assert.Equal(OrderReplyCode.TooLate, order.Tell(Cancelled(At(2))).Code);
        Assert.Equal("Edited CancellationRefused", order.Names());
        Assert.Equal(OrderReplyCode.TooLate, order.Tell(Cancelled(At(2))).Code);
        Assert.Empty(order.Last);
    }

    [Fact]
    public void A_wrong_content_of_an_unknown_order_is_refused_and_cancels_nothing()
    {
        var order = new OrderScript();
        Assert.Equal(OrderReplyCode.InvalidContent, order.Tell(Cancelled(Two with { Lines = [] })).Code);
        Assert.Empty(order.Last);
    }

    [Fact]
    public void A_cancellation_before_its_order_is_kept_and_cancels_it_when_it_comes()
    {
        var early = Whole with { MayComeFirst = true };
        var order = new OrderScript().Given(early);
        Assert.Equal("CancelledEarly", order.Names());
        Assert.Equal(OrderStatus.None, order.State.Status);
        Assert.Equal(OrderReplyCode.Duplicate, order.Tell(early).Code);
        order.Given(Place(Two));
        Assert.Equal("Placed Cancelled", order.Names());
        Assert.True(order.State.IsCancelled);
        Assert.Equal(OrderReplyCode.Duplicate, order.Tell(early).Code);
        Assert.Equal(OrderReplyCode.Duplicate, order.Tell(Place(Two with { })).Code);
    }

    [Fact]
    public void Where_the_order_can_only_come_first_a_cancellation_of_an_unknown_one_is_refused()
    {
        var order = new OrderScript();
        Assert.Equal(OrderReplyCode.UnknownOrder, order.Tell(Whole).Code);
        Assert.Empty(order.Last);
    }

    [Fact]
    public void A_second_order_with_the_same_number_neither_changes_nor_cancels_the_first()
    {
        var order = new OrderScript().Given(Place(Two with { PlatformId = "1" }));
        var other = At(2) with { PlatformId = "2" };
        var older = At(0) with { PlatformId = "2" };
        foreach (var command in (OrderCommand[])[Place(other), Cancelled(other), Cancelled(older)])
        {
            var reply = order.Tell(command);
            Assert.Equal(OrderReplyCode.ExistsWithDifferentContent, reply.Code);
            Assert.Contains("platformId: known 1, found 2", reply.Detail, StringComparison.Ordinal);
        }

        Assert.Equal(("1", Two.UpdatedAt), (order.State.Content!.PlatformId, order.State.Content.UpdatedAt));
        Assert.False(order.State.IsCancelled);
    }

    [Fact]
    public void An_order_whose_platform_id_was_not_kept_gets_it_with_the_next_content()
    {
        var order = new OrderScript().Given(Place(Two), Place(At(2) with { PlatformId = "1" }));
        Assert.Equal("1", order.State.Content!.PlatformId);
        Assert.Equal(1, order.State.Revision);
    }

    private static OrderContent At(int minute) => Content(Line("1", "A", 5, 10)) with
    {
        UpdatedAt = Noon.AddMinutes(minute),
    };

    private static OrderCommand.Place Cancelled(OrderContent content) => Place(content) with { Cancels = [Whole] };

    private static OrderCommand[] AllAllocated(OrderContent content) =>
        [Promised("A", content.Lines[0].Quantity), Allocated("A", content.Lines[0].Quantity)];

    private static OrderCommand ShipAll(OrderContent content) => Ship("S-1", ("1", content.Lines[0].Quantity));
}
