using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace OrderToCash.Server.Api;

/// <summary>Answers with JSON, and with its entity tag.</summary>
internal static class JsonAnswer
{
    /// <summary>The content type of answers.</summary>
    public const string ContentType = "application/json";

    /// <summary>So many bytes of a SHA-256 tell two answers apart.</summary>
    private const int TagBytes = 12;

    /// <summary>How all JSON is written: nothing escaped that need not be.</summary>
    public static readonly JsonWriterOptions Writing = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private static readonly JsonSerializerOptions Serializing = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>
    /// Answers a reading with its entity tag, a hash of the content; 304 where the client has this content already.
    /// </summary>
    public static Task WriteTaggedAsync(HttpContext context, JsonNode content)
    {
        var bytes = JsonSerializer.SerializeToUtf8Bytes(content, Serializing);
        var tag = "\"" + Convert.ToHexStringLower(SHA256.HashData(bytes).AsSpan(0, TagBytes)) + "\"";
        context.Response.Headers.ETag = tag;
        context.Response.Headers.CacheControl = "no-cache";
        if (!HasTag(context.Request, tag))
            return WriteAsync(context, StatusCodes.Status200OK, bytes);

        context.Response.StatusCode = StatusCodes.Status304NotModified;
        return Task.CompletedTask;
    }

    /// <summary>JSON as it is answered.</summary>
    public static byte[] ToBytes(JsonNode content) => JsonSerializer.SerializeToUtf8Bytes(content, Serializing);

    /// <summary>Answers with JSON.</summary>
    public static Task WriteAsync(HttpContext context, int status, JsonNode content) =>
        WriteAsync(context, status, JsonSerializer.SerializeToUtf8Bytes(content, Serializing));

    /// <summary>Answers with JSON that is written already.</summary>
    public static Task WriteAsync(HttpContext context, int status, ReadOnlyMemory<byte> bytes)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = ContentType;
        context.Response.ContentLength = bytes.Length;
        return context.Response.Body.WriteAsync(bytes, context.RequestAborted).AsTask();
    }

    private static bool HasTag(HttpRequest request, string tag)
    {
        if (!EntityTagHeaderValue.TryParseList(request.Headers.IfNoneMatch, out var tags))
            return false;
        foreach (var candidate in tags)
        {
            // A weak tag of a proxy's compression means the same content.
            if (candidate.Tag == "*" || candidate.Tag == tag)
                return true;
        }

        return false;
    }
}
