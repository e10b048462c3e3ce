using OrderToCash.Adapters.Marketplaces.Json;

namespace OrderToCash.Adapters.Marketplaces.Shopware;

/// <summary>What the deliveries of an order say was shipped.</summary>
internal static class ShopwareShipments
{
    /// <summary>
    /// Every piece where each delivery was shipped. A discount on shipping is a delivery of its own with a cost below
    /// zero: it ships nothing, and neither does one that was cancelled.
    /// </summary>
    public static void Read(JsonPart body, ForeignOrder order)
    {
        var (index, isWhole) = (-1, true);
        string? field = null, state = null;
        foreach (var delivery in body.Items("deliveries"u8))
        {
            index++;
            var found = delivery["stateMachineState"u8].Text("technicalName"u8);
            if (found == "cancelled" || delivery["shippingCosts"u8].Decimal("totalPrice"u8) < 0)
                continue;
            isWhole &= found is "shipped" or "returned";
            if (found is not ("shipped" or "returned" or "shipped_partially" or "returned_partially"))
                continue;
            (field, state) = ($"deliveries[{index}].state", found);
            if (found is "shipped" or "returned")
                ReadPositions(delivery, order);
        }

        if (field is not null && state is not null)
            order.ShippedOrder(field, state, isWhole);
        else if (body["stateMachineState"u8].Text("technicalName"u8) == "completed")
            order.ShippedOrder("state", "completed", isWhole: false);
    }

    /// <summary>The lines of a delivery, where they were loaded with it.</summary>
    private static void ReadPositions(JsonPart delivery, ForeignOrder order)
    {
        foreach (var position in delivery.Items("positions"u8))
        {
            var lineId = position.Text("orderLineItemId"u8);
            if (order.Lines.Find(line => line.LineId == lineId) is { } line)
                order.ShippedLine(line, position["quantity"u8].Pieces());
        }
    }
}
