using System.Globalization;
using OrderToCash.Domain.Values;

namespace OrderToCash.Adapters.Marketplaces;

/// <summary>Times as platforms write them.</summary>
internal static class Times
{
    public const string Expected = "a time, as 2026-11-27T10:00:00+01:00";

    private static readonly string[] Forms =
    [
        "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF", "yyyy-MM-dd' 'HH:mm:ss.FFFFFFF", "yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd",
    ];

    private static readonly string[] FormsWithOffset =
    [
        "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", "yyyy-MM-dd'T'HH:mmzzz",
        "yyyy-MM-dd'T'HH:mm'Z'", "yyyy-MM-ddzzz", "yyyy-MM-dd'Z'",
    ];

    /// <summary>A time; one without offset is the seller's local time, or UTC where the platform says so.</summary>
    public static bool TryRead(string text, bool isUtc, out DateTimeOffset time)
    {
        if (DateTimeOffset.TryParseExact(
            text, FormsWithOffset, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out time))
        {
            time = time.ToUniversalTime();
            return true;
        }

        if (!DateTime.TryParseExact(text, Forms, CultureInfo.InvariantCulture, DateTimeStyles.None, out var local))
            return false;
        if (local.Year < 1900)
            return false;
        time = isUtc ? new DateTimeOffset(local, TimeSpan.Zero) : SellerCalendar.AtLocal(local);
        return true;
    }
}
