using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using OrderToCash.Server.Keys;

namespace OrderToCash.Server.Api;

/// <summary>Whether the process lives, and whether it takes inputs: for supervisors, without a key.</summary>
internal sealed class HealthEndpoints(ServedStore store, CancellationToken stopping)
{
    /// <summary>The endpoints.</summary>
    public IEnumerable<ApiEndpoint> All() =>
    [
        new(HttpMethods.Get, "/health/live", Roles.None, "Whether the process lives.", LiveAsync)
        {
            Slot = SlotKind.Free, WorksWithoutStore = true, Successes = [(200, "It lives.")],
        },
        new(HttpMethods.Get, "/health/ready", Roles.None, "Whether inputs are taken now.", ReadyAsync)
        {
            Slot = SlotKind.Free, WorksWithoutStore = true, Successes = [(200, "They are.")],
        },
    ];

    /// <summary>A process whose engine has failed by a bug is to be started again.</summary>
    private Task LiveAsync(HttpContext context) => store.Host.Completion.IsFaulted
        ? throw new ProblemException(new Problem(
            StatusCodes.Status503ServiceUnavailable, "engine-failed",
            "The engine has failed by a bug, which is in the log. Start the server again."))
        : JsonAnswer.WriteAsync(context, StatusCodes.Status200OK, new JsonObject { ["status"] = "live" });

    private Task ReadyAsync(HttpContext context)
    {
        if (stopping.IsCancellationRequested || store.Host.Completion.IsCompleted)
            throw new ProblemException(Problem.Stopping);
        if (store.Watch.IsAway)
            throw new ProblemException(Problem.StoreAway);
        return JsonAnswer.WriteAsync(context, StatusCodes.Status200OK, new JsonObject { ["status"] = "ready" });
    }
}
