using OrderToCash.Domain.Payments;
using OrderToCash.Domain.Values;

namespace OrderToCash.IntegrationTests;

/// <summary>Lines of the own formats: every order costs 23.80 EUR a piece, from warehouse BER1.</summary>
internal static class Inputs
{
    /// <summary>What a piece costs, in cents.</summary>
    public const long PieceMinor = 2380;

    /// <summary>The own bank account.</summary>
    public static readonly Iban Account = new("DE02120300000000202051");

    /// <summary>The first moment of the test's world.</summary>
    public static readonly DateTimeOffset At = new(2026, 11, 27, 0, 0, 0, TimeSpan.Zero);

    /// <summary>The account's currency.</summary>
    public static Currency Euro => Currency.Eur;

    /// <summary>An order of one line.</summary>
    /// <param name="customer">Null: one of its own, with an address of its own.</param>
    /// <param name="payment">The fields of <c>payment</c>.</param>
    public static string Order(
        string number, string sku = "A-1", int pieces = 1, string? customer = null,
        string payment = "\"method\":\"invoice\",\"termsDays\":14") =>
        $"{{\"channel\":\"shop\",\"orderNumber\":\"{number}\",\"placedAt\":\"2026-11-27T00:00:01+01:00\","
        + "\"currency\":\"EUR\",\"pricesIncludeTax\":true,"
        + $"\"customer\":{{\"id\":\"{customer ?? "c-" + number}\",\"name\":\"Ada\"}},"
        + $"\"shipTo\":{{\"name\":\"Ada\",\"street\":\"Hauptstr. {number}\",\"postalCode\":\"10115\","
        + "\"city\":\"Berlin\","
        + $"\"country\":\"DE\"}},\"lines\":[{{\"lineId\":\"1\",\"sku\":\"{sku}\",\"name\":\"Teekanne\","
        + $"\"quantity\":{pieces},\"unitPrice\":\"23.80\",\"taxRate\":\"19\"}}],"
        + $"\"total\":\"{pieces * PieceMinor / 100m:F2}\",\"payment\":{{{payment}}}}}";

    /// <summary>A count of stock.</summary>
    public static string Stock(string sku, int pieces, string reference = "INV-1") =>
        $"{{\"sku\":\"{sku}\",\"warehouse\":\"BER1\",\"kind\":\"count\",\"quantity\":{pieces},"
        + $"\"reference\":\"{reference}\",\"at\":\"2026-11-26T00:00:00Z\"}}";

    /// <summary>A shipment of the line of an order.</summary>
    public static string Shipment(string number, int pieces = 1) =>
        $"{{\"order\":\"shop:{number}\",\"shipment\":\"S-{number}\",\"warehouse\":\"BER1\","
        + $"\"at\":\"2026-11-27T12:00:00Z\",\"lines\":[{{\"lineId\":\"1\",\"quantity\":{pieces}}}]}}";

    /// <summary>A transfer that came in.</summary>
    public static BankTransaction Transfer(string reference, long minor, string text) => new(
        reference, minor, Euro, new DateOnly(2026, 11, 28), new DateOnly(2026, 11, 28), "Ada", null, text, null, null,
        reference);
}
