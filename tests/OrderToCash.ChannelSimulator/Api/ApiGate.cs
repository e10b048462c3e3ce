using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace OrderToCash.ChannelSimulator.Api;

/// <summary>
/// Stands before the shop's whole API: asks for credentials, counts requests, and lets some of them go wrong.
/// </summary>
/// <remarks>Any thread.</remarks>
public sealed class ApiGate(SimulatedShop shop)
{
    private readonly ConcurrentQueue<ApiCall> _calls = [];
    private readonly LeakyBucket _bucket = new(shop.Options.BucketSize, shop.Options.LeakPerSecond, shop.Time);
    private long _number;

    /// <summary>What was asked so far.</summary>
    public IReadOnlyCollection<ApiCall> Calls => _calls;

    /// <summary>Lets a request through, or not.</summary>
    public async Task RunAsync(HttpContext context, RequestDelegate next)
    {
        var (number, at) = (Interlocked.Increment(ref _number), shop.Time.GetUtcNow());
        context.Response.Headers.Date = at.ToString("R", CultureInfo.InvariantCulture);
        var (isTaken, wait) = (_bucket.TryAdd(out var level, out var asked), asked);
        if (shop.Options.Platform == ShopOptions.Shopify)
            context.Response.Headers["X-Shopify-Shop-Api-Call-Limit"] = $"{level}/{_bucket.Size}";
        var dropsAnswer = false;
        if (!isTaken)
        {
            context.Response.Headers.RetryAfter = wait.TotalSeconds.ToString("F1", CultureInfo.InvariantCulture);
            await WriteAsync(
                context, StatusCodes.Status429TooManyRequests,
                """{"errors":"Exceeded 2 calls per second for api client. Reduce request rates to resume."}""");
        }
        else if (shop.Choices.Happens("drop", number, shop.Options.Faults.Drops))
        {
            dropsAnswer = shop.Choices.Of("drop when", number, 2) == 1;
            if (dropsAnswer)
                await AnswerHalfAsync(context, next);
            _calls.Enqueue(Call(0));
            context.Abort();
            return;
        }
        else if (shop.Choices.Happens("error", number, shop.Options.Faults.Errors))
        {
            await FailAsync(context, number);
        }
        else if (!Credentials.Fit(shop.Options, context.Request.Headers))
        {
            await WriteAsync(context, StatusCodes.Status401Unauthorized, Credentials.Refusal(shop.Options.Platform));
        }
        else
        {
            await next(context);
        }

        _calls.Enqueue(Call(context.Response.StatusCode));

        ApiCall Call(int status) => new(
            number, at, context.Request.Method, context.Request.Path + context.Request.QueryString, status, wait);
    }

    /// <summary>Answers with a body of JSON.</summary>
    public static Task WriteAsync(HttpContext context, int status, string json) =>
        WriteAsync(context, status, Encoding.UTF8.GetBytes(json));

    /// <summary>Answers with a body of JSON.</summary>
    public static async Task WriteAsync(HttpContext context, int status, byte[] json)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json; charset=utf-8";
        context.Response.ContentLength = json.Length;
        await context.Response.Body.WriteAsync(json);
    }

    /// <summary>What was asked is done, and half of the answer is sent.</summary>
    private static async Task AnswerHalfAsync(HttpContext context, RequestDelegate next)
    {
        var body = context.Response.Body;
        using var whole = new MemoryStream();
        context.Response.Body = whole;
        await next(context);
        context.Response.Body = body;
        await body.WriteAsync(whole.ToArray().AsMemory(0, (int)whole.Length / 2));
        await body.FlushAsync();
    }

    private async Task FailAsync(HttpContext context, long number)
    {
        int[] statuses = [500, 502, 503];
        context.Response.StatusCode = statuses[shop.Choices.Of("status", number, statuses.Length)];
        context.Response.ContentType = "text/html";
        await context.Response.WriteAsync("<html><body><h1>Something went wrong</h1></body></html>");
    }
}
