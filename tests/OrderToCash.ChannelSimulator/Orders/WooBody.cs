using System.Globalization;
using System.Text;

namespace OrderToCash.ChannelSimulator.Orders;

/// <summary>Orders as WooCommerce's REST API v3 and webhooks write them.</summary>
/// <remarks>Source: WooCommerce, REST API v3, Orders.</remarks>
public static class WooBody
{
    private const string Person =
        """
        {"first_name":"Ada","last_name":"Muster","address_1":"Hauptstr. 5","city":"Berlin","postcode":"10115",
        "country":"DE","email":"ada@example.org"}
        """;

    /// <summary>The site's own zone.</summary>
    public static readonly TimeSpan Zone = TimeSpan.FromHours(1);

    /// <summary>An order as it is now.</summary>
    public static byte[] Of(ShopOrder order)
    {
        var (id, pieces) = (order.IdOn(ShopOptions.WooCommerce), order.Quantity);
        var net = (10.00m * pieces).ToString("F2", CultureInfo.InvariantCulture);
        var tax = (1.90m * pieces).ToString("F2", CultureInfo.InvariantCulture);
        var total = (11.90m * pieces).ToString("F2", CultureInfo.InvariantCulture);
        var status = order.IsCancelled ? "cancelled" : order.IsPaid ? "processing" : "on-hold";
        var (method, paid) = order.IsPaid ? ("paypal", $"\"{TimeOf(order.CreatedAt)}\"") : ("bacs", "null");
        return Encoding.UTF8.GetBytes($$$"""
            {"id":{{{id}}},"number":"{{{order.Number}}}","order_key":"wc_{{{order.Index}}}","status":"{{{status}}}",
            "currency":"EUR","date_created":"{{{TimeOf(order.CreatedAt + Zone)}}}",
            "date_created_gmt":"{{{TimeOf(order.CreatedAt)}}}","date_modified":"{{{TimeOf(order.UpdatedAt + Zone)}}}",
            "date_modified_gmt":"{{{TimeOf(order.UpdatedAt)}}}","prices_include_tax":false,"total":"{{{total}}}",
            "customer_id":{{{1 + (order.Index / 3)}}},"payment_method":"{{{method}}}","date_paid_gmt":{{{paid}}},
            "customer_note":"Gr\u00fc\u00dfe \/ Käse",
            "billing":{{{Person}}},"shipping":{"first_name":"","country":""},
            "tax_lines":[{"rate_id":75,"rate_percent":19,"tax_total":"{{{tax}}}"}],"shipping_lines":[],"fee_lines":[],
            "line_items":[{"id":{{{order.Index}}},"name":"Tea","product_id":9,"variation_id":0,"quantity":{{{pieces}}},
            "sku":"{{{order.Sku}}}","price":10.00,"subtotal":"{{{net}}}","subtotal_tax":"{{{tax}}}",
            "total":"{{{net}}}","total_tax":"{{{tax}}}","taxes":[{"id":75,"total":"{{{tax}}}"}]}]}
            """);
    }

    /// <summary>Without a zone, as WooCommerce does.</summary>
    public static string TimeOf(DateTimeOffset at) =>
        at.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture);
}
