using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using OrderToCash.Domain.Payments;
using OrderToCash.Domain.Values;

namespace OrderToCash.Simulation.Traffic;

/// <summary>
/// What really happened on an own account, and the files that tell of it: daily and half-daily statements, some that
/// overlap, each in two formats.
/// </summary>
/// <param name="hasReferences">Of the second format: whether it carries the bank's references.</param>
internal sealed class SimulatedBank(Iban account, bool hasReferences)
{
    private static readonly DateOnly FirstDay = new(2026, 11, 27);

    private readonly List<BankSlice> _slices = [];
    private readonly Dictionary<string, BankFile> _files = new(StringComparer.Ordinal);
    private DateOnly _day = FirstDay;

    public Iban Account => account;

    public bool HasReferences => hasReferences;

    public IReadOnlyList<BankSlice> Slices => _slices;

    /// <summary>The statement's file; null where it is none of this bank.</summary>
    public BankFile? FileOf(string statement) => _files.GetValueOrDefault(statement);

    /// <summary>The bank closes a day, or the first half of it.</summary>
    /// <param name="parts">In how many parts its statement comes at most.</param>
    public BankSlice Close(IReadOnlyList<BankTransaction> entries, bool isHalf, int parts)
    {
        var opening = _slices.Count == 0 ? 100_000 : _slices[^1].ClosingMinor;
        var slice = new BankSlice(
            _slices.Count, _day, opening, parts,
            [.. entries.Select(entry => entry with { BookingDate = _day, ValueDate = _day })]);
        _slices.Add(slice);
        if (!isHalf)
            _day = _day.AddDays(1);

        return slice;
    }

    /// <summary>A file over slices that follow on each other; of the same issue it is the same file.</summary>
    public BankFile File(bool isCamt, int from, int to, int issue = 0)
    {
        var id = string.Create(CultureInfo.InvariantCulture, $"{(isCamt ? "camt" : "mt940")}/{from}-{to}/{issue}");
        if (_files.TryGetValue(id, out var known))
            return known;

        var slices = _slices[from..(to + 1)];
        var entries = isCamt ? InCamt(slices) : InMt940(slices);
        var parts = from == to ? Math.Clamp(entries.Count, 1, slices[0].Parts) : 1;
        var header = new StatementHeader(
            id, from == to ? (to + 1).ToString(CultureInfo.InvariantCulture) : null, slices[0].Day, slices[^1].Day,
            Currency.Eur, slices[0].OpeningMinor, slices[^1].ClosingMinor, entries.Count);
        var file = new BankFile(from, to, header, Split(entries, parts));
        _files.Add(id, file);
        return file;
    }

    /// <summary>
    /// Σ by payer of all that is to be booked: whatever happened, less what a person gave up by accepting a gap.
    /// </summary>
    /// <param name="events">What happened to the account, in order.</param>
    public IReadOnlyDictionary<string, long> Truth(IEnumerable<BankEvent> events)
    {
        var truth = new Dictionary<string, long>(StringComparer.Ordinal);
        var missing = Missing(events);
        foreach (var slice in _slices)
        {
            if (missing.Contains(slice.Index))
                continue;

            foreach (var entry in slice.Entries)
            {
                var payer = Audit.BankModel.Payer(entry);
                truth[payer] = truth.GetValueOrDefault(payer) + entry.SignedMinor;
            }
        }

        return truth;
    }

    /// <summary>Slices that no statement brought and that a person gave up.</summary>
    public HashSet<int> Missing(IEnumerable<BankEvent> events)
    {
        var booked = new HashSet<int>();
        var missing = new HashSet<int>();
        foreach (var happened in events)
        {
            switch (happened)
            {
                case BankEvent.StatementBooked { Statement: var statement }:
                    var file = _files[statement.Id];
                    // Whatever is before the first statement is not the account's.
                    if (booked.Count == 0)
                        missing.UnionWith(Enumerable.Range(0, file.From));

                    booked.UnionWith(Enumerable.Range(file.From, file.To - file.From + 1));
                    missing.ExceptWith(booked);
                    break;
                case BankEvent.GapAccepted accepted:
                    missing.UnionWith(Enumerable.Range(0, _files[accepted.StatementId].From));
                    missing.ExceptWith(booked);
                    break;
            }
        }

        return missing;
    }

    private static List<BankTransaction> InCamt(List<BankSlice> slices) =>
        [.. slices.SelectMany(static slice => slice.Entries)];

    // Without references an entry is known by its content and by how often that stands in the file.
    private List<BankTransaction> InMt940(List<BankSlice> slices)
    {
        var entries = InCamt(slices);
        if (hasReferences)
            return [.. entries.GroupBy(static entry => entry.EntryReference ?? entry.Identity).Select(TotalOf)];

        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < entries.Count; i++)
        {
            var entry = entries[i];
            var content = $"{account}|{entry.BookingDate:O}|{entry.SignedMinor}|{entry.EndToEndId}|{entry.Text}";
            var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(content)).AsSpan(0, 16));
            counts[hash] = counts.GetValueOrDefault(hash) + 1;
            entries[i] = entry with
            {
                Identity = string.Create(CultureInfo.InvariantCulture, $"{hash}-{counts[hash]}"),
                BankReference = null,
            };
        }

        return entries;
    }

    // What the other format tells one by one stands here in one sum.
    private static BankTransaction TotalOf(IGrouping<string, BankTransaction> details)
    {
        var first = details.First();
        return first.EntryReference is null
            ? first
            : first with
            {
                Identity = details.Key,
                EntryReference = null,
                SignedMinor = details.Sum(static detail => detail.SignedMinor),
            };
    }

    private static BankTransaction[][] Split(List<BankTransaction> entries, int parts)
    {
        var split = new BankTransaction[parts][];
        for (var part = 0; part < parts; part++)
            split[part] = [.. entries[(entries.Count * part / parts)..(entries.Count * (part + 1) / parts)]];

        return split;
    }
}

/// <summary>What happened between two balances: a day, or half of one.</summary>
internal sealed record BankSlice(
    int Index, DateOnly Day, long OpeningMinor, int Parts, BankTransaction[] Entries)
{
    public long ClosingMinor { get; } = OpeningMinor + Entries.Sum(static entry => entry.SignedMinor);
}

/// <summary>A statement as a file holds it.</summary>
internal sealed record BankFile(int From, int To, StatementHeader Header, BankTransaction[][] Parts);
