using OrderToCash.Domain.Values;

namespace OrderToCash.Domain.Inventory;

public static partial class StockItem
{
    private static Decision<StockReply, StockEvent> Move(StockState state, StockCommand.Move command, DateTimeOffset at)
    {
        var warehouse = state.FindWarehouse(command.Warehouse);
        var fingerprint = RecentReferences.FingerprintOf(
            command.Kind, command.Quantity, command.SafetyStock, command.MovedAt);
        var known = 0L;
        var isKnown = warehouse is not null && warehouse.References.TryFind(command.Reference, out known);
        if (isKnown && known == fingerprint)
            return Duplicate;
        if (Invalid(command) is { } detail)
            return Refuse(StockReplyCode.InvalidQuantity, detail);
        if (isKnown)
        {
            return Refuse(
                StockReplyCode.ReferenceConflict,
                $"reference: {command.Reference} is known in {command.Warehouse} with other content");
        }

        var effectiveAt = command.MovedAt > at ? at : command.MovedAt;
        var refusal = DeltaOf(command, warehouse, effectiveAt, out var delta);
        if (refusal.Code != StockReplyCode.Accepted)
            return new(refusal, []);

        var safetyChange = (command.SafetyStock ?? warehouse?.SafetyStock ?? 0) - (warehouse?.SafetyStock ?? 0);
        var available = state.AvailableToPromise + delta - safetyChange;
        var serveNext = state.Queue.Count > 0 && available > 0;
        var moved = new StockEvent.Moved(
            command.Kind, command.Warehouse, command.Quantity, delta, command.SafetyStock, command.Reference,
            command.MovedAt, effectiveAt, command.Name, serveNext, command.Actor)
        {
            ExtraJson = command.ExtraJson,
        };
        return Accept(state, moved, available, NameOf(command.Kind), command.Reference);
    }

    /// <summary>What the movement changes on hand, or why it can't.</summary>
    private static StockReply DeltaOf(
        StockCommand.Move command, WarehouseStock? warehouse, DateTimeOffset effectiveAt, out int delta)
    {
        delta = 0;
        var onHand = warehouse?.OnHand ?? 0;
        var ticks = effectiveAt.UtcTicks;
        var countedAt = warehouse?.CountedAtUtcTicks ?? long.MinValue;
        long after;
        if (command.Kind == MovementKind.Count)
        {
            // A later count holds already.
            if (ticks < countedAt)
                return default;
            if (warehouse is not null && ticks < warehouse.Movements.ForgottenUntilUtcTicks)
                return CountTooOld(warehouse, effectiveAt);
            after = command.Quantity + (warehouse?.Movements.SumAfter(ticks) ?? 0);
        }
        else
        {
            // The last count has seen it.
            if (ticks <= countedAt)
                return default;
            var change = command.Kind == MovementKind.Scrap ? -command.Quantity : command.Quantity;
            after = (long)onHand + change;
            if (change < 0 && after < 0)
            {
                return new StockReply(
                    StockReplyCode.NotEnoughOnHand, $"quantity: found {command.Quantity}, on hand {onHand}");
            }
        }

        if (after is < -MaxOnHand or > MaxOnHand)
        {
            return new StockReply(
                StockReplyCode.InvalidQuantity,
                $"quantity: found {command.Quantity}, expected at most {MaxOnHand} on hand after it");
        }

        delta = (int)(after - onHand);
        return default;
    }

    private static StockReply CountTooOld(WarehouseStock warehouse, DateTimeOffset countedAt)
    {
        var from = new DateTimeOffset(warehouse.Movements.ForgottenUntilUtcTicks, TimeSpan.Zero);
        return new StockReply(StockReplyCode.CountTooOld, $"at: found {countedAt:O}, expected {from:O} or later");
    }

    /// <summary>What is out of range; null where nothing is.</summary>
    private static string? Invalid(StockCommand.Move command)
    {
        var from = command.Kind switch
        {
            MovementKind.Count => 0,
            MovementKind.Correction => -MaxQuantity,
            _ => 1,
        };
        if (command.Quantity < from || command.Quantity > MaxQuantity)
            return Detail("quantity", command.Quantity, from, MaxQuantity);
        if (command.Kind == MovementKind.Correction && command.Quantity == 0)
            return "quantity: found 0, expected a change";
        return command.SafetyStock is < 0 or > MaxQuantity
            ? Detail("safetyStock", command.SafetyStock.Value, 0, MaxQuantity)
            : null;
    }

    private static string NameOf(MovementKind kind) => kind switch
    {
        MovementKind.Count => "count",
        MovementKind.Receipt => "receipt",
        MovementKind.Correction => "correction",
        _ => "scrap",
    };
}
