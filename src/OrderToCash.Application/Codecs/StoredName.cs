using System.Text;
using OrderToCash.Engine.Shards;

namespace OrderToCash.Application.Codecs;

/// <summary>The stored name of an event: its kind and what happened, <c>order.stock-answered</c>.</summary>
internal static class StoredName
{
    /// <summary>The name with its bytes.</summary>
    public static EventName Of(string text, int version) => new(text, version, Encoding.UTF8.GetBytes(text));
}
