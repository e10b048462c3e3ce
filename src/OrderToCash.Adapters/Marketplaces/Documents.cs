using OrderToCash.Adapters.Marketplaces.Amazon;
using OrderToCash.Adapters.Marketplaces.Cxml;
using OrderToCash.Adapters.Marketplaces.Ebay;
using OrderToCash.Adapters.Marketplaces.Json;
using OrderToCash.Adapters.Marketplaces.OpenTrans;
using OrderToCash.Adapters.Marketplaces.Shopify;
using OrderToCash.Adapters.Marketplaces.Shopware;
using OrderToCash.Adapters.Marketplaces.Ubl;
using OrderToCash.Adapters.Marketplaces.WooCommerce;
using OrderToCash.Adapters.Marketplaces.Xml;
using OrderToCash.Application.Pipelines;

namespace OrderToCash.Adapters.Marketplaces;

/// <summary>Translates a document that was recognised.</summary>
/// <param name="raw">The document's bytes.</param>
internal delegate void TranslateDocument<in T>(
    T document, MarketplaceChannel channel, ReadOnlyMemory<byte> raw, List<Translated> results);

/// <summary>A kind of document.</summary>
/// <param name="Name">For refusals.</param>
internal sealed record DocumentKind<T>(Platform Platform, string Name, TranslateDocument<T> Translate);

/// <summary>Tells by its content what a document is.</summary>
internal static class Documents
{
    public const string Expected =
        "a document of Shopify, Amazon, eBay, WooCommerce, Shopware, openTRANS, UBL, EDIFACT or cXML";

    private static readonly DocumentKind<JsonPart> ShopifyKind = new(
        Platform.Shopify, "Shopify", ShopifyDocument.Translate);
    private static readonly DocumentKind<JsonPart> AmazonKind = new(
        Platform.Amazon, "Amazon", AmazonDocument.Translate);
    private static readonly DocumentKind<JsonPart> EbayKind = new(Platform.Ebay, "eBay", EbayDocument.Translate);
    private static readonly DocumentKind<JsonPart> WooKind =
        new(Platform.WooCommerce, "WooCommerce", WooDocument.Translate);

    private static readonly DocumentKind<JsonPart> ShopwareKind =
        new(Platform.Shopware, "Shopware", ShopwareDocument.Translate);

    private static readonly DocumentKind<XmlPart> TradingKind = new(
        Platform.Ebay, "eBay Trading", TradingDocument.Translate);
    private static readonly DocumentKind<XmlPart> OpenTransKind =
        new(Platform.OpenTrans, "openTRANS", OpenTransOrder.Translate);

    private static readonly DocumentKind<XmlPart> UblKind = new(Platform.Ubl, "UBL", UblDocument.Translate);
    private static readonly DocumentKind<XmlPart> CxmlKind = new(Platform.Cxml, "cXML", CxmlDocument.Translate);

    /// <summary>What a JSON document is; null where it is nothing known.</summary>
    /// <param name="named">What the caller says it is: decides where the content doesn't.</param>
    public static DocumentKind<JsonPart>? OfJson(JsonPart document, Platform named)
    {
        var one = document;
        foreach (
            var envelope in (
                ReadOnlySpan<string>)["payload", "order", "orders", "data", "Orders", "refund", "transactions"])
        {
            var inner = one[System.Text.Encoding.UTF8.GetBytes(envelope)];
            if (inner.IsObject)
                one = inner;
            else if (inner.IsList && inner.Count > 0)
                one = inner.First();
        }

        return Has(document, "NotificationType"u8) || Has(one, "AmazonOrderId"u8)
                || (Has(one, "orderId"u8) && Has(one, "salesChannel"u8)) || Has(document, "FinancialEvents"u8)
                || Has(one, "FinancialEvents"u8) ? AmazonKind
            : (Has(one, "orderId"u8) && Has(one, "pricingSummary"u8)) || Has(one, "legacyOrderId"u8) ? EbayKind
            : Has(one, "order_key"u8) || Has(one, "date_created_gmt"u8) || Has(one, "prices_include_tax"u8) ? WooKind
            : Has(one, "stateMachineState"u8) || Has(one, "orderCustomer"u8) || Has(one, "shippingOrderAddress"u8)
                || (Has(one, "productId"u8) && Has(one, "payload"u8)) ? ShopwareKind
            : IsShopify(document, one) ? ShopifyKind
            : named == Platform.Ebay && (Has(document, "orders"u8) || Has(document, "metadata"u8)) ? EbayKind
            : named == Platform.Amazon && Has(document, "payload"u8) ? AmazonKind
            : named == Platform.Shopware && Has(document, "data"u8) ? ShopwareKind
            : named == Platform.WooCommerce && Has(document, "data"u8) ? WooKind
            : null;
    }

    /// <summary>What an XML document is; null where it is nothing known.</summary>
    public static DocumentKind<XmlPart>? OfXml(XmlPart root) => root.Name switch
    {
        "ORDER" => OpenTransKind,
        "cXML" => CxmlKind,
        "GetOrdersResponse" or "GetOrderTransactionsResponse" or "Envelope" => TradingKind,
        "Order" when root.Child("OrderID") is not null => TradingKind,
        "Order" or "OrderChange" or "OrderCancellation" => UblKind,
        _ => null,
    };

    public static bool IsEdifact(ReadOnlySpan<byte> start) => start.StartsWith("UNA"u8) || start.StartsWith("UNB"u8);

    public static Rejection UnknownJson(JsonPart document) =>
        document["@context"u8].Exists
            ? new Rejection(
                "unsupported-format", "@context", "schema.org", Expected,
                "schema.org describes pages, without amounts and addresses that an order needs.")
            : new Rejection("unknown-format", "the document", Names(document), Expected);

    public static Rejection UnknownXml(XmlPart root) =>
        new("unknown-format", "the document", $"<{root.Name}>", Expected);

    public static Rejection UnknownText(ReadOnlySpan<byte> start)
    {
        var name = start.StartsWith("ISA"u8) ? "ANSI X12" : start.StartsWith("STX="u8) ? "TRADACOMS" : null;
        return name is null
            ? new Rejection(
                "unknown-format", "the document", Reading.Shown(start[..Math.Min(20, start.Length)]), Expected)
            : new Rejection(
                "unsupported-format", "the document", name, Expected, "Ask the partner for EDIFACT ORDERS or UBL.");
    }

    private static bool IsShopify(JsonPart document, JsonPart one) =>
        Has(one, "line_items"u8) || Has(one, "admin_graphql_api_id"u8) || Has(one, "financial_status"u8)
        || Has(one, "fulfillment_order_line_items"u8) || Has(document, "original_fulfillment_order"u8)
        || (Has(one, "order_id"u8) && (Has(one, "refund_line_items"u8) || Has(one, "gateway"u8)))
        || Has(one, "variant_id"u8) || Has(document, "properties"u8);

    private static bool Has(JsonPart document, ReadOnlySpan<byte> name) => document[name].Exists;

    private static string Names(JsonPart document)
    {
        var names = document.MemberNames(5);
        return names.Length == 0 ? "an object without members" : "an object with " + string.Join(", ", names);
    }
}
