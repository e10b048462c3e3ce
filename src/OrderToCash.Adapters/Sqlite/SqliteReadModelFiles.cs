using System.Globalization;

namespace OrderToCash.Adapters.Sqlite;

/// <summary>
/// The files of a folder that hold read models: <c>read-models.N.db</c>, of which the highest N is in use.
/// </summary>
/// <remarks>
/// A number a set of tables, because a file can't be replaced under its name while its write-ahead log is open: a new
/// set is built as <c>read-models.N.building</c>, renamed when it is whole, and the old one deleted. Whoever has that
/// one open can go on reading it, and sees at the next look that its name is gone.
/// </remarks>
internal sealed class SqliteReadModelFiles(string folder)
{
    private const string Prefix = "read-models.";
    private const string Suffix = ".db";

    /// <summary>The file in use; null where there is none.</summary>
    public string? FindCurrent()
    {
        var highest = 0;
        if (!Directory.Exists(folder)) return null;
        foreach (var file in Directory.EnumerateFiles(folder, Prefix + "*" + Suffix))
            highest = Math.Max(highest, NumberOf(file));
        return highest == 0 ? null : PathOf(highest);
    }

    /// <summary>The file to begin with.</summary>
    public string First => PathOf(1);

    /// <summary>What makes sure that one rebuild is under way at a time.</summary>
    public string LockPath => Path.Combine(folder, Prefix + "rebuild");

    /// <summary>The file to build the next set in; what an earlier attempt left is deleted.</summary>
    public string StartBuilding()
    {
        Directory.CreateDirectory(folder);
        foreach (var file in Directory.EnumerateFiles(folder, Prefix + "*.building*")) File.Delete(file);
        return Path.Combine(folder, Prefix + NextNumber().ToString(CultureInfo.InvariantCulture) + ".building");
    }

    /// <summary>Makes a built file, which nobody has open, the one in use.</summary>
    public void Switch(string building)
    {
        var next = NextNumber();
        File.Move(building, PathOf(next));
        foreach (var file in Directory.EnumerateFiles(folder, Prefix + "*" + Suffix + "*"))
        {
            // "read-models.3.db-wal" is of 3 too.
            var main = file[..(file.LastIndexOf(Suffix, StringComparison.Ordinal) + Suffix.Length)];
            if (NumberOf(main) is > 0 and var number && number < next) File.Delete(file);
        }
    }

    private string PathOf(int number) =>
        Path.Combine(folder, Prefix + number.ToString(CultureInfo.InvariantCulture) + Suffix);

    private int NextNumber() => (FindCurrent() is { } current ? NumberOf(current) : 0) + 1;

    private static int NumberOf(string file)
    {
        var name = Path.GetFileName(file);
        return int.TryParse(
            name.AsSpan(Prefix.Length, Math.Max(0, name.Length - Prefix.Length - Suffix.Length)), NumberStyles.None,
            CultureInfo.InvariantCulture, out var number) ? number : 0;
    }
}
