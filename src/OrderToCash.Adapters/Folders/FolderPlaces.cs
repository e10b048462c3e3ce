using System.Globalization;
using System.Text;

namespace OrderToCash.Adapters.Folders;

/// <summary>Puts files where they belong once they are decided: below the folder, so that a rename does it.</summary>
public static class FolderPlaces
{
    /// <summary>What was taken, by day (UTC).</summary>
    public const string Archive = "archive";

    /// <summary>What was refused whole, each with its reasons beside it.</summary>
    public const string Error = "error";

    /// <summary>Behind the name of a refused file: why.</summary>
    public const string ReasonEnding = ".reason.txt";

    private const int MaxSameNames = 100_000;

    /// <summary>Moves a file to <c>archive/2026-11-27/</c>.</summary>
    /// <returns>Where it is now, from the folder on.</returns>
    /// <exception cref="IOException">It could not be moved; it is where it was.</exception>
    public static string ToArchive(string folder, string name, DateTimeOffset at) => Move(
        folder, name,
        Path.Combine(Archive, at.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)), null);

    /// <summary>Moves a file to <c>error/</c>, its reasons first: a file without any is never there.</summary>
    /// <returns>Where it is now, from the folder on.</returns>
    /// <exception cref="IOException">It could not be moved; it is where it was.</exception>
    public static string ToError(string folder, string name, string reasons) => Move(folder, name, Error, reasons);

    private static string Move(string folder, string name, string to, string? reasons)
    {
        Directory.CreateDirectory(Path.Combine(folder, to));
        for (var number = 1; number <= MaxSameNames; number++)
        {
            var place = Path.Combine(to, number == 1 ? name : $"{name}.{number}");
            var target = Path.Combine(folder, place);
            if (File.Exists(target))
                continue;
            if (reasons is not null)
                WriteWhole(target + ReasonEnding, reasons);
            File.Move(Path.Combine(folder, name), target, overwrite: false);
            return place;
        }

        throw new IOException($"{to} holds {MaxSameNames} files named {name}: move some of them away.");
    }

    private static void WriteWhole(string path, string text)
    {
        var next = path + ".tmp";
        using (var file = new FileStream(next, FileMode.Create, FileAccess.Write))
        {
            file.Write(Encoding.UTF8.GetBytes(text));
            file.Flush(flushToDisk: true);
        }

        File.Move(next, path, overwrite: true);
    }
}
