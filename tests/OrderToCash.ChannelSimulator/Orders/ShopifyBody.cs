using System.Globalization;
using System.Text;

namespace OrderToCash.ChannelSimulator.Orders;

/// <summary>Orders as Shopify's REST API and webhooks write them.</summary>
/// <remarks>Source: Shopify, Admin REST API, Order resource.</remarks>
public static class ShopifyBody
{
    private const string Address =
        """{"name":"Ada Muster","address1":"Hauptstr. 5","zip":"10115","city":"Berlin","country_code":"DE"}""";

    /// <summary>An order as it is now.</summary>
    public static byte[] Of(ShopOrder order)
    {
        var (created, updated) = (TimeOf(order.CreatedAt), TimeOf(order.UpdatedAt));
        var cancelled = order.IsCancelled ? $"\"{updated}\"" : "null";
        var total = ((10.00m * order.Quantity) + 4.90m).ToString("F2", CultureInfo.InvariantCulture);
        var edited = order.Removed == 0 ? ("", "") : (
            $"\"current_quantity\":{order.Quantity - order.Removed},",
            "\"current_total_price\":\"" + ((10.00m * (order.Quantity - order.Removed)) + 4.90m)
                .ToString("F2", CultureInfo.InvariantCulture) + "\",");
        var (status, gateway) = order.IsPaid ? ("paid", "paypal") : ("pending", "Bank Deposit");
        return Encoding.UTF8.GetBytes($$$"""
            {"id":{{{order.IdOn(ShopOptions.Shopify)}}},"name":"#{{{order.Number}}}","order_number":{{{order.Number}}},
            "created_at":"{{{created}}}","processed_at":"{{{created}}}","updated_at":"{{{updated}}}",
            "cancelled_at":{{{cancelled}}},"cancel_reason":{{{(order.IsCancelled ? "\"customer\"" : "null")}}},
            "currency":"EUR","taxes_included":true,"test":false,"financial_status":"{{{status}}}",
            "payment_gateway_names":["{{{gateway}}}"],"email":"ada{{{order.Index / 3}}}@example.org",
            "total_price":"{{{total}}}",{{{edited.Item2}}}"token":"t-{{{order.Index}}}","note":"Gr\u00fc\u00dfe \/ Käse",
            "customer":{"id":{{{9007199254740993 + (order.Index / 3)}}},"first_name":"Ada","last_name":"Muster",
            "email":"ada{{{order.Index / 3}}}@example.org"},
            "billing_address":{{{Address}}},"shipping_address":{{{Address}}},
            "line_items":[{"id":{{{order.Index}}}001,"sku":"{{{order.Sku}}}","title":"Tea",
            "quantity":{{{order.Quantity}}},{{{edited.Item1}}}"price":"10.00","tax_lines":[]}],
            "shipping_lines":[{"title":"Standard","price":"4.90","tax_lines":[{"price":"0.78","rate":0.190}]}]}
            """);
    }

    /// <summary>In the shop's own zone, as Shopify does.</summary>
    public static string TimeOf(DateTimeOffset at) =>
        at.ToOffset(TimeSpan.FromHours(1)).ToString("yyyy-MM-ddTHH:mm:sszzz", CultureInfo.InvariantCulture);
}
