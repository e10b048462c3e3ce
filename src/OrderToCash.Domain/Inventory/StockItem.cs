using System.Collections.Immutable;
using System.Diagnostics;
using OrderToCash.Domain.Values;

namespace OrderToCash.Domain.Inventory;

/// <summary>One SKU's stock over all warehouses and channels: promises, allocates and moves pieces.</summary>
/// <remarks>
/// No promise makes available-to-promise negative. Counts, scrap and a raised safety stock may: then the shortfall is
/// said in an event, promises stop, and the oldest are kept.
/// </remarks>
public static partial class StockItem
{
    /// <summary>The most pieces in one command, and the most that one order may hold.</summary>
    public const int MaxQuantity = 10_000_000;

    /// <summary>The most pieces on hand in one warehouse.</summary>
    public const int MaxOnHand = 1_000_000_000;

    /// <summary>The most orders that one command serves, so that a long queue lets others in between.</summary>
    public const int MaxServedAtOnce = 200;

    private static readonly Decision<StockReply, StockEvent> Duplicate =
        new(new StockReply(StockReplyCode.Duplicate), []);

    /// <summary>A SKU of which nothing is known.</summary>
    public static StockState Initial(string id) => new(id);

    /// <summary>What follows from a command; changes nothing.</summary>
    /// <param name="at">The time of the command, UTC.</param>
    public static Decision<StockReply, StockEvent> Decide(StockState state, StockCommand command, DateTimeOffset at) =>
        command switch
        {
            StockCommand.Reserve reserve => Reserve(state, reserve),
            StockCommand.Allocate allocate => Allocate(state, allocate),
            StockCommand.Ship ship => Ship(state, ship, at),
            StockCommand.Move move => Move(state, move, at),
            StockCommand.Reduce reduce => Reduce(state, reduce),
            StockCommand.ServeBackorders => ServeBackorders(state),
            _ => throw new UnreachableException(command.GetType().Name),
        };

    private static Decision<StockReply, StockEvent> Accept(StockEvent e) =>
        new(new StockReply(StockReplyCode.Accepted), ImmutableArray.Create(e));

    /// <summary>The event, and what it changes of the shortfall.</summary>
    /// <param name="available">Available to promise after the event.</param>
    private static Decision<StockReply, StockEvent> Accept(
        StockState state, StockEvent e, long available, string cause, string causeId)
    {
        var shortfall = ShortfallOf(available);
        if (shortfall == state.ShortfallPieces)
            return Accept(e);
        var changed = new StockEvent.ShortfallChanged(shortfall, cause + " " + causeId);
        return new(new StockReply(StockReplyCode.Accepted), ImmutableArray.Create(e, changed));
    }

    private static Decision<StockReply, StockEvent> Refuse(StockReplyCode code, string detail) =>
        new(new StockReply(code, detail), []);

    private static Decision<StockReply, StockEvent> RefuseQuantity(int found, int from, long to) =>
        Refuse(StockReplyCode.InvalidQuantity, Detail("quantity", found, from, to));

    private static string Detail(string field, int found, long from, long to) =>
        $"{field}: found {found}, expected {from} to {to}";

    private static int ShortfallOf(long available) => available < 0 ? (int)Math.Min(int.MaxValue, -available) : 0;
}
