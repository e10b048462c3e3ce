using System.Text.Json;

namespace OrderToCash.Tests.Banks;

/// <summary>Banks' sample files below <see cref="SharedData"/>.</summary>
internal static class BankSamples
{
    public static string Bank => SharedData.FullPath("bank");

    public static string CashApplication => SharedData.FullPath("cashapp");

    /// <summary>The camt.053 files, by their path below <see cref="Bank"/>.</summary>
    public static IEnumerable<string> CamtFiles()
    {
        var paths = Directory.EnumerateFiles(Bank, "*.xml.expected.json", SearchOption.AllDirectories);
        foreach (var path in paths.Order(StringComparer.Ordinal))
        {
            using var expected = JsonDocument.Parse(File.ReadAllBytes(path));
            var format = expected.RootElement.GetProperty("format").GetString() ?? "";
            if (format.StartsWith("camt.053", StringComparison.Ordinal))
                yield return Path.GetRelativePath(Bank, path[..^".expected.json".Length]);
        }
    }
}
