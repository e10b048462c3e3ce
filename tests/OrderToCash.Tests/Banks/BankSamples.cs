using System.Text.Json;

namespace OrderToCash.Tests.Banks;

/// <summary>Banks' sample files below <see cref="SharedData"/>.</summary>
internal static class BankSamples
{
    public static string Bank => SharedData.FullPath("bank");

    public static string CashApplication => SharedData.FullPath("cashapp");

    /// <summary>The camt.053 files, by their path below <see cref="Bank"/>.</summary>
    public static IEnumerable<string> CamtFiles() => FilesOf("camt.053");

    /// <summary>The MT940 and MT942 files, by their path below <see cref="Bank"/>.</summary>
    public static IEnumerable<string> Mt940Files() => FilesOf("mt94");

    private static IEnumerable<string> FilesOf(string format)
    {
        var paths = Directory.EnumerateFiles(Bank, "*.expected.json", SearchOption.AllDirectories);
        foreach (var path in paths.Order(StringComparer.Ordinal))
        {
            using var expected = JsonDocument.Parse(File.ReadAllBytes(path));
            var found = expected.RootElement.GetProperty("format").GetString() ?? "";
            if (found.StartsWith(format, StringComparison.Ordinal))
                yield return Path.GetRelativePath(Bank, path[..^".expected.json".Length]);
        }
    }
}
