using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using OrderToCash.Application;
using OrderToCash.Domain.CashApplication.Policies;
using OrderToCash.Domain.Inventory;
using OrderToCash.Domain.Numbering;
using OrderToCash.Domain.Orders;
using OrderToCash.Domain.Orders.Checks;
using OrderToCash.Domain.Payments;
using OrderToCash.Domain.Receivables;
using OrderToCash.Engine.Shards;

namespace OrderToCash.Tests.Codecs;

/// <summary>Events in their stored form, written as the engine writes them.</summary>
internal static class Stored
{
    private static readonly (Type Union, EntityKind Kind)[] Unions =
    [
        (typeof(OrderEvent), EntityKinds.Order),
        (typeof(StockEvent), EntityKinds.Stock),
        (typeof(AccountEvent), EntityKinds.Account),
        (typeof(PaymentEvent), EntityKinds.Payment),
        (typeof(BankEvent), EntityKinds.Bank),
        (typeof(SeriesEvent), EntityKinds.Series),
        (typeof(SettlementEvent), EntityKinds.Settlement),
        (typeof(PolicyEvent), EntityKinds.Policy),
        (typeof(ChecksEvent), EntityKinds.Checks),
    ];

    /// <summary>Every case of every union of events.</summary>
    public static IEnumerable<Type> EventTypes => Unions.SelectMany(union => union.Union.GetNestedTypes());

    public static EntityKind KindOf(Type eventType) =>
        Array.Find(Unions, union => union.Union.IsAssignableFrom(eventType)).Kind;

    /// <summary>The stored name and the payload.</summary>
    public static (EventName Name, string Payload) Encode(object domainEvent)
    {
        EventName? name = null;
        var payload = Write(writer => name = KindOf(domainEvent.GetType()).Encode(domainEvent, writer));
        return (name!, payload);
    }

    public static object Decode(Type eventType, EventName name, string payload) =>
        KindOf(eventType).Decode(name.Utf8.Span, name.Version, Encoding.UTF8.GetBytes(payload));

    public static string Write(Action<Utf8JsonWriter> write)
    {
        var bytes = new ArrayBufferWriter<byte>();
        var options = new JsonWriterOptions
        {
            SkipValidation = true,
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        };
        using var writer = new Utf8JsonWriter(bytes, options);
        write(writer);
        writer.Flush();
        return Encoding.UTF8.GetString(bytes.WrittenSpan);
    }
}
