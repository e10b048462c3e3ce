using OrderToCash.Domain.Inventory;
using OrderToCash.Domain.Orders;
using OrderToCash.Domain.Payments;
using OrderToCash.Domain.Receivables;
using OrderToCash.Engine.Shards;
using OrderToCash.Simulation.World;

namespace OrderToCash.Simulation.Audit;

/// <summary>Checks each reply at the moment at which it arrives: what it says is done is in the journal.</summary>
/// <remarks>
/// "Unknown" and the like are compared with what was durable when the command was sent: later it may have become known,
/// by another command of the same turn too. A stale owner may refuse by what it knew, which writes nothing; so those
/// are checked of owners only: of who held the shard's newest epoch all the time.
/// </remarks>
internal sealed partial class ReplyAudit(JournalModel model, Verdict verdict)
{
    /// <summary>Whether the command's subject was known when it was sent.</summary>
    public bool IsKnown(in EntityId entity, object command) => command is AccountCommand.PresentDebit present
        ? Presented(model.Accounts.GetValueOrDefault(entity.Id), present) is not null
        : IsKnown(entity);

    /// <param name="sentOnce">Nobody else can have carried it out.</param>
    public void Check(
        in EntityId to, object command, object? reply, bool wasKnown, bool byOwner, bool sentOnce)
    {
        var isFine = (command, reply) switch
        {
            (OrderCommand.Place place, OrderReply answer) => Check(to.Id, place, answer),
            (OrderCommand.Cancel cancel, OrderReply answer) => Check(to.Id, cancel, answer, wasKnown && byOwner),
            (OrderCommand.Ship ship, OrderReply answer) => Check(to.Id, ship, answer, wasKnown && byOwner),
            (OrderCommand, OrderReply { Code: OrderReplyCode.UnknownOrder }) => !(wasKnown && byOwner),
            (OrderCommand, OrderReply) => IsKnown(to),
            (StockCommand.Move move, StockReply answer) => Check(to.Id, move, answer),
            (Probe, string) => true,
            (BankCommand bank, BankReply answer) => Check(to.Id, bank, answer, wasKnown && byOwner),
            (PaymentCommand payment, PaymentReply answer) =>
                Check(to.Id, payment, answer, wasKnown && byOwner, sentOnce),
            (AccountCommand account, AccountReply answer) => Check(to.Id, account, answer, wasKnown && byOwner),
            _ => false,
        };
        verdict.Require(isFine, $"{to} answered {reply} to {command}, and that is not what the journal says.");
    }

    /// <summary>"Nothing was written" is a promise too: what is told so isn't there.</summary>
    public void CheckNothingWritten(in EntityId to, object command, in CommandReply reply)
    {
        var isPromised = reply.Status == CommandStatus.Stopped
            || reply.Error?.StartsWith("Nothing was written", StringComparison.Ordinal) == true;
        verdict.Require(
            !isPromised || !IsWritten(to, command),
            $"{to} answered {reply.Status} {reply.Error} to {command}, and it was written.");
    }

    /// <summary>
    /// Whether the journal holds what this command is to bring about; false where that can't be told.
    /// </summary>
    public bool IsWritten(in EntityId to, object command)
    {
        var order = model.Orders.GetValueOrDefault(to.Id);
        return command switch
        {
            OrderCommand.Ship ship => order?.Shipments.ContainsKey(ship.Shipment) == true,
            OrderCommand.Cancel { RequestId: { } request } => order?.Requests.Contains(request) == true,
            StockCommand.Move move => model.Skus.GetValueOrDefault(to.Id)?.References.Contains(
                (move.Warehouse, move.Reference)) == true,
            _ => false,
        };
    }

    private bool IsKnown(in EntityId entity) => model.SequenceOf(entity) > 0;

    private bool Check(string order, OrderCommand.Place place, OrderReply reply)
    {
        var known = model.Orders.GetValueOrDefault(order);
        return reply.Code switch
        {
            OrderReplyCode.Accepted or OrderReplyCode.Duplicate =>
                known is not null && known.Versions.Contains(place.Content.UpdatedAt),
            OrderReplyCode.OutdatedContent =>
                known is not null && known.Versions.Any(version => version > place.Content.UpdatedAt),
            OrderReplyCode.ExistsWithDifferentContent => known is { Conflicts: > 0 },
            OrderReplyCode.InvalidContent => known is null || known.Content is not null,
            _ => false,
        };
    }

    private bool Check(string order, OrderCommand.Cancel cancel, OrderReply reply, bool mustBeKnown)
    {
        var known = model.Orders.GetValueOrDefault(order);
        return reply.Code switch
        {
            OrderReplyCode.Accepted => known is not null && known.Requests.Contains(cancel.RequestId ?? ""),
            OrderReplyCode.Duplicate => known is not null
                && (known.Requests.Contains(cancel.RequestId ?? "") || known.IsOver),
            OrderReplyCode.UnknownOrder => !mustBeKnown,
            OrderReplyCode.TooLate or OrderReplyCode.QuantityExceeded =>
                known is not null && known.Requests.Contains(cancel.RequestId ?? ""),
            _ => known is not null,
        };
    }

    private bool Check(string order, OrderCommand.Ship ship, OrderReply reply, bool mustBeKnown)
    {
        var known = model.Orders.GetValueOrDefault(order);
        var shipment = known?.Shipments.GetValueOrDefault(ship.Shipment);
        return reply.Code switch
        {
            OrderReplyCode.Accepted or OrderReplyCode.Duplicate =>
                shipment is not null && shipment.Warehouse == ship.Warehouse
                && shipment.Lines.Sum(static line => line.Quantity) == ship.Lines.Sum(static line => line.Quantity),
            OrderReplyCode.UnknownOrder => !mustBeKnown,
            OrderReplyCode.ShipmentConflict => shipment is not null,
            _ => known is not null,
        };
    }

    private bool Check(string sku, StockCommand.Move move, StockReply reply)
    {
        var isMoved = model.Skus.TryGetValue(sku, out var known)
            && known.References.Contains((move.Warehouse, move.Reference));
        // A movement may be refused and, sent twice, be accepted after others in the same turn.
        return isMoved || (!reply.IsDone && reply.Code != StockReplyCode.ReferenceConflict);
    }
}
