namespace OrderToCash.Tests;

/// <summary>
/// Sample files of marketplaces and banks that are too large, or not ours, to be in the repository: the folder
/// <c>shared/data</c> beside the clone, or below the folder that the environment variable O2C_SHARED names.
/// </summary>
public static class SharedData
{
    /// <summary>The folder with the data, whether it exists or not.</summary>
    public static string Root { get; } = Path.Combine(
        Environment.GetEnvironmentVariable("O2C_SHARED") is { Length: > 0 } folder
            ? Path.GetFullPath(folder)
            : RepositoryFiles.FullPath("../shared"),
        "data");

    /// <summary>The full path of a file or folder named from the data's root, with forward slashes.</summary>
    public static string FullPath(string path) => Path.Combine(Root, path);

    /// <summary>
    /// Why a test of these files can't run, as xunit's skip reason, or null if it can. With O2C_REQUIRE_SERVERS=1 it is
    /// always null: the test then runs, and fails by the name of what is missing.
    /// </summary>
    public static string? WhyMissing(params IEnumerable<string> paths)
    {
        if (Environment.GetEnvironmentVariable("O2C_REQUIRE_SERVERS") == "1")
        {
            return null;
        }

        var missing = paths.FirstOrDefault(path => !Path.Exists(FullPath(path)));
        return missing is null ? null : $"needs ../shared/data/{missing}, which is not beside this clone";
    }
}
