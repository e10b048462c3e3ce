using Microsoft.AspNetCore.Http;
using OrderToCash.Server.Api;
using OrderToCash.Server.Keys;

namespace OrderToCash.Server.Completeness;

/// <summary>The endpoint that says whether all that was delivered is accounted for.</summary>
internal sealed class ChannelEndpoints(ServedStore store)
{
    /// <summary>A report reads every order number of some channels: one at a time.</summary>
    private readonly Slots _reports = new("reports of channels", 1);

    /// <summary>The endpoints.</summary>
    public IEnumerable<ApiEndpoint> All() =>
    [
        new(
            HttpMethods.Get, "/v1/channels", Roles.Read,
            "By channel, what was delivered and what became of it, and which numbers of its series are missing.",
            ReportAsync),
    ];

    private async Task ReportAsync(HttpContext context)
    {
        _reports.Enter();
        try
        {
            var report = new ChannelReport(
                store.Hooks?.Channels.All() ?? [], store.Hooks?.Inbox, store.Folders, store.Intake, store.ReadModel,
                store.Time);
            await JsonAnswer.WriteAsync(
                context, StatusCodes.Status200OK, await report.ToJsonAsync(context.RequestAborted));
        }
        finally
        {
            _reports.Leave();
        }
    }
}
