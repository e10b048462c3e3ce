using OrderToCash.Adapters.Sqlite;
using OrderToCash.Application.Pipelines;

namespace OrderToCash.Console.Running;

/// <summary>A store on disk: the folder with the journal, the intake's memory and the logs.</summary>
internal sealed class StoreFolder
{
    /// <summary>Where the store is unless it is named.</summary>
    public const string Default = "sqlite:./o2c-data";

    private const string Scheme = "sqlite:";

    private StoreFolder(string path) => Folder = path;

    /// <summary>The folder's full path.</summary>
    public string Folder { get; }

    /// <summary>The logs' folder.</summary>
    public string Logs => Path.Combine(Folder, "logs");

    /// <summary>The store as options name it.</summary>
    public string Name => Scheme + Folder;

    private string JournalPath => Path.Combine(Folder, "journal.db");

    private string IntakePath => Path.Combine(Folder, "intake.db");

    /// <summary>The store of an option's value.</summary>
    /// <exception cref="UserFailureException">The value names no store.</exception>
    public static StoreFolder Parse(string text)
    {
        if (!text.StartsWith(Scheme, StringComparison.Ordinal) || text.Length == Scheme.Length)
        {
            throw new UserFailureException(
                $"--store '{text}' is not a store: expected sqlite:FOLDER, for example {Default}.");
        }

        return new StoreFolder(Path.GetFullPath(text[Scheme.Length..]));
    }

    /// <summary>A store in this folder.</summary>
    public static StoreFolder At(string folder) => new(Path.GetFullPath(folder));

    /// <summary>The journal, to read beside whoever writes it.</summary>
    public SqliteJournal OpenToRead()
    {
        CheckExists();
        return SqliteJournal.Open(JournalPath, new SqliteJournalOptions { Mode = SqliteJournalMode.ReadOnly });
    }

    /// <summary>The journal, to write; it must exist.</summary>
    public SqliteJournal OpenExisting()
    {
        CheckExists();
        return SqliteJournal.Open(JournalPath, new SqliteJournalOptions { Mode = SqliteJournalMode.ReadWrite });
    }

    /// <summary>The journal, to write; it is created where it doesn't exist.</summary>
    /// <param name="shards">The number of shards of a new journal; null for the default.</param>
    public SqliteJournal OpenToWrite(int? shards = null)
    {
        CreateFolder();
        var options = new SqliteJournalOptions();
        return SqliteJournal.Open(JournalPath, shards is { } count ? options with { ShardCount = count } : options);
    }

    /// <summary>The quarantine and the checkpoints.</summary>
    public IIntakeStore OpenIntake() => SqliteIntakeStore.Open(IntakePath);

    /// <summary>The quarantine of a store that exists.</summary>
    public IIntakeStore OpenIntakeToRead()
    {
        CheckExists();
        return OpenIntake();
    }

    /// <summary>Makes sure that there is a store.</summary>
    /// <exception cref="UserFailureException">There is none.</exception>
    public void CheckExists()
    {
        if (!File.Exists(JournalPath))
        {
            throw new UserFailureException(
                $"There is no store in {Folder} (journal.db is missing): check --store, or take something in first, "
                + "for example with `o2c ingest stock FILE`.");
        }
    }

    private void CreateFolder()
    {
        try
        {
            Directory.CreateDirectory(Folder);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new UserFailureException(
                $"The store's folder {Folder} can't be created: {exception.Message} Check --store and your rights.");
        }
    }
}
