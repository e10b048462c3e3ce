using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using OrderToCash.Application.Pipelines;
using OrderToCash.Server.Api;

namespace OrderToCash.Server.Intake;

/// <summary>
/// Remembers the last requests that came with an idempotency key, with their answers: the same again gets the same
/// answer, another body under the same key is refused.
/// </summary>
/// <remarks>
/// Any thread. Bounded: the oldest are forgotten, and all of them at a restart. That loses nothing: an input's own ids
/// (order number, reference, shipment, statement) are kept for ever, and make it a duplicate however late it is
/// repeated. Source: draft-ietf-httpapi-idempotency-key-header-07.
/// </remarks>
internal sealed class IdempotencyMemory(int max)
{
    private const string Header = "Idempotency-Key";
    private const int MaxKeyLength = 255;

    /// <summary>Guards both collections; held for a look-up.</summary>
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Remembered> _requests = new(StringComparer.Ordinal);
    private readonly Queue<string> _oldest = new();

    /// <summary>The request's key within the caller's; null where it has none.</summary>
    /// <exception cref="ProblemException">It is too long.</exception>
    public static string? KeyOf(HttpContext context)
    {
        string? key = context.Request.Headers[Header];
        if (string.IsNullOrEmpty(key))
            return null;
        if (key.Length > MaxKeyLength)
        {
            throw new ProblemException(Problem.Of(new Rejection(
                "invalid-request", Header, $"{key.Length} characters", $"at most {MaxKeyLength}")));
        }

        return $"{RequestGate.CallerOf(context).Name}\n{context.Request.Path}\n{key}";
    }

    /// <summary>The answer to the same request before; null for the first, which then has to end.</summary>
    /// <exception cref="ProblemException">Another body came under this key, or the first is under way.</exception>
    public Answer? Begin(string key, ReadOnlySpan<byte> body)
    {
        var hash = Convert.ToHexString(SHA256.HashData(body));
        lock (_gate)
        {
            if (!_requests.TryGetValue(key, out var known))
            {
                Remember(key, new Remembered(hash, null));
                return null;
            }

            if (known.Hash != hash)
            {
                throw new ProblemException(Problem.Of(new Rejection(
                    "idempotency-key-reused", Header, "another body than the first request with this key had",
                    "a new key for each new request")));
            }

            return known.Answer ?? throw new ProblemException(new Problem(
                StatusCodes.Status409Conflict, "still-under-way",
                "The first request with this idempotency key is not answered yet.")
            {
                RetryAfter = TimeSpan.FromSeconds(1),
            });
        }
    }

    /// <summary>Keeps the answer; null where the request was not done and may come again.</summary>
    public void End(string key, Answer? answer)
    {
        lock (_gate)
        {
            if (!_requests.TryGetValue(key, out var known))
                return;
            if (answer is null)
                _requests.Remove(key);
            else
                _requests[key] = known with { Answer = answer };
        }
    }

    private void Remember(string key, Remembered request)
    {
        _requests[key] = request;
        _oldest.Enqueue(key);
        while (_oldest.Count > max)
            _requests.Remove(_oldest.Dequeue());
    }

    private sealed record Remembered(string Hash, Answer? Answer);
}

/// <summary>An answer, to be given again.</summary>
/// <param name="Location">Where what was made is found; null where nothing was.</param>
internal sealed record Answer(int Status, byte[] Body, string? Location)
{
    /// <summary>Writes it.</summary>
    /// <param name="isRepeated">True where the request came a second time.</param>
    public Task WriteAsync(HttpContext context, bool isRepeated)
    {
        if (isRepeated)
            context.Response.Headers["Idempotency-Replayed"] = "true";
        if (Location is not null)
            context.Response.Headers.Location = Location;
        context.Response.StatusCode = Status;
        context.Response.ContentType = Status < 400 ? JsonAnswer.ContentType : Problem.ContentType;
        context.Response.ContentLength = Body.Length;
        return context.Response.Body.WriteAsync(Body, context.RequestAborted).AsTask();
    }
}
