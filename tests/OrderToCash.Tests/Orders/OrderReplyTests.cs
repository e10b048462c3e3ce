using OrderToCash.Domain.Inventory;
using OrderToCash.Domain.Orders;
using OrderToCash.Domain.Values;
using Xunit;
using static OrderToCash.Tests.Orders.SampleOrders;

namespace OrderToCash.Tests.Orders;

/// <summary>Every reply of every command, in order of precedence: where two apply, the first is the answer.</summary>
public sealed class OrderReplyTests
{
    private static readonly OrderCommand.ReleaseHold Release = new(Ada, "seen");
    private static readonly OrderContent Two = Content(Line("1", "A", 5, 10), Line("2", "B", 1, 10));
    private static readonly OrderContent Doubtful = Two with { StatedTotalMinor = 1 };

    private static readonly OrderCommand[] None = [];
    private static readonly OrderCommand[] Known = [Place(Two)];
    private static readonly OrderCommand[] Paid =
        [Place(Prepaid()), Waiting("A-1", 0, 2), new OrderCommand.NotePrepaid(3998, 0)];

    private static readonly OrderCommand[] Held = [Place(Doubtful)];
    private static readonly OrderCommand[] WithWarehouse =
        [Place(Two), Promised("A", 5), Promised("B", 1), Allocated("A", 5), Allocated("B", 1)];

    private static readonly OrderCommand[] PartlyShipped = [.. WithWarehouse, Ship("S-1", ("1", 5))];
    private static readonly OrderCommand[] AllShipped = [.. PartlyShipped, Ship("S-2", ("2", 1))];
    private static readonly OrderCommand[] Cancelled = [.. WithWarehouse, Cancel()];
    private static readonly OrderCommand[] Rejected = [.. Held, new OrderCommand.Reject("fraud", Ada)];
    private static readonly OrderCommand[] Closed =
    [
        .. AllShipped, new OrderCommand.NoteInvoiceNumber("S-1", "R1"), new OrderCommand.NoteInvoiceNumber("S-2", "R2"),
        new OrderCommand.NoteSettled("R1", 5000, 0), new OrderCommand.NoteSettled("R2", 1000, 0),
    ];

    private static readonly OrderCommand[] OneLineShipped = [.. WithWarehouse, Ship("S-1", ("2", 1))];

    public static TheoryData<string, OrderCommand[], OrderCommand, OrderReplyCode, string?> Table { get; } = new()
    {
        { "place", None, Place(Two), OrderReplyCode.Accepted, null },
        {
            "place what is shipped", None,
            Place(Two) with { Shipped = new ShippedSoFar(true, [new Evidence("status", "completed")]) },
            OrderReplyCode.AlreadyShipped, "status: completed"
        },
        { "place again", Known, Place(Two with { }), OrderReplyCode.Duplicate, null },
        {
            "place an old version", [Place(At(2))], Place(At(1) with { StatedTotalMinor = 6000 }),
            OrderReplyCode.OutdatedContent, null
        },
        {
            "an old version of a released order", [Place(At(2)), .. WithWarehouse[1..]],
                Place(At(1) with { Lines = [] }),
            OrderReplyCode.OutdatedContent, null
        },
        { "change a released order", WithWarehouse, Place(Doubtful), OrderReplyCode.ExistsWithDifferentContent, null },
        {
            "change a released order wrongly", WithWarehouse, Place(Two with { Lines = [] }),
            OrderReplyCode.ExistsWithDifferentContent, null
        },
        {
            "change wrongly", Known, Place(Two with { Lines = [] }), OrderReplyCode.InvalidContent,
            "lines: found 0, expected 1 to 10,000"
        },
        {
            "place at another id", None, Place(Two with { OrderNumber = "1002" }), OrderReplyCode.InvalidContent,
            "orderNumber: found shopify:1002, expected shopify:1001"
        },
        { "change", Known, Place(Two with { Policy = new OrderPolicy(false, true) }), OrderReplyCode.Accepted, null },

        {
            "change a paid order wrongly", Paid, Place(Prepaid() with { Lines = [] }),
            OrderReplyCode.ExistsWithDifferentContent, null
        },

        { "cancel nothing", None, Cancel(), OrderReplyCode.UnknownOrder, "no order shopify:1001" },
        { "cancel", Known, Cancel(), OrderReplyCode.Accepted, null },
        { "cancel again", Cancelled, Cancel(), OrderReplyCode.Duplicate, null },
        {
            "cancel 0 of a cancelled order", Cancelled, Cancel(("1", 0)), OrderReplyCode.InvalidContent,
            "lines[0].quantity: found 0, expected at least 1"
        },
        {
            "cancel a line of a cancelled order", Cancelled, Cancel(("1", 1)), OrderReplyCode.TooLate,
            "the order is cancelled"
        },
        {
            "cancel a strange line of a cancelled order", Cancelled, Cancel(("9", 1)), OrderReplyCode.TooLate,
            "the order is cancelled"
        },
        { "cancel a rejected order", Rejected, Cancel(), OrderReplyCode.TooLate, "the order is rejected" },
        { "cancel a closed order", Closed, Cancel(), OrderReplyCode.TooLate, "the order is closed" },
        {
            "cancel a shipped order", AllShipped, Cancel(), OrderReplyCode.TooLate,
            "every piece is shipped or cancelled"
        },
        {
            "cancel too many of a shipped line", OneLineShipped, Cancel(("2", 2)), OrderReplyCode.TooLate,
            "of these lines every piece is shipped or cancelled"
        },
        { "cancel a strange line", Known, Cancel(("9", 1)), OrderReplyCode.UnknownLine, "no line '9'" },
        {
            "cancel a strange line and too many", Known, Cancel(("9", 1), ("1", 6)), OrderReplyCode.UnknownLine,
            "no line '9'"
        },
        { "cancel too many", Known, Cancel(("1", 6)), OrderReplyCode.QuantityExceeded, "line 1: asked 6, open 5" },
        {
            "cancel too many by two entries", Known, Cancel(("1", 3), ("1", 3)), OrderReplyCode.QuantityExceeded,
            "line 1: asked 6, open 5"
        },

        { "ship nothing known", None, Ship("S-1", ("1", 1)), OrderReplyCode.UnknownOrder, "no order shopify:1001" },
        { "ship", WithWarehouse, Ship("S-1", ("1", 5), ("2", 1)), OrderReplyCode.Accepted, null },
        { "ship again", PartlyShipped, Ship("S-1", ("1", 5)), OrderReplyCode.Duplicate, null },
        { "ship again in two entries", PartlyShipped, Ship("S-1", ("1", 2), ("1", 3)), OrderReplyCode.Duplicate, null },
        {
            "ship no lines", WithWarehouse, Ship("S-1"), OrderReplyCode.InvalidContent,
            "lines: found none, expected at least one"
        },
        {
            "ship 0 pieces", WithWarehouse, Ship("S-1", ("1", 0)), OrderReplyCode.InvalidContent,
            "lines[0].quantity: found 0, expected 1 to 1,000,000"
        },
        {
            "ship without an id", WithWarehouse, Ship(" ", ("1", 1)), OrderReplyCode.InvalidContent,
            "shipment: found nothing, expected an id"
        },
        {
            "ship other lines", PartlyShipped, Ship("S-1", ("2", 9)), OrderReplyCode.ShipmentConflict,
            "shipment S-1 is known with other lines"
        },
        {
            "ship other lines of a closed order", Closed, Ship("S-1", ("2", 1)), OrderReplyCode.ShipmentConflict,
            "shipment S-1 is known with other lines"
        },
        {
            "ship a shipped order", AllShipped, Ship("S-3", ("9", 1)), OrderReplyCode.TooLate,
            "every piece is shipped or cancelled"
        },
        {
            "ship a cancelled order", Cancelled, Ship("S-3", ("1", 1)), OrderReplyCode.TooLate, "the order is cancelled"
        },
        {
            "ship a strange line", WithWarehouse, Ship("S-3", ("9", 1), ("1", 99)), OrderReplyCode.UnknownLine,
            "no line '9'"
        },
        {
            "ship too many", WithWarehouse, Ship("S-3", ("1", 6)), OrderReplyCode.QuantityExceeded,
            "line 1 (A): asked 6, allocated 5 in BER1"
        },
        {
            "ship from elsewhere", WithWarehouse, Ship("S-3", ("1", 1)) with { Warehouse = "HAM1" },
            OrderReplyCode.QuantityExceeded, "line 1 (A): asked 1, allocated 0 in HAM1"
        },
        {
            "ship before release", Known, Ship("S-3", ("1", 1)), OrderReplyCode.QuantityExceeded,
            "line 1 (A): asked 1, allocated 0 in BER1"
        },

        { "release nothing known", None, Release, OrderReplyCode.UnknownOrder, "no order shopify:1001" },
        { "release", Held, Release, OrderReplyCode.Accepted, null },
        { "release again", [.. Held, Release], Release, OrderReplyCode.Duplicate, null },
        {
            "release what another released", [.. Held, Release], Release with { Note = "me too" },
            OrderReplyCode.NotHeld, "the order is not held"
        },
        { "release a cancelled order", Cancelled, Release, OrderReplyCode.NotHeld, "the order is not held" },
        { "reject", Held, new OrderCommand.Reject("fraud", Ada), OrderReplyCode.Accepted, null },
        { "reject again", Rejected, new OrderCommand.Reject("fraud", Ada), OrderReplyCode.Duplicate, null },
        {
            "reject what isn't held", Known, new OrderCommand.Reject("fraud", Ada), OrderReplyCode.NotHeld,
            "the order is not held"
        },
        { "expire what isn't held", Known, new OrderCommand.Expire(), OrderReplyCode.Duplicate, null },
        { "expire too early", Held, new OrderCommand.Expire(), OrderReplyCode.Duplicate, null },

        { "an answer for a strange SKU", Known, Promised("Z", 1), OrderReplyCode.Duplicate, null },
        { "an answer to an older revision", Known, Promised("A", 5, revision: 0), OrderReplyCode.Duplicate, null },
        { "an answer again", [.. Known, Promised("A", 5)], Promised("A", 5), OrderReplyCode.Duplicate, null },
        { "an answer for a cancelled order", Cancelled, Arrived("A", 5), OrderReplyCode.Duplicate, null },
        { "an allocation that nobody asked for", Known, Allocated("A", 5), OrderReplyCode.Duplicate, null },
        { "an allocation again", WithWarehouse, Allocated("A", 5), OrderReplyCode.Duplicate, null },
        {
            "credit that nobody asked for", Known, new OrderCommand.NoteCredit(1, true, 0, 0), OrderReplyCode.Duplicate,
            null
        },
        {
            "a number for a strange request", PartlyShipped, new OrderCommand.NoteInvoiceNumber("S-9", "R9"),
            OrderReplyCode.Duplicate, null
        },
        { "a number again", Closed, new OrderCommand.NoteInvoiceNumber("S-1", "R1"), OrderReplyCode.Duplicate, null },
        {
            "money for a strange invoice", PartlyShipped, new OrderCommand.NoteSettled("R9", 1, 0),
            OrderReplyCode.Duplicate, null
        },
        { "money again", Closed, new OrderCommand.NoteSettled("R2", 1000, 0), OrderReplyCode.Duplicate, null },
        {
            "nothing to go on with", Known, new OrderCommand.ContinueStock(StockStep.Ship, 256),
            OrderReplyCode.Duplicate, null
        },
    };

    [Theory]
    [MemberData(nameof(Table))]
    public void Answers_with_the_first_reply_that_applies(
        string name, OrderCommand[] given, OrderCommand command, OrderReplyCode expected, string? detail)
    {
        var order = new OrderScript().Given(given);

        var reply = order.Tell(command);

        Assert.True(reply.Code == expected, $"{name}: {reply}");
        if (detail is not null) Assert.Equal(detail, reply.Detail);
        var changes = reply.Code is OrderReplyCode.Accepted || order.Last.All(
            happened => happened is OrderEvent.CancellationRefused or OrderEvent.EditConflicted);
        Assert.True(changes, $"{name}: {order.Names()}");
        if (reply.Code == OrderReplyCode.Accepted) Assert.NotEmpty(order.Last);

        var again = order.Tell(command);
        Assert.True(order.Last.IsEmpty, $"{name}, again: {order.Names()}");
        if (expected == OrderReplyCode.Accepted) Assert.Equal(OrderReplyCode.Duplicate, again.Code);
        else Assert.Equal(expected, again.Code);
    }

    [Fact]
    public void The_table_has_every_reply()
    {
        var replies = Table.Select(row => (OrderReplyCode)row[3]).Distinct().Order();

        Assert.Equal(Enum.GetValues<OrderReplyCode>(), replies);
    }

    private static OrderContent At(int minute) => Two with { UpdatedAt = Noon.AddMinutes(minute) };
}
