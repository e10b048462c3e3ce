using Microsoft.AspNetCore.Http;
using OrderToCash.Adapters.Inbox;
using OrderToCash.Application.Outbound;
using OrderToCash.Application.Pipelines;
using OrderToCash.Engine.Journal;
using OrderToCash.Engine.Shards;
using OrderToCash.Server.Keys;

namespace OrderToCash.Server.Api;

/// <summary>
/// What every request passes: who sends it, may they, are there not too many. And the top of every request, where what
/// went wrong becomes an answer.
/// </summary>
/// <remarks>Any thread. An exception nobody expected is a bug: it is logged, and answered 500.</remarks>
internal sealed class RequestGate(ServedStore store, KeyRing keys, ApiServerOptions options)
{
    private const string WwwAuthenticate = "Bearer realm=\"OrderToCash\"";

    private readonly Slots _requests = new("requests", options.MaxRequests);
    private readonly Slots _deliveries = new("deliveries", options.MaxDeliveries);
    private readonly Slots _changes = new("readers of changes", options.MaxChangeReaders);

    /// <summary>Places for streams; the intake takes them.</summary>
    public Slots Streams { get; } = new("streams", options.MaxStreams);

    /// <summary>Handles an endpoint's request.</summary>
    public async Task HandleAsync(HttpContext context, ApiEndpoint endpoint)
    {
        try
        {
            if (endpoint.Role != Roles.None)
                Admit(context, endpoint.Role);
            if (!endpoint.WorksWithoutStore && store.Watch.IsAway && endpoint.Role != Roles.Read)
                throw new ProblemException(Problem.StoreAway);
            await WithSlotAsync(context, endpoint);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The client is gone: nobody hears an answer.
        }
        catch (Exception exception)
        {
            await AnswerAsync(context, exception);
        }
    }

    /// <summary>The problem that an exception stands for.</summary>
    public static Problem ProblemOf(Exception exception) => exception switch
    {
        ProblemException known => known.Problem,
        BadHttpRequestException bad => Problem.Of(new Rejection(
            bad.StatusCode == StatusCodes.Status413PayloadTooLarge ? "too-long" : "unreadable", "the body",
            bad.Message, "a body that is whole and not too long")) with
        {
            Status = bad.StatusCode,
        },
        SourceUnreadableException unreadable => new Problem(
            StatusCodes.Status400BadRequest, "unreadable", unreadable.Message),
        JournalUnavailableException => Problem.StoreAway,
        InboxUnavailableException => Problem.InboxFull,
        OutboundUnavailableException unavailable => new Problem(
            StatusCodes.Status503ServiceUnavailable, "outbound-unavailable", unavailable.Message)
        {
            RetryAfter = TimeSpan.FromSeconds(30),
        },
        UnknownEventException newer => new Problem(
            StatusCodes.Status501NotImplemented, "newer-event", newer.Message),
        _ => new Problem(
            StatusCodes.Status500InternalServerError, "internal-error",
            "The request failed by a bug, which is in the server's log. Nothing of it was taken in, or it counts as a "
            + "duplicate when it is sent again."),
    };

    /// <summary>Who sends the request.</summary>
    public static Caller CallerOf(HttpContext context) =>
        context.Features.Get<Caller>() ?? throw new InvalidOperationException("Bug: the request passed no gate.");

    private void Admit(HttpContext context, Roles role)
    {
        if (keys.Find(context.Request) is not { } caller)
        {
            context.Response.Headers.WWWAuthenticate = WwwAuthenticate;
            throw new ProblemException(new Problem(
                StatusCodes.Status401Unauthorized, "unauthorized",
                "A valid API key is asked for, as `Authorization: Bearer o2c_…`. Keys are made by `o2c keys add`."));
        }

        if (!caller.Roles.HasFlag(role))
        {
            throw new ProblemException(new Problem(
                StatusCodes.Status403Forbidden, "forbidden",
                $"The key {caller.Name} has the roles {string.Join(", ", RoleNames.Of(caller.Roles))}; this asks for "
                + $"{string.Join(", ", RoleNames.Of(role))}."));
        }

        if (!caller.Bucket.TryTake(out var wait))
        {
            throw new ProblemException(new Problem(
                StatusCodes.Status429TooManyRequests, "too-many-requests",
                $"The key {caller.Name} sends more than {options.RequestsPerSecond} requests a second; send slower, or "
                + "send many inputs in one stream.")
            {
                RetryAfter = wait,
            });
        }

        context.Features.Set(caller);
    }

    private async Task WithSlotAsync(HttpContext context, ApiEndpoint endpoint)
    {
        var slots = endpoint.Slot switch
        {
            SlotKind.Request => _requests,
            SlotKind.Changes => _changes,
            SlotKind.Delivery => _deliveries,
            _ => null,
        };
        slots?.Enter();
        try
        {
            await endpoint.Handle(context);
        }
        finally
        {
            slots?.Leave();
        }
    }

    private async Task AnswerAsync(HttpContext context, Exception exception)
    {
        var problem = ProblemOf(exception);
        if (problem.Status == StatusCodes.Status500InternalServerError)
        {
            LogMessages.RequestFailed(
                store.Logger, context.Request.Method, context.Request.Path.Value ?? "", exception);
        }
        else if (exception is JournalUnavailableException or InboxUnavailableException)
        {
            LogMessages.StoreAway(
                store.Logger, context.Request.Method, context.Request.Path.Value ?? "", exception.Message);
        }

        try
        {
            await problem.WriteAsync(context);
        }
        catch (Exception gone) when (gone is IOException or OperationCanceledException)
        {
            // The client is gone meanwhile.
        }
    }
}
