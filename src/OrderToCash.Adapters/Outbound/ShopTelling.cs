using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using OrderToCash.Adapters.Shops;
using OrderToCash.Application.Outbound;

namespace OrderToCash.Adapters.Outbound;

/// <summary>Talks to a shop's API in JSON, and makes answers to what was told of its answers.</summary>
/// <param name="root">Where the API is below the shop's address: <c>admin/api/2025-10/</c>.</param>
internal sealed class ShopTelling(ShopCalls calls, string root)
{
    private const int MaxShown = 200;

    /// <summary>Asks; the document where the shop says 2xx.</summary>
    /// <exception cref="NotToldException">It says otherwise, or nothing.</exception>
    public Task<JsonNode> GetAsync(string path, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Get, path, null, cancellationToken);

    /// <summary>Sends a document; the one that comes back where the shop says 2xx.</summary>
    /// <exception cref="NotToldException">It says otherwise, or nothing.</exception>
    public async Task<JsonNode> SendAsync(
        HttpMethod method, string path, JsonObject? body, CancellationToken cancellationToken)
    {
        ShopAnswer answer;
        try
        {
            ReadOnlyMemory<byte>? bytes = body is null ? null : JsonSerializer.SerializeToUtf8Bytes(body);
            answer = await calls.SendAsync(method, root + path, bytes, cancellationToken).ConfigureAwait(false);
        }
        catch (ShopUnavailableException exception)
        {
            // What was only asked for can't have been done.
            throw new NotToldException(new TellAnswer(
                exception.MayBeDone && method != HttpMethod.Get ? TellResult.Unknown : TellResult.Later,
                exception.Message));
        }

        if (!answer.IsSuccess)
            throw new NotToldException(AnswerOf(answer, method, path));
        try
        {
            return JsonNode.Parse(answer.Body.Span) ?? throw new JsonException("it is null");
        }
        catch (JsonException exception)
        {
            throw new NotToldException(new TellAnswer(
                TellResult.Unknown, $"{path} was answered {answer.Status} without a document: {exception.Message}"));
        }
    }

    /// <summary>Runs something that tells, and answers for it.</summary>
    public static async Task<TellAnswer> AnswerAsync(Func<Task<TellAnswer>> tell)
    {
        try
        {
            return await tell().ConfigureAwait(false);
        }
        catch (NotToldException exception)
        {
            return exception.Answer;
        }
        catch (Exception exception) when (exception is InvalidOperationException or FormatException)
        {
            // JsonNode says so where a field is of another kind than documented.
            return new TellAnswer(TellResult.Unknown, "The shop's answer is not as documented: " + exception.Message);
        }
    }

    /// <summary>A list in a document; empty where it has none.</summary>
    public static IEnumerable<JsonNode> List(JsonNode node, string name) =>
        (node[name] as JsonArray)?.OfType<JsonNode>() ?? [];

    /// <summary>A field's text, also of a number: ids beyond 2^53 stay what they are.</summary>
    public static string Text(JsonNode node, string name) => node[name]?.ToString() ?? "";

    /// <summary>A field's whole number; 0 where it has none.</summary>
    public static long Number(JsonNode node, string name) =>
        long.TryParse(Text(node, name), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? number
            : 0;

    private static TellAnswer AnswerOf(ShopAnswer answer, HttpMethod method, string path)
    {
        var text = Encoding.UTF8.GetString(answer.Body.Span[..Math.Min(answer.Body.Length, MaxShown)])
            .ReplaceLineEndings(" ");
        var reason = $"{method} {path} was answered {answer.Status}: {text}";
        var result = answer.Status switch
        {
            // Nobody is let in, too many requests, or it is elsewhere: that is not about this one thing.
            401 or 402 or 403 or 423 or 425 or 429 or (>= 300 and < 400) => TellResult.Later,
            408 or >= 500 => method == HttpMethod.Get ? TellResult.Later : TellResult.Unknown,
            _ => TellResult.Refused,
        };
        return new TellAnswer(result, reason, answer.RetryAfter);
    }
}

/// <summary>Something was not told; what to answer for it.</summary>
internal sealed class NotToldException(in TellAnswer answer) : Exception(answer.Reason)
{
    public TellAnswer Answer { get; } = answer;
}
