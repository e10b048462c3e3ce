using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using OrderToCash.Application.Pipelines;

namespace OrderToCash.Server.Api;

/// <summary>Why a request was not done, as problem+json says it. Source: RFC 9457.</summary>
/// <param name="Reason">A short stable code, <c>wrong-type</c>.</param>
/// <param name="Detail">What happened and what to do.</param>
internal sealed record Problem(int Status, string Reason, string Detail)
{
    /// <summary>The content type of a problem.</summary>
    public const string ContentType = "application/problem+json";

    /// <summary>What was wrong with the input, with its field; null where it was not the input.</summary>
    public Rejection? Rejection { get; init; }

    /// <summary>When to try again; null where that changes nothing.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The store does not take commits now.</summary>
    public static Problem StoreAway { get; } = new(
        StatusCodes.Status503ServiceUnavailable, "store-unavailable",
        "The store does not answer. Nothing that was acknowledged is lost; send the same request again later: what is "
        + "known counts as a duplicate.")
    {
        RetryAfter = TimeSpan.FromSeconds(2),
    };

    /// <summary>The read models lag, and intake waits for them.</summary>
    public static Problem ReadModelsBehind { get; } = new(
        StatusCodes.Status503ServiceUnavailable, "read-models-behind",
        "The lists are too far behind what was taken in (`o2c serve --max-lag`); send the same request again.")
    {
        RetryAfter = TimeSpan.FromSeconds(1),
    };

    /// <summary>The inbox's own disk takes no deliveries. It says no more: the sender is nobody we know.</summary>
    public static Problem InboxFull { get; } = new(
        StatusCodes.Status503ServiceUnavailable, "inbox-unavailable",
        "The delivery can't be kept now; send it again later.")
    {
        RetryAfter = TimeSpan.FromSeconds(30),
    };

    /// <summary>The server is stopping.</summary>
    public static Problem Stopping { get; } = new(
        StatusCodes.Status503ServiceUnavailable, "stopping", "The server is stopping; send the same request again.")
    {
        RetryAfter = TimeSpan.FromSeconds(5),
    };

    /// <summary>The problem of a refused input.</summary>
    public static Problem Of(Rejection rejection) =>
        new(StatusOf(rejection.Reason), rejection.Reason, rejection.ToString()) { Rejection = rejection };

    /// <summary>A query or path that can't be read.</summary>
    public static Problem BadRequest(string field, string found, string expected) =>
        Of(new Rejection("invalid-request", field, found, expected));

    /// <summary>There is no such thing.</summary>
    public static Problem NotFound(string what) => new(
        StatusCodes.Status404NotFound, "not-found", what);

    /// <summary>Writes it as the answer, unless an answer has begun: then the connection is cut off.</summary>
    public Task WriteAsync(HttpContext context)
    {
        if (context.Response.HasStarted)
        {
            context.Abort();
            return Task.CompletedTask;
        }

        context.Response.StatusCode = Status;
        context.Response.ContentType = ContentType;
        if (RetryAfter is { } wait)
        {
            context.Response.Headers.RetryAfter =
                Math.Max(1, (long)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        }

        var bytes = ToBytes();
        context.Response.ContentLength = bytes.Length;
        return HttpMethods.IsHead(context.Request.Method)
            ? Task.CompletedTask
            : context.Response.Body.WriteAsync(bytes, context.RequestAborted).AsTask();
    }

    /// <summary>The problem as JSON.</summary>
    public byte[] ToBytes()
    {
        var bytes = new MemoryStream();
        using (var writer = new Utf8JsonWriter(bytes, JsonAnswer.Writing))
        {
            writer.WriteStartObject();
            writer.WriteString("type", "urn:o2c:problem:" + Reason);
            writer.WriteString("title", Title());
            writer.WriteNumber("status", Status);
            writer.WriteString("detail", Detail);
            writer.WriteString("reason", Reason);
            if (Rejection is { } rejection)
                WriteFields(writer, rejection);
            writer.WriteEndObject();
        }

        return bytes.ToArray();
    }

    /// <summary>What was wrong, where, as members of the object that is being written.</summary>
    public static void WriteFields(Utf8JsonWriter writer, Rejection rejection)
    {
        writer.WriteString("field", rejection.Place);
        writer.WriteString("found", rejection.Found);
        writer.WriteString("expected", rejection.Expected);
        if (rejection.Advice is { } advice)
            writer.WriteString("advice", advice);
    }

    private string Title()
    {
        var words = Reason.Replace('-', ' ');
        return char.ToUpperInvariant(words[0]) + words[1..];
    }

    /// <summary>What can't be read is 400, what contradicts what is known 404 or 409, the rest 422.</summary>
    private static int StatusOf(string reason) => reason switch
    {
        "malformed-json" or "malformed-xml" or "malformed-text" or "invalid-utf-8" or "dtd" or "invalid-request"
            or "empty" or "unreadable" => StatusCodes.Status400BadRequest,
        "too-long" => StatusCodes.Status413PayloadTooLarge,
        "unknown-order" or "unknown-payment" or "unknown-payer" or "unknown-settlement" or "unknown"
            => StatusCodes.Status404NotFound,
        "exists-with-different-content" or "too-late" or "already-shipped" or "shipment-conflict" or "not-held"
            or "reference-conflict" or "count-too-old" or "not-enough-on-hand"
            or "no-gap" or "version-used" or "other-on-trial" or "not-open" or "already-decided" or "not-undoable"
            or "document-settled" or "refused-by-account" or "row-not-open" => StatusCodes.Status409Conflict,
        "internal-error" => StatusCodes.Status500InternalServerError,
        _ => StatusCodes.Status422UnprocessableEntity,
    };
}

/// <summary>A request can't be done; the gate writes the problem as the answer.</summary>
internal sealed class ProblemException(Problem problem) : Exception(problem.Detail)
{
    /// <summary>What to answer.</summary>
    public Problem Problem { get; } = problem;
}
