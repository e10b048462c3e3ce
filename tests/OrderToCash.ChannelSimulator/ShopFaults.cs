namespace OrderToCash.ChannelSimulator;

/// <summary>How often things go wrong, in a thousand.</summary>
/// <param name="Drops">Requests whose connection is cut: before they are done, or in the middle of the answer.</param>
/// <param name="Errors">Requests that are answered 500, 502 or 503, some of them by a page of HTML.</param>
/// <param name="Shifts">
/// Pages after which an order that was on them is changed and a new one comes, so that all others move up.
/// </param>
/// <param name="Lags">Changes that lists show only later than they happened.</param>
/// <param name="HooksLost">Webhooks that are never sent.</param>
/// <param name="HooksRepeated">Webhooks that are sent two or three times.</param>
/// <param name="HooksLate">Webhooks that are sent after later ones.</param>
public sealed record ShopFaults(
    int Drops = 0, int Errors = 0, int Shifts = 0, int Lags = 0, int HooksLost = 0, int HooksRepeated = 0,
    int HooksLate = 0)
{
    /// <summary>All goes well.</summary>
    public static readonly ShopFaults None = new();

    /// <summary>A bad day.</summary>
    public static readonly ShopFaults Many = new(60, 60, 300, 150, 200, 200, 200);

    /// <summary>The longest that lists lag: receivers look two minutes back.</summary>
    public static readonly TimeSpan MaxLag = TimeSpan.FromSeconds(60);
}
