using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using OrderToCash.Adapters.Banks;
using OrderToCash.Adapters.Postgres;
using OrderToCash.Adapters.Sqlite;
using OrderToCash.Adapters.Stores;
using OrderToCash.Application.Pipelines;
using OrderToCash.Domain.Payments;
using OrderToCash.Domain.Values;

namespace OrderToCash.IntegrationTests;

/// <summary>A folder of a test: its files, and a store that the program keeps in it. It goes with the test.</summary>
internal sealed class O2cFolder : IDisposable
{
    private readonly string _store;
    private readonly PostgresAddress? _address;

    /// <summary>A new folder.</summary>
    /// <param name="store">The store's folder; relative to the new one.</param>
    public O2cFolder(string store = "store") => _store = Path.Combine(Root, store);

    /// <summary>A new folder, for a store that is elsewhere.</summary>
    public O2cFolder(PostgresAddress address)
        : this() => _address = address;

    /// <summary>Its full path.</summary>
    public string Root { get; } = Directory.CreateTempSubdirectory("o2c-integration-").FullName;

    /// <summary>The store's journal.</summary>
    public string Journal => Path.Combine(_store, "journal.db");

    /// <summary>What the matcher keeps beside it.</summary>
    public string MatcherImage => Path.Combine(_store, "matcher.image");

    /// <summary>All that the program has logged.</summary>
    public string Log() => string.Concat(
        Directory.EnumerateFiles(Path.Combine(_store, "logs")).Order(StringComparer.Ordinal).Select(File.ReadAllText));

    /// <summary>Starts the program on the store, with JSON as output.</summary>
    public O2cProcess Start(params IEnumerable<string> arguments) => _address is null
        ? StartOn(_store, arguments)
        : StartOn(_address, arguments);

    /// <summary>Starts it on a store in PostgreSQL.</summary>
    public O2cProcess StartOn(PostgresAddress address, params IEnumerable<string> arguments) => O2cProcess.Start(
        Root, [.. arguments, "--json", "--store", "postgres:" + address.ConnectionString]);

    /// <summary>Runs it to its end.</summary>
    public async Task<O2cResult> RunAsync(params IEnumerable<string> arguments)
    {
        await using var process = Start(arguments);
        process.CloseInput();
        return await process.WaitAsync();
    }

    /// <summary>Runs it on another store.</summary>
    public async Task<O2cResult> RunOnAsync(string store, params IEnumerable<string> arguments)
    {
        await using var process = StartOn(Path.Combine(Root, store), arguments);
        process.CloseInput();
        return await process.WaitAsync();
    }

    /// <summary>What an audit says; fails unless everything holds.</summary>
    public async Task<JsonObject> AuditAsync()
    {
        var audit = (await RunAsync("audit")).Ends(0).Document();
        Assert.True(audit["holds"]!.GetValue<bool>());
        return audit;
    }

    /// <summary>An entity as <c>o2c show</c> has it.</summary>
    public async Task<JsonObject> ShowAsync(string kind, string id) =>
        (await RunAsync("show", kind, id)).Ends(0).Document();

    /// <summary>The journal, to read.</summary>
    public async Task<IStoredJournal> OpenJournalAsync() => _address is null
        ? SqliteJournal.Open(Journal, new SqliteJournalOptions { Mode = SqliteJournalMode.ReadOnly })
        : await PostgresJournal.OpenAsync(
            _address, new PostgresJournalOptions { Mode = PostgresJournalMode.ReadOnly }, CancellationToken.None);

    /// <summary>What the quarantine holds of a position of a source, with its bytes.</summary>
    public async Task<QuarantinedInput> QuarantinedAsync(string source, long position)
    {
        await using var intake = SqliteIntakeStore.Open(Path.Combine(_store, "intake.db"));
        var entries = await intake.ListQuarantineAsync(true, 0, 10_000, CancellationToken.None);
        var found = Assert.Single(
            entries, entry => Path.GetFileName(entry.Input.Source) == source && entry.Input.Position == position);
        var whole = await intake.ReadQuarantineAsync(found.Number, CancellationToken.None);
        return whole!.Input;
    }

    /// <summary>Writes a file and returns its path.</summary>
    public string Write(string name, params IEnumerable<string> lines) =>
        Write(name, Encoding.UTF8.GetBytes(string.Concat(lines.Select(line => line + "\n"))));

    /// <summary>Writes a file and returns its path.</summary>
    public string Write(string name, byte[] bytes)
    {
        var path = Path.Combine(Root, name);
        File.WriteAllBytes(path, bytes);
        return path;
    }

    /// <summary>Writes a camt.053 file with these statements of an account, one a day, chained from zero.</summary>
    public string WriteStatements(string name, Iban account, params IEnumerable<BankTransaction[]> statements)
    {
        var day = new DateOnly(2026, 11, 28);
        var balance = 0L;
        var number = 0;
        var path = Path.Combine(Root, name);
        using var file = new FileStream(path, FileMode.Create);
        using var writer = new CamtWriter(file, CamtVersion.V08, "M-1", Inputs.At);
        foreach (var transactions in statements)
        {
            var closing = balance + transactions.Sum(transaction => transaction.SignedMinor);
            var header = new StatementHeader(
                "", (++number).ToString(CultureInfo.InvariantCulture), day, day, Inputs.Euro, balance, closing,
                transactions.Length);
            writer.Write(account, header, transactions);
            (balance, day) = (closing, day.AddDays(1));
        }

        return path;
    }

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(Root, recursive: true);

    private O2cProcess StartOn(string store, IEnumerable<string> arguments) =>
        O2cProcess.Start(Root, [.. arguments, "--json", "--store", "sqlite:" + store]);
}
