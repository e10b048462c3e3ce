namespace OrderToCash.Tests;

/// <summary>The clone the tests were built from, found by walking up to the folder with the solution.</summary>
public static class RepositoryFiles
{
    private const string Solution = "OrderToCash.sln";

    /// <summary>The full path of the repository's root.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>The full path of a file or folder named from the root, with forward slashes.</summary>
    public static string FullPath(string path) => Path.GetFullPath(Path.Combine(Root, path));

    /// <summary>The text of a file named from the root.</summary>
    public static string ReadText(string path) => File.ReadAllText(FullPath(path));

    /// <summary>
    /// Paths from the root, with forward slashes and in ordinal order, of the files with this extension under these
    /// folders. What a build leaves behind (bin, obj, TestResults) is not among them; a missing folder has no files.
    /// </summary>
    public static IEnumerable<string> Under(string extension, params IEnumerable<string> folders) =>
        folders.Select(FullPath)
            .Where(Directory.Exists)
            .SelectMany(folder => Directory.EnumerateFiles(folder, "*" + extension, SearchOption.AllDirectories))
            .Select(file => Path.GetRelativePath(Root, file).Replace('\\', '/'))
            .Where(path => !path.Split('/').Any(part => part is "bin" or "obj" or "TestResults"))
            .Order(StringComparer.Ordinal);

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, Solution)))
            {
                return folder.FullName;
            }
        }

        throw new DirectoryNotFoundException(
            $"No {Solution} above {AppContext.BaseDirectory}: run the tests from a clone of the repository.");
    }
}
