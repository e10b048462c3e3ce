using System.CommandLine;
using System.Text.Json.Nodes;
using OrderToCash.Application.Queries;
using OrderToCash.Domain.Orders;
using OrderToCash.Server.Views;

namespace OrderToCash.Console.Verbs;

/// <summary><c>o2c export</c>: what others are to do.</summary>
internal static class ExportVerbs
{
    /// <summary>The commands.</summary>
    public static Command Create()
    {
        var warehouse = new Option<string>("--warehouse") { Description = "The warehouse.", Required = true };
        return Verb.Group(
            "export", "Write what warehouses and others are to do.",
            Verb.Of(
                "picks",
                "What a warehouse is to ship, as NDJSON: it answers with the same lines, by `o2c ingest shipments`.",
                writes: false, (parsed, context) => PicksAsync(context, parsed.GetRequiredValue(warehouse)),
                warehouse));
    }

    private static async Task<int> PicksAsync(VerbContext context, string warehouse)
    {
        await using var journal = await context.Folder.OpenToReadAsync(context.Stop.Token);
        var orders = await OrderScan.ToPickAsync(
            journal, Environment.ProcessorCount, warehouse, context.Stop.Token);
        var at = Nodes.Time(context.Time.GetUtcNow());
        foreach (var order in orders)
        {
            if (order.Content is not { } content)
                continue;
            var lines = OrderScan.PicksOf(order, warehouse);
            context.Output.JsonLine(new JsonObject
            {
                ["order"] = order.Id.Value,
                // The same until it is answered: a list that is fetched and answered twice ships nothing twice.
                ["shipment"] = $"{warehouse}-{order.Shipments.Length + 1}",
                ["warehouse"] = warehouse,
                ["at"] = at,
                ["lines"] = Nodes.List(lines, line => Line(order, content, line)),
                ["shipTo"] = content.ShipTo is { } address ? Address(address) : null,
            });
        }

        if (!context.Output.IsJson)
            context.Output.Note($"{orders.Length:N0} orders for {warehouse}.");
        return ExitCode.Success;
    }

    private static JsonObject Line(OrderState order, OrderContent content, ShipLine pick)
    {
        var line = content.Lines[order.FindLine(pick.LineId)];
        return new JsonObject
        {
            ["lineId"] = pick.LineId, ["quantity"] = pick.Quantity, ["sku"] = line.Sku.Value, ["name"] = line.Name,
        };
    }

    private static JsonObject Address(Address address) => new()
    {
        ["name"] = address.Name, ["company"] = address.Company, ["street"] = address.Street,
        ["line2"] = address.Line2, ["postalCode"] = address.PostalCode, ["city"] = address.City,
        ["region"] = address.Region, ["country"] = address.Country,
    };
}
