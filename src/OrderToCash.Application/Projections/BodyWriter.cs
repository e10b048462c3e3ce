using System.Runtime.InteropServices;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace OrderToCash.Application.Projections;

/// <summary>Writes records into a batch's buffer.</summary>
internal sealed class BodyWriter : IDisposable
{
    private readonly BodyBuffer _buffer;
    private readonly Utf8JsonWriter _json;

    public BodyWriter(BodyBuffer buffer)
    {
        _buffer = buffer;
        _json = new Utf8JsonWriter(buffer, new JsonWriterOptions
        {
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true, MaxDepth = 128,
        });
    }

    public BodyRange Write<T>(T value, JsonTypeInfo<T> type)
    {
        var start = _buffer.Length;
        _json.Reset();
        JsonSerializer.Serialize(_json, value, type);
        _json.Flush();
        return new BodyRange(start, _buffer.Length - start);
    }

    public void Dispose() => _json.Dispose();
}

/// <summary>Sums by key.</summary>
internal static class Sums
{
    /// <summary>The sum of a key, to be added to; zero at first.</summary>
    public static ref TValue Of<TKey, TValue>(this Dictionary<TKey, TValue> sums, TKey key)
        where TKey : notnull
        where TValue : struct
    {
        ref var sum = ref CollectionsMarshal.GetValueRefOrAddDefault(sums, key, out _);
        return ref sum;
    }
}
