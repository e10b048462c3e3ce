using System.Collections.Concurrent;
using OrderToCash.Adapters.Shops;
using OrderToCash.Server.Hooks;

namespace OrderToCash.Server.Polling;

/// <summary>The APIs of shops: one line to each, with one limit, whoever asks or tells something.</summary>
/// <remarks>
/// Any thread. A shop that was asked is this process' until it is disposed: others of this machine wait.
/// </remarks>
public sealed class ShopConnections(TimeProvider time) : IDisposable
{
    private readonly HttpClient _http = ShopCalls.NewClient();
    private readonly ConcurrentDictionary<(string Platform, string Shop), Line> _lines = [];
    private readonly ConcurrentDictionary<Uri, Lazy<ShopClaim>> _claims = [];

    /// <summary>A line and what it was made from.</summary>
    private sealed record Line(ShopAccess Access, int RequestsPerSecond, ShopCalls Calls);

    /// <summary>The line to a shop; a new one where its address, credentials or limit have changed.</summary>
    public ShopCalls Of(HookChannel channel, ChannelApi api)
    {
        var line = _lines.AddOrUpdate(
            (channel.Platform, channel.Shop),
            _ => New(api),
            (_, known) => known.Access == api.Access && known.RequestsPerSecond == api.RequestsPerSecond
                ? known : New(api));
        return line.Calls;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _http.Dispose();
        foreach (var claim in _claims.Values)
            claim.Value.Dispose();
    }

    private Line New(ChannelApi api) => new(
        api.Access, api.RequestsPerSecond, new ShopCalls(
            api.Access, api.RequestsPerSecond, _http, time,
            _claims.GetOrAdd(api.Access.Url, url => new Lazy<ShopClaim>(() => new ShopClaim(url, time))).Value));
}
