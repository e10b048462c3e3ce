using OrderToCash.Adapters.Marketplaces.Json;
using OrderToCash.Application.Pipelines;
using OrderToCash.Domain.Flows;
using OrderToCash.Domain.Orders;

namespace OrderToCash.Adapters.Marketplaces.Amazon;

/// <summary>
/// Amazon's notifications. ORDER_CHANGE has no prices and no address: it can cancel an order, and otherwise says that
/// the order has to be fetched.
/// </summary>
internal sealed class OrderChange(JsonPart document, MarketplaceChannel channel)
{
    public Translated Translate(ReadOnlyMemory<byte> raw)
    {
        var type = document.Text("NotificationType"u8);
        if (type != "ORDER_CHANGE")
        {
            return Translated.Refused(raw, new Rejection(
                "no-order", "NotificationType", Reading.Shown(type ?? ""), "ORDER_CHANGE"));
        }

        var change = document["Payload"u8]["OrderChangeNotification"u8];
        var number = change.Required("AmazonOrderId"u8);
        var summary = change["Summary"u8];
        var trigger = change["OrderChangeTrigger"u8];
        var at = trigger.Time("TimeOfOrderChange"u8) ?? document.Time("EventTime"u8);
        if (document.Reading.Problem is { } problem)
            return Translated.Refused(raw, problem);
        if (summary.Text("OrderStatus"u8) is "Canceled" or "Cancelled")
        {
            if (at is not { } time)
            {
                trigger.RefuseMissing("TimeOfOrderChange"u8, Times.Expected);
                return Translated.Refused(raw, document.Reading.Problem ?? new Rejection(
                    "missing-field", "TimeOfOrderChange", "nothing", Times.Expected));
            }

            var cancel = new OrderCommand.Cancel(
                trigger.Text("ChangeReason"u8) ?? "cancelled at Amazon", time, [], channel.Actor,
                    "cancelled " + number, MayComeFirst: true);
            return Translated.Of(
                raw, [new Message(new EntityAddress(Kinds.Order, channel.Name + ":" + number), cancel)]);
        }

        // What a buyer asks for is not what happened: the seller decides, and the order then says so.
        var isRequest = change.Text("OrderChangeType"u8) == "BuyerRequestedChange";
        foreach (var item in summary.Items("OrderItems"u8))
            isRequest |= item["IsBuyerRequestedCancel"u8].IsTrue();
        return document.Reading.Problem is { } wrong ? Translated.Refused(raw, wrong)
            : Translated.Nothing(raw, isRequest ? "cancellation-requested" : "fetch-the-order");
    }
}
