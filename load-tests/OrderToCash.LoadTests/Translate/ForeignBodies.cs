using System.Globalization;
using System.Text;

namespace OrderToCash.LoadTests.Translate;

/// <summary>Orders as platforms send them: one to four lines, every field that a plain order of theirs has.</summary>
internal static class ForeignBodies
{
    private const int Count = 1_000;

    private const string WooAddress =
        "{\"first_name\":\"Ada\",\"last_name\":\"Muster\",\"company\":\"\",\"address_1\":\"Hauptstr. 5\","
        + "\"address_2\":\"\","
        + "\"city\":\"Berlin\",\"state\":\"\",\"postcode\":\"10115\",\"country\":\"DE\","
        + "\"email\":\"ada@example.org\",\"phone\":\"\"}";

    public static byte[][] Of(string format) =>
        [.. Enumerable.Range(0, Count).Select(number => Encoding.UTF8.GetBytes(format switch
        {
            "shopify" => Shopify(number),
            "woocommerce" => Woo(number),
            _ => Edifact(number),
        }))];

    // Each customer's own: many orders to one address, or of one mail address, are held for review.
    private static string Address(int number) =>
        $"{{\"first_name\":\"Ada\",\"address1\":\"Hauptstr. {number}\",\"phone\":null,\"city\":\"Berlin\","
        + "\"zip\":\"10115\",\"province\":"
        + "null,\"country\":\"Germany\",\"last_name\":\"Muster\",\"address2\":null,\"company\":null,"
        + "\"latitude\":52.5,\"longitude\":"
        + "13.4,\"name\":\"Ada Muster\",\"country_code\":\"DE\",\"province_code\":null}";

    private static string Money(string name, decimal amount)
    {
        var text = amount.ToString("0.00", CultureInfo.InvariantCulture);
        var money = $$"""{"amount":"{{text}}","currency_code":"EUR"}""";
        return $"\"{name}\":\"{text}\",\"{name}_set\":{{\"shop_money\":{money},\"presentment_money\":{money}}}";
    }

    /// <summary>One order of Shopify.</summary>
    public static string Shopify(int number)
    {
        var lines = 1 + (number % 4);
        var tax = decimal.Round(19.99m * 19 / 119, 2);
        var goods = string.Join(',', Enumerable.Range(1, lines).Select(line => $$"""
            {"id":{{466157049000 + line}},"admin_graphql_api_id":"gid://shopify/LineItem/{{line}}",
            "attributed_staffs":[],
            "current_quantity":1,"fulfillable_quantity":1,"fulfillment_service":"manual","fulfillment_status":null,
            "gift_card":false,"grams":200,"name":"Teekanne - blau","price":"19.99","product_exists":true,
            "product_id":632910392,"properties":[],"quantity":1,"requires_shipping":true,
            "sku":"A-{{number % 500}}-{{line}}",
            "taxable":true,"title":"Teekanne","total_discount":"0.00","variant_id":39072856,
            "variant_inventory_management":"shopify","variant_title":"blau","vendor":null,
            "tax_lines":[{"channel_liable":false,"price":"{{tax}}","rate":0.19,"title":"MwSt"}],"duties":[],
            "discount_allocations":[]}
            """));
        var total = (19.99m * lines) + 4.90m;
        return $$"""
            {"id":{{820982911946000000 + number}},"admin_graphql_api_id":"gid://shopify/Order/1","app_id":null,
            "browser_ip":"0.0.0.0","buyer_accepts_marketing":false,"cancel_reason":null,"cancelled_at":null,
            "cart_token":null,"checkout_id":901414060,"checkout_token":"bd5a8aa1ecd019dd3520ff791ee3a24c",
            "closed_at":null,"confirmation_number":null,"confirmed":true,"contact_email":"ada{{number}}@example.org",
            "created_at":"2026-11-27T00:00:01+01:00","currency":"EUR",{{Money("current_subtotal_price", total)}},
            {{Money("current_total_price", total)}},{{Money("current_total_tax", tax)}},"customer_locale":"de",
            "device_id":null,"discount_codes":[],"email":"ada{{number}}@example.org","estimated_taxes":false,
            "financial_status":"paid","fulfillment_status":null,"landing_site":null,"location_id":null,
            "name":"#{{100000 + number}}","note":null,"note_attributes":[],"number":1,
            "order_number":{{100000 + number}},
            "payment_gateway_names":["paypal"],"phone":null,"presentment_currency":"EUR",
            "processed_at":"2026-11-27T00:00:01+01:00","referring_site":null,"source_name":"web",
            {{Money("subtotal_price", total)}},"tags":"","tax_exempt":false,
            "tax_lines":[{"price":"{{tax}}","rate":0.19,"title":"MwSt"}],"taxes_included":true,"test":false,
            "token":"b1946ac92492d2347c6235b4d2611184",{{Money("total_discounts", 0)}},
            {{Money("total_line_items_price", total)}},"total_outstanding":"0.00",{{Money("total_price", total)}},
            {{Money("total_tax", tax)}},"total_tip_received":"0.00","total_weight":200,
            "updated_at":"2026-11-27T00:00:05+01:00","user_id":null,"billing_address":{{Address(number)}},
            "customer":{"id":{{207119551 + number}},"email":"ada{{number}}@example.org","first_name":"Ada","last_name":"Muster",
            "state":"disabled","note":null,"verified_email":true,"tags":"","currency":"EUR"},
            "discount_applications":[],"fulfillments":[],"line_items":[{{goods}}],"payment_terms":null,"refunds":[],
            "shipping_address":{{Address(number)}},"shipping_lines":[{"id":1,"code":"Standard",{{Money("price", 4.90m)}},
            "title":"Standard","tax_lines":[{"price":"0.78","rate":0.19,"title":"MwSt"}],"discount_allocations":[]}]}
            """;
    }

    private static string Woo(int number)
    {
        var lines = 1 + (number % 4);
        var goods = string.Join(',', Enumerable.Range(1, lines).Select(line => $$"""
            {"id":{{line}},"name":"Tea &amp; pot","product_id":9,"variation_id":0,"quantity":2,"tax_class":"",
            "subtotal":"33.60","subtotal_tax":"6.38","total":"33.60","total_tax":"6.38",
            "taxes":[{"id":75,"total":"6.384","subtotal":"6.384"}],"meta_data":[],"sku":"A-{{line}}","price":16.8}
            """));
        var total = ((39.98m * lines) + 5.95m).ToString(CultureInfo.InvariantCulture);
        return $$"""
            {"id":{{number}},"parent_id":0,"number":"{{number}}","order_key":"wc_order_58d2d042d1d",
            "status":"processing",
            "currency":"EUR","date_created":"2026-11-27T01:00:00","date_created_gmt":"2026-11-27T00:00:00",
            "date_modified_gmt":"2026-11-27T00:00:09","discount_total":"0.00","shipping_total":"5.00",
            "total":"{{total}}",
            "prices_include_tax":true,"customer_id":{{number}},"billing":{{WooAddress}},"shipping":{{WooAddress}},
            "payment_method":"paypal","transaction_id":"T-1","date_paid_gmt":"2026-11-27T00:00:02",
            "line_items":[{{goods}}],"tax_lines":[{"id":1,"rate_id":75,"rate_percent":19,"tax_total":"6.38"}],
            "shipping_lines":[{"id":2,"method_title":"Standard","total":"5.00","total_tax":"0.95","taxes":[{"id":75,
            "total":"0.95"}]}],
            "fee_lines":[],"coupon_lines":[],"refunds":[]}
            """;
    }

    private static string Edifact(int number)
    {
        var lines = 1 + (number % 4);
        var goods = string.Concat(Enumerable.Range(1, lines).Select(line =>
            $"LIN+{line}++4012345000015:EN'PIA+5+S-{line}:SA::91'IMD+F++:::Butter'QTY+21:12:PCE'PRI+AAA:10.50'"));
        return "UNB+UNOC:3+4250159300001:14+4399901760448:14+261127:0134+4234'UNH+1+ORDERS:D:96A:UN:EAN008'"
            + $"BGM+220+{number}+9'DTM+137:20261127:102'NAD+BY+4250159300001::9++Muster+Hauptstr. 5+Berlin++10115+DE'"
            + $"CUX+2:EUR:9'{goods}UNS+S'CNT+2:{lines}'UNT+{8 + (5 * lines)}+1'UNZ+1+4234'";
    }
}
