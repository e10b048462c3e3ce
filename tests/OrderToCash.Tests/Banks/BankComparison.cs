using System.Collections.Immutable;
using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.Json;
using OrderToCash.Adapters.Banks;
using OrderToCash.Application.Pipelines;
using OrderToCash.Domain.Flows;
using OrderToCash.Domain.Payments;

namespace OrderToCash.Tests.Banks;

/// <summary>What we read of a sample file beside what is expected of it.</summary>
/// <param name="Refused">The reasons of the statements that are refused.</param>
/// <param name="Checks">How many values were compared.</param>
/// <param name="Differences">Those that differ, in words.</param>
internal sealed record BankComparison(
    string File, string Format, ImmutableArray<string> Refused, bool IsMended, int Checks,
    ImmutableArray<string> Differences)
{
    /// <summary>Other projects' files with the values that these expect (<c>*.expected.json</c>).</summary>
    public static IEnumerable<string> Files() =>
        Directory.EnumerateFiles(BankSamples.Bank, "*.expected.json", SearchOption.AllDirectories)
            .Select(static x => Path.GetRelativePath(BankSamples.Bank, x)[..^".expected.json".Length])
            .Order(StringComparer.Ordinal);

    /// <summary>Reads a file and compares.</summary>
    /// <remarks>
    /// A file that is refused because its balances don't agree (most tests of other projects are cut out of something
    /// larger) is read again with balances that do, so that its entries can be compared all the same.
    /// </remarks>
    public static async Task<BankComparison> OfAsync(string file)
    {
        var path = Path.Combine(BankSamples.Bank, file);
        using var expected = JsonDocument.Parse(await System.IO.File.ReadAllBytesAsync(path + ".expected.json"));
        var format = expected.RootElement.GetProperty("format").GetString() ?? "";
        var given = await ReadAsync(path, await System.IO.File.ReadAllBytesAsync(path));
        var refused = given.Where(static x => x.Refused is not null).Select(static x => x.Refused ?? "").ToList();
        var statements = given;
        if (refused.Count > 0 && format.StartsWith("camt", StringComparison.Ordinal)
            && CamtMending.Mend(path) is { } mended)
        {
            statements = await ReadAsync(path, Encoding.UTF8.GetBytes(mended));
        }

        var isMt940 = format.StartsWith("mt94", StringComparison.Ordinal);
        if (refused.Count > 0 && isMt940)
            statements = [.. (await Mt940Mending.ReadAsync(path)).Select(Of)];

        var sheet = new BankComparisonSheet();
        var isRead = statements.TrueForAll(static x => x.Refused is null);
        var isMended = isRead && refused.Count > 0;
        if (isRead && isMt940)
            PeerMt940.Compare(sheet, statements, expected.RootElement);
        else if (isRead)
            sheet.Compare(statements, expected.RootElement, isMended);
        return new BankComparison(
            file, format, [.. refused.Distinct()], isMended, sheet.Checks, sheet.Differences);
    }

    private static async Task<List<BankStatement>> ReadAsync(string name, byte[] bytes)
    {
        using var stream = new MemoryStream(bytes);
        using var source = await BankSources.OpenAsync(name, stream, Camt.Actor, CancellationToken.None);
        return [.. (await Camt.AllAsync(source)).Select(Of)];
    }

    private static BankStatement Of(SourceItem item)
    {
        var booked = item.Commands.Select(static x => x.Command).OfType<BankCommand.BookEntries>().ToList();
        return new BankStatement(
            item.Rejection?.ToString(), item.Commands.IsEmpty ? null : item.Commands[0].To,
            booked.Count == 0 ? null : booked[0].Statement,
            [.. booked.SelectMany(static x => x.Entries)],
            [.. item.Commands.SelectMany(static x => Told(x.Command))]);
    }

    private static ImmutableArray<BankTransaction> Told(object command) => command switch
    {
        BankCommand.Announce announce => announce.Entries,
        BankCommand.NoteDetails note => note.Details,
        _ => [],
    };
}

/// <summary>What we read of a statement, report or notification.</summary>
/// <param name="Told">What is not booked: announced, or the details of an entry.</param>
internal sealed record BankStatement(
    string? Refused, EntityAddress? Account, StatementHeader? Header, ImmutableArray<BankTransaction> Booked,
    ImmutableArray<BankTransaction> Told);

/// <summary>Compares value by value.</summary>
internal sealed class BankComparisonSheet
{
    private readonly List<string> _differences = [];

    public int Checks { get; private set; }

    public ImmutableArray<string> Differences => [.. _differences];

    /// <summary>Compares statements with the values read from the file itself, and with the peer's own.</summary>
    public void Compare(List<BankStatement> statements, JsonElement expected, bool isMended)
    {
        if (expected.TryGetProperty("bank_invariants", out var invariants))
        {
            var all = invariants.EnumerateArray().ToList();
            Check("statements", statements.Count, all.Count);
            foreach (var (statement, invariant) in statements.Zip(all))
                CompareTotals(statement, invariant, isMended);
        }

        if (expected.TryGetProperty("statements", out var peers) && peers.ValueKind == JsonValueKind.Array
            && expected.GetProperty("format").GetString() is { } format)
        {
            foreach (var (statement, peer) in statements.Zip(peers.EnumerateArray()))
            {
                if (format.StartsWith("camt", StringComparison.Ordinal))
                    PeerCamt.Compare(this, statement, peer);
            }
        }
    }

    /// <summary>Compares a value, as text.</summary>
    public void Check(string what, object? found, object? expected)
    {
        Checks++;
        if (!Equals(found, expected))
            Differ(what, found, expected);
    }

    public void Differ(string what, object? found, object? expected) =>
        _differences.Add($"{what}: found {found ?? "nothing"}, expected {expected ?? "nothing"}");

    private void CompareTotals(BankStatement statement, JsonElement invariant, bool isMended)
    {
        var entries = statement.Header is null ? statement.Told : statement.Booked;
        if (statement.Account is { } account)
        {
            var own = invariant.GetProperty("account").GetString();
            Check("account", account.Id, own?.Replace(" ", "").ToUpperInvariant());
        }

        var exponent = entries.IsEmpty ? 2 : entries[0].Currency.Exponent;
        Check("sum of entries", entries.Sum(static x => x.SignedMinor), Minor(invariant, "sum_of_entries", exponent));
        Check(
            "entries",
            entries.Select(static x => x.EntryReference ?? x.Identity).Distinct().Count(),
            invariant.GetProperty("booked_entries").GetInt32());
        if (isMended || statement.Header is not { } header
            || !invariant.TryGetProperty("balances", out var balances))
            return;

        if (balances.TryGetProperty("OPBD", out _) || balances.TryGetProperty("PRCD", out _))
        {
            var kind = balances.TryGetProperty("OPBD", out _) ? "OPBD" : "PRCD";
            Check("opening balance", header.OpeningMinor, Minor(balances, kind, exponent));
        }

        if (balances.TryGetProperty("CLBD", out _))
            Check("closing balance", header.ClosingMinor, Minor(balances, "CLBD", exponent));
    }

    private static long Minor(JsonElement element, string name, int exponent) =>
        (long)(decimal.Parse(element.GetProperty(name).GetString() ?? "", CultureInfo.InvariantCulture)
            * (decimal)BigInteger.Pow(10, exponent));
}
