using OrderToCash.Domain.Receivables;
using OrderToCash.Domain.Values;

namespace OrderToCash.Domain.Payments;

/// <summary>What an own bank account remembers: its balance and what was booked on it.</summary>
/// <remarks>Mutable and private to its shard: only <see cref="BankAccount.Evolve"/> changes it.</remarks>
public sealed class BankAccountState
{
    /// <summary>Entries remembered, so that an overlapping statement books none twice.</summary>
    public const int MaxIdentities = 200_000;

    /// <summary>Statements remembered by their id: more than twenty years of daily ones.</summary>
    public const int MaxStatements = 10_000;

    /// <summary>
    /// Entries whose place in the history is remembered, to know them again in whatever form they come: some weeks of a
    /// busy account.
    /// </summary>
    public const int MaxLines = 20_000;

    /// <summary>Statements whose days and balances are remembered: more than a year of daily ones.</summary>
    public const int MaxPeriods = 400;

    /// <summary>Entries that are expected at a time; the oldest are forgotten.</summary>
    public const int MaxExpected = 2_000;

    internal BankAccountState(string id) => Id = new Iban(id);

    /// <summary>The account's IBAN.</summary>
    public Iban Id { get; }

    /// <summary>True where it is an own account.</summary>
    public bool IsRegistered { get; internal set; }

    /// <summary>The account's currency.</summary>
    public Currency Currency { get; internal set; }

    /// <summary>What the merchant calls it.</summary>
    public string? Name { get; internal set; }

    /// <summary>
    /// The statement booked last, with the balance that the next one has to start from; null before any.
    /// </summary>
    public StatementHeader? LastStatement { get; internal set; }

    /// <summary>The statement that parts were booked of; null where the last one is complete.</summary>
    public PendingStatement? Pending { get; internal set; }

    /// <summary>Why statements are not booked any more; null while they are.</summary>
    public FeedStop? Stop { get; internal set; }

    /// <summary>How many statements in a row had the number after the one before.</summary>
    public int NumberRun { get; internal set; }

    /// <summary>The statement that a person let go on from another balance, until one is booked; else null.</summary>
    public string? LetIn { get; internal set; }

    /// <summary>What was booked last, in the order of the balances, and the gaps accepted in it.</summary>
    public BookedPeriods Periods { get; } = new(MaxPeriods, MaxLines);

    /// <summary>What the bank expects and has not booked.</summary>
    public ExpectedEntries Expected { get; } = new(MaxExpected);

    /// <summary>How many entries were ever booked.</summary>
    public long EntryCount { get; internal set; }

    /// <summary>The entries booked last.</summary>
    public RecentIdentities Identities { get; } = new(MaxIdentities);

    /// <summary>Ids of the statements booked last.</summary>
    public RecentTexts Statements { get; } = new(MaxStatements, StringComparer.Ordinal);
}

/// <summary>A statement that does not go on from the last one, so that the feed stands.</summary>
/// <param name="ExpectedMinor">The last closing balance.</param>
/// <param name="FoundMinor">What the statement goes on from.</param>
public sealed record FeedStop(StatementHeader Statement, long ExpectedMinor, long FoundMinor);

/// <summary>A statement of which not all parts are booked.</summary>
/// <param name="Id">The statement.</param>
/// <param name="NextPart">The part that is expected.</param>
/// <param name="Entries">Entries of the parts before, known ones included.</param>
/// <param name="NewEntries">Of these, how many were new.</param>
/// <param name="NewMinor">Signed sum of the new ones.</param>
/// <param name="KnownMinor">Signed sum of the known ones.</param>
public sealed record PendingStatement(
    string Id, int NextPart, int Entries, int NewEntries, long NewMinor, long KnownMinor);
