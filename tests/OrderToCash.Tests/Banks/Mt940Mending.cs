using System.Collections.Immutable;
using System.Text;
using System.Text.RegularExpressions;
using OrderToCash.Application.Pipelines;
using Xunit;

namespace OrderToCash.Tests.Banks;

/// <summary>
/// Other projects' test files are trimmed: most don't add up or are a few lines of a statement. What is missing around
/// the entries is put there, so that the entries can be compared with what those projects read in them.
/// </summary>
internal static partial class Mt940Mending
{
    /// <summary>The file's statements, each as it is, or mended until it is accepted or can't be.</summary>
    public static async Task<ImmutableArray<SourceItem>> ReadAsync(string path)
    {
        var items = ImmutableArray.CreateBuilder<SourceItem>();
        foreach (var item in await Camt.ReadFileAsync(path))
            items.Add(await MendAsync(item));
        return items.DrainToImmutable();
    }

    private static async Task<SourceItem> MendAsync(SourceItem item)
    {
        for (var tries = 0; tries < 6 && item.Rejection is { } rejection; tries++)
        {
            var text = Encoding.Latin1.GetString(item.Raw.Span);
            if (Mend(text, rejection) is not { } mended)
                return item;
            item = Assert.Single(await Mt940.ReadAsync(Encoding.Latin1.GetBytes(mended)));
        }

        return item;
    }

    private static string? Mend(string text, Rejection rejection) => rejection.Reason switch
    {
        "missing-account" => WithField(text, ":25:DE89370400440532013000"),
        "missing-currency" or "missing-opening-balance" => WithField(text, ":60F:C100101EUR0,00"),
        "missing-closing-balance" => $"{text.TrimEnd('-', '\r', '\n', ' ')}\n:62F:C100101EUR0,00",
        "unknown-currency" => text.Replace("DEM", "EUR", StringComparison.Ordinal),
        "balance-mismatch" => WithClosing(text, rejection.Found),
        _ => null,
    };

    // Behind field 20, which begins a statement.
    private static string WithField(string text, string field)
    {
        if (!text.StartsWith(":20:", StringComparison.Ordinal))
            return $"{field}\n{text}";
        var end = text.IndexOf('\n', StringComparison.Ordinal) + 1;
        return end == 0 ? $"{text}\n{field}" : text.Insert(end, field + "\n");
    }

    private static string WithClosing(string text, string found)
    {
        var sum = found[(found.LastIndexOf('=') + 1)..].Trim();
        var sign = sum[0] == '-' ? "D" : "C";
        return Closing().Replace(
            text, x => $"{x.Groups[1].Value}{sign}{x.Groups[2].Value}{sum.TrimStart('-').Replace('.', ',')}");
    }

    [GeneratedRegex(@"(:62[FM]:)[CD](\d{6}(?:[A-Z]{3})?)[0-9,.]+")]
    private static partial Regex Closing();
}
