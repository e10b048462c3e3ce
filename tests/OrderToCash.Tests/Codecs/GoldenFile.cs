using System.Text;
using Xunit;

namespace OrderToCash.Tests.Codecs;

/// <summary>Files under <c>tests/golden</c>: what was stored once has to be read for good.</summary>
/// <remarks>They are written only with UPDATE_GOLDEN=1, and reviewed as code.</remarks>
internal static class GoldenFile
{
    /// <summary>True where the files are written anew.</summary>
    public static bool IsUpdate { get; } = Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1";

    /// <summary>The folder that contains the solution.</summary>
    public static string Repository { get; } = FindRepository();

    public static string PathOf(string name) => Path.Combine(Repository, "tests", "golden", name);

    /// <summary>The text is what the file contains, byte by byte.</summary>
    public static void AssertSame(string name, string text)
    {
        var path = PathOf(name);
        if (IsUpdate)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllBytes(path, Encoding.UTF8.GetBytes(text));
        }

        Assert.True(File.Exists(path), $"{path} is missing; write it with UPDATE_GOLDEN=1 and review it.");
        Assert.Equal(Encoding.UTF8.GetString(File.ReadAllBytes(path)), text);
    }

    private static string FindRepository()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "OrderToCash.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName
            ?? throw new InvalidOperationException("No folder above the test contains OrderToCash.sln.");
    }
}
