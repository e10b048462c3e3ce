using System.Text;
using OrderToCash.Adapters.Inbox;

namespace OrderToCash.Tests.Inbox;

/// <summary>An inbox in a folder that goes with the test.</summary>
internal sealed class InboxFolder : IAsyncDisposable
{
    public static readonly DateTimeOffset At = new(2026, 11, 27, 9, 0, 0, TimeSpan.Zero);

    private readonly string _folder = Directory.CreateTempSubdirectory("o2c-inbox-").FullName;

    public InboxFolder() => Inbox = SqliteInbox.OpenToAppend(Path, TimeProvider.System);

    public string Path => System.IO.Path.Combine(_folder, "inbox.db");

    public SqliteInbox Inbox { get; private set; }

    /// <summary>As a restart does.</summary>
    public async Task ReopenAsync()
    {
        await Inbox.DisposeAsync();
        Inbox = SqliteInbox.OpenToAppend(Path, TimeProvider.System);
    }

    public Task<InboxReceipt> AppendWithAsync(string body, string headersJson) =>
        Inbox.AppendAsync(Of(body) with { HeadersJson = headersJson });

    public Task<InboxReceipt> AppendAsync(string body, string? id = null, string? topic = null) =>
        Inbox.AppendAsync(Of(body, id, topic));

    public static Delivery Of(string body, string? id = null, string? topic = null, string shop = "shop") =>
        new("shopify", shop, id, topic, At, "{\"X-Test\":\"yes\"}", Encoding.UTF8.GetBytes(body));

    public static InboxMark Mark(long number, InboxState state) => new(number, state, null, null, null, At);

    public async ValueTask DisposeAsync()
    {
        await Inbox.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
