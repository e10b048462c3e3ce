namespace OrderToCash.Adapters.Stores;

/// <summary>SQL that comes with the program.</summary>
internal static class EmbeddedScript
{
    /// <summary>The namespace of this assembly, which begins the name of each script.</summary>
    public const string Prefix = "OrderToCash.Adapters.";

    /// <summary>The text of a script in one of the folders named Schema.</summary>
    /// <param name="name">Its folders and file, <c>Inbox.Schema.0001_inbox.sql</c>.</param>
    public static string Read(string name)
    {
        using var stream = typeof(EmbeddedScript).Assembly.GetManifestResourceStream(Prefix + name)
            ?? throw new InvalidOperationException($"The resource {Prefix}{name} is missing from the build.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
