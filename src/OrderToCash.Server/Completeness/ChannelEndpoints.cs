using Microsoft.AspNetCore.Http;
using OrderToCash.Server.Api;
using OrderToCash.Server.Keys;
using OrderToCash.Server.Views;

namespace OrderToCash.Server.Completeness;

/// <summary>The endpoints that say what delivers, and whether all that was delivered is accounted for.</summary>
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
        new(
            HttpMethods.Get, "/v1/shops", Roles.Operate,
            "The shops that deliver, are asked and are told, with how far each was asked. Secrets are not shown.",
            ListShopsAsync)
        {
            WorksWithoutStore = true,
        },
        new(
            HttpMethods.Get, "/v1/folders", Roles.Operate,
            "The watched folders: what was taken, what waits, and what is in the way.", ListFoldersAsync)
        {
            WorksWithoutStore = true,
        },
    ];

    private Task ListShopsAsync(HttpContext context) => JsonAnswer.WriteAsync(
        context, StatusCodes.Status200OK, ChannelViews.List(
            (store.Hooks?.Channels.All() ?? []).OrderBy(static shop => shop.Shop, StringComparer.Ordinal),
            store.Hooks?.Inbox.Cursors() ?? [], store.Time.GetUtcNow()));

    private Task ListFoldersAsync(HttpContext context) => JsonAnswer.WriteAsync(
        context, StatusCodes.Status200OK, FolderViews.List(store.Folders, store.Time.GetUtcNow()));

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
