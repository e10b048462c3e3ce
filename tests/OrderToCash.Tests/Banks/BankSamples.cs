using Xunit;
using System.Text.Json;

namespace OrderToCash.Tests.Banks;

/// <summary>Banks' sample files, which are not part of the repository: <c>shared/data</c> beside it, or where
/// O2C_SHARED points.</summary>
internal static class BankSamples
{
    public static string? Root { get; } = Find();

    public static string Bank => Path.Combine(Root ?? "", "bank");

    public static string CashApplication => Path.Combine(Root ?? "", "cashapp");

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

    private static string? Find()
    {
        if (Environment.GetEnvironmentVariable("O2C_SHARED") is { Length: > 0 } shared)
            return Existing(Path.Combine(shared, "data"));

        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "OrderToCash.sln")))
                return Existing(Path.Combine(folder.FullName, "..", "shared", "data"));
        }

        return null;
    }

    private static string? Existing(string path) => Directory.Exists(path) ? Path.GetFullPath(path) : null;
}

/// <summary>A test of the sample files; skipped, and named so, where they are missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class BankSamplesFactAttribute : FactAttribute
{
    public BankSamplesFactAttribute()
    {
        if (BankSamples.Root is null)
            Skip = "The banks' sample files are missing: ../shared/data";
    }
}
