namespace OrderToCash.IntegrationTests.Postgres;

/// <summary>The machine's PostgreSQL, if it has one: on the path, or where Debian puts it.</summary>
public static class PostgresBinaries
{
    /// <summary>The folder of <c>postgres</c> and <c>initdb</c>, or null.</summary>
    public static string? Folder { get; } = Candidates().FirstOrDefault(
        folder => File.Exists(Path.Combine(folder, "postgres")) && File.Exists(Path.Combine(folder, "initdb")));

    private static IEnumerable<string> Candidates()
    {
        const string Debian = "/usr/lib/postgresql";
        var versions = Directory.Exists(Debian) ? Directory.GetDirectories(Debian) : [];
        return versions
            .OrderByDescending(folder => int.TryParse(Path.GetFileName(folder), out var version) ? version : 0)
            .Select(folder => Path.Combine(folder, "bin"))
            .Concat((Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator));
    }
}
