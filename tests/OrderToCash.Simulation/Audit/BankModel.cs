using OrderToCash.Domain.Payments;

namespace OrderToCash.Simulation.Audit;

/// <summary>A bank account as an auditor adds it up.</summary>
internal sealed class BankModel(string id, Verdict verdict)
{
    private readonly Dictionary<string, long> _known = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _counts = new(StringComparer.Ordinal);
    private readonly HashSet<(string Statement, int Part)> _emptyParts = [];
    private long _skippedMinor;

    public bool IsRegistered { get; private set; }

    public Dictionary<string, BankTransaction> Entries { get; } = new(StringComparer.Ordinal);

    public HashSet<string> Statements { get; } = new(StringComparer.Ordinal);

    public HashSet<(string Statement, int Part)> Parts { get; } = [];

    /// <summary>Statements that stopped the feed.</summary>
    public HashSet<string> Stops { get; } = new(StringComparer.Ordinal);

    /// <summary>The statement that stopped the feed, while nothing was booked since.</summary>
    public string? StoppedBy { get; private set; }

    /// <summary>Statements that a person let go on from another balance.</summary>
    public HashSet<string> Gaps { get; } = new(StringComparer.Ordinal);

    public HashSet<(string Entry, int Part)> Details { get; } = [];

    public HashSet<string> Reports { get; } = new(StringComparer.Ordinal);

    /// <summary>The statement of which a part is booked and not all.</summary>
    public string? Pending { get; private set; }

    public long BookedMinor { get; private set; }

    public long BalanceMinor { get; private set; }

    /// <summary>Σ of what was booked of each payment as its payer knows it, by end-to-end id.</summary>
    public SortedDictionary<string, long> ByPayer { get; } = new(StringComparer.Ordinal);

    public void Apply(BankEvent happened)
    {
        switch (happened)
        {
            case BankEvent.Registered: IsRegistered = true; break;
            case BankEvent.EntriesBooked booked: Apply(booked); break;
            case BankEvent.StatementBooked { WasMissing: true } booked: Fill(booked.Statement); break;
            case BankEvent.StatementBooked booked: Apply(booked.Statement); break;
            case BankEvent.FeedStopped stopped:
                verdict.Same(BalanceMinor, stopped.ExpectedMinor, $"{id}: balance where {stopped.Statement.Id} stops");
                verdict.Require(
                    Pending != stopped.Statement.Id, $"{id}: {stopped.Statement.Id} stops when half of it is booked.");
                Stops.Add(stopped.Statement.Id);
                StoppedBy = stopped.Statement.Id;
                break;
            case BankEvent.GapAccepted accepted:
                verdict.Require(
                    Stops.Contains(accepted.StatementId) && accepted.FromMinor == BalanceMinor,
                    $"{id}: a gap before {accepted.StatementId} is accepted that is none.");
                Gaps.Add(accepted.StatementId);
                _skippedMinor += accepted.ToMinor - accepted.FromMinor;
                BalanceMinor = accepted.ToMinor;
                StoppedBy = null;
                break;
            case BankEvent.EntriesAnnounced announced: Reports.Add(announced.Report); break;
            case BankEvent.EntryDetailed detailed:
                verdict.Require(
                    Details.Add((detailed.Entry, detailed.Part)), $"{id}: details of {detailed.Entry} come twice.");
                break;
        }
    }

    private void Apply(BankEvent.EntriesBooked booked)
    {
        verdict.Require(
            Parts.Add((booked.StatementId, booked.Part)) || booked.Entries.IsEmpty
                || _emptyParts.Remove((booked.StatementId, booked.Part)),
            $"{id}: part {booked.Part} of {booked.StatementId} is booked twice.");
        // What seemed known is read again where a gap was accepted, or what is missing came.
        if (booked.Entries.IsEmpty)
            _emptyParts.Add((booked.StatementId, booked.Part));
        if (booked.Part == 0)
        {
            verdict.Require(
                Pending is null, $"{id}: {booked.StatementId} is booked while {Pending} is not finished.");
            _known.Clear();
            _counts.Clear();
        }

        foreach (var entry in booked.Entries)
        {
            verdict.Require(Entries.TryAdd(entry.Identity, entry), $"{id}: {entry.Identity} is booked twice.");
            BookedMinor += entry.SignedMinor;
            var payer = Payer(entry);
            ByPayer[payer] = ByPayer.GetValueOrDefault(payer) + entry.SignedMinor;
        }

        Count(booked.StatementId, booked);
    }

    /// <summary>Who paid, and in which direction.</summary>
    public static string Payer(BankTransaction entry) =>
        (entry.SignedMinor > 0 ? "from " : "to ") + (entry.EndToEndId ?? entry.Identity);

    private void Count(string statement, BankEvent.EntriesBooked booked)
    {
        _known[statement] = _known.GetValueOrDefault(statement) + booked.KnownMinor;
        _counts[statement] = _counts.GetValueOrDefault(statement) + booked.Entries.Length + booked.Known;
        if (!booked.Entries.IsEmpty)
            Pending = statement;
    }

    /// <summary>What had been given up came after all: the balance is what it was.</summary>
    private void Fill(StatementHeader statement)
    {
        verdict.Require(Statements.Add(statement.Id), $"{id}: statement {statement.Id} is booked twice.");
        verdict.Same(0, _known.GetValueOrDefault(statement.Id), $"{id}: what was known of {statement.Id}, in a gap");
        verdict.Same(statement.EntryCount, _counts.GetValueOrDefault(statement.Id), $"{id}: entries of {statement.Id}");
        _skippedMinor -= statement.ClosingMinor - statement.OpeningMinor;
        Pending = null;
    }

    private void Apply(StatementHeader statement)
    {
        verdict.Require(Statements.Add(statement.Id), $"{id}: statement {statement.Id} is booked twice.");
        if (Statements.Count > 1)
        {
            verdict.Same(
                BalanceMinor, statement.OpeningMinor + _known.GetValueOrDefault(statement.Id),
                $"{id}: opening of {statement.Id} and what was known of it");
        }
        else
        {
            _skippedMinor = statement.OpeningMinor;
        }

        verdict.Same(BookedMinor + _skippedMinor, statement.ClosingMinor, $"{id}: closing of {statement.Id}");
        verdict.Same(statement.EntryCount, _counts.GetValueOrDefault(statement.Id), $"{id}: entries of {statement.Id}");
        BalanceMinor = statement.ClosingMinor;
        Pending = null;
        StoppedBy = null;
    }
}
