using System.Buffers;
using System.Text;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using Microsoft.AspNetCore.Http;
using OrderToCash.Adapters.Inbox;
using OrderToCash.Application.Pipelines;
using OrderToCash.Server.Api;
using OrderToCash.Server.Keys;

namespace OrderToCash.Server.Hooks;

/// <summary>
/// Where shops and marketplaces deliver: proven on the raw bytes, kept in the inbox, acknowledged. What is behind the
/// inbox plays no part in the answer.
/// </summary>
/// <remarks>Any thread.</remarks>
internal sealed class HookEndpoints(ServedStore store, ServedInbox hooks, ApiServerOptions options)
{
    /// <summary>
    /// Bodies up to this size are read at once; of longer ones a few at a time, so that memory is bounded.
    /// </summary>
    private const int MaxSmallBytes = 128 * 1024;

    private const int MaxLargeAtATime = 8;

    /// <summary>A sender that takes longer to send its body is not a platform.</summary>
    private static readonly TimeSpan MaxReading = TimeSpan.FromSeconds(30);

    /// <summary>Has an element for each long body that is being read.</summary>
    private readonly Channel<bool> _large = Channel.CreateBounded<bool>(MaxLargeAtATime);

    private readonly RefusedProofs _refused = new(store.Logger, store.Time);

    /// <summary>The endpoints.</summary>
    public IEnumerable<ApiEndpoint> All() =>
    [
        new(
            HttpMethods.Post, "/hooks/{channel}/{shop}", Roles.None,
            "Take a delivery of a shop or marketplace, which proves itself by its own signature.", TakeAsync)
        {
            Slot = SlotKind.Delivery, WorksWithoutStore = true,
            Takes = [(JsonAnswer.ContentType, null), ("application/xml", null), ("application/edifact", null)],
            Successes = [(200, "Kept, durably; it is decided afterwards.")],
        },
        new(
            HttpMethods.Get, "/hooks/{channel}/{shop}", Roles.None,
            "Answer a marketplace's question whether this is the endpoint that it was told.", AnswerAsync)
        {
            Slot = SlotKind.Delivery, WorksWithoutStore = true,
            Query = [new("challenge_code", "string", "The code that the marketplace chose.")],
            Successes = [(200, "The answer to the challenge.")],
        },
        new(HttpMethods.Get, "/health/inbox", Roles.None, "Whether deliveries are taken now.", ReadyAsync)
        {
            Slot = SlotKind.Free, WorksWithoutStore = true, Successes = [(200, "They are, whatever the store does.")],
        },
    ];

    private async Task TakeAsync(HttpContext context)
    {
        var (platform, shop) = ShopOf(context);
        if (context.Request.ContentLength > options.MaxBodyBytes)
            throw TooLong();
        var isLarge = context.Request.ContentLength is null or > MaxSmallBytes;
        using var patience = new CancellationTokenSource(MaxReading, store.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, context.RequestAborted);
        try
        {
            if (isLarge)
                await _large.Writer.WriteAsync(true, either.Token);
        }
        catch (OperationCanceledException) when (patience.IsCancellationRequested)
        {
            throw new ProblemException(Busy());
        }

        try
        {
            var body = await ReadAsync(context, either.Token);
            await TakeAsync(context, platform, shop, body);
        }
        catch (OperationCanceledException) when (
            patience.IsCancellationRequested && !context.RequestAborted.IsCancellationRequested)
        {
            throw new ProblemException(new Problem(
                StatusCodes.Status408RequestTimeout, "too-slow",
                $"The body did not arrive within {MaxReading.TotalSeconds:0} seconds; send it again."));
        }
        finally
        {
            if (isLarge)
                _large.Reader.TryRead(out _);
        }
    }

    private async Task TakeAsync(HttpContext context, string platform, string shop, byte[] body)
    {
        var channel = hooks.Channels.Find(platform, shop);
        var headers = context.Request.Headers;
        if (!HookCheck.IsProven(channel, headers, body))
        {
            // WooCommerce asks whether somebody is there before it can sign; nothing is kept of that.
            if (platform == "woocommerce" && channel.Platform == platform && IsPing(body))
            {
                await JsonAnswer.WriteAsync(context, StatusCodes.Status200OK, new JsonObject { ["ping"] = true });
                return;
            }

            _refused.Note(platform, shop, EbayCheck.KeyIdOf(headers["X-EBAY-SIGNATURE"]));
            throw new ProblemException(new Problem(
                StatusCodes.Status401Unauthorized, "unauthorized", "The delivery is not proven."));
        }

        var (id, topic) = DeliveryFacts.Of(platform, headers, body);
        var receipt = await hooks.Inbox.AppendAsync(new Delivery(
            platform, shop, id, topic, store.Time.GetUtcNow(), DeliveryFacts.ToJson(headers), body));
        await JsonAnswer.WriteAsync(
            context, StatusCodes.Status200OK, Encoding.UTF8.GetBytes($"{{\"delivery\":{receipt.Number}}}"));
    }

    private Task AnswerAsync(HttpContext context)
    {
        var (platform, shop) = ShopOf(context);
        string? code = context.Request.Query["challenge_code"];
        return hooks.Channels.Find(platform, shop) is { VerificationToken: { } token, Endpoint: { } endpoint }
            && !string.IsNullOrEmpty(code)
            ? JsonAnswer.WriteAsync(
                context, StatusCodes.Status200OK,
                new JsonObject { ["challengeResponse"] = EbayCheck.Answer(code, token, endpoint) })
            : throw new ProblemException(Problem.NotFound("There is no challenge to answer here."));
    }

    private Task ReadyAsync(HttpContext context) =>
        JsonAnswer.WriteAsync(context, StatusCodes.Status200OK, new JsonObject { ["status"] = "ready" });

    private static (string Platform, string Shop) ShopOf(HttpContext context) => (
        context.Request.RouteValues["channel"] as string ?? "", context.Request.RouteValues["shop"] as string ?? "");

    /// <summary>WooCommerce's <c>WC_Webhook::deliver_ping</c>: a form with the webhook's number.</summary>
    private static bool IsPing(ReadOnlySpan<byte> body)
    {
        const int MaxDigits = 20;
        if (!body.StartsWith("webhook_id="u8))
            return false;
        var number = body["webhook_id="u8.Length..];
        return number.Length is > 0 and <= MaxDigits && number.IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0;
    }

    private async Task<byte[]> ReadAsync(HttpContext context, CancellationToken cancellationToken)
    {
        var body = context.Request.BodyReader;
        while (true)
        {
            var read = await body.ReadAsync(cancellationToken);
            if (read.Buffer.Length > options.MaxBodyBytes)
            {
                body.AdvanceTo(read.Buffer.End);
                throw TooLong();
            }

            if (read.IsCompleted)
            {
                var bytes = read.Buffer.ToArray();
                body.AdvanceTo(read.Buffer.End);
                return bytes;
            }

            body.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    private ProblemException TooLong() => new(Problem.Of(new Rejection(
        "too-long", "the body", $"more than {options.MaxBodyBytes} bytes", $"at most {options.MaxBodyBytes} bytes")));

    private static Problem Busy() => new(
        StatusCodes.Status503ServiceUnavailable, "busy", "Too many long bodies are being read; send it again.")
    {
        RetryAfter = TimeSpan.FromSeconds(5),
    };
}
