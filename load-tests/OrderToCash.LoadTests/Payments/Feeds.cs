using OrderToCash.Domain.Payments;
using OrderToCash.Domain.Values;
using OrderToCash.LoadTests.Matching;
using OrderToCash.LoadTests.Peak;

namespace OrderToCash.LoadTests.Payments;

/// <summary>
/// Two own accounts of which one bank sends camt.053 and the other MT940: half of the payments each, in files of one
/// statement each. The first file of each is to warm up.
/// </summary>
internal sealed class Feeds : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("o2c-load-feeds-");

    /// <summary>The own accounts: camt.053, MT940.</summary>
    public Iban[] Accounts { get; } = [Bank.AccountOf(0), Bank.AccountOf(1)];

    /// <summary>Files by account, in the order of the statements.</summary>
    public List<string>[] Files { get; } = [[], []];

    /// <summary>Bytes of all files but those of the warm-up.</summary>
    public long Bytes { get; private set; }

    /// <summary>Writes the files.</summary>
    /// <param name="warmUp">The first so many payments, an even number.</param>
    /// <param name="perFile">Payments of a file.</param>
    public void Write(MatchWorld world, int payments, int warmUp, int perFile)
    {
        var drawn = world.Draw(warmUp + payments, isEachOnce: true);
        var balances = new long[Files.Length];
        for (var from = 0; from < drawn.Length;)
        {
            var isWarmUp = from < warmUp;
            var count = isWarmUp ? warmUp : Math.Min(perFile * Files.Length, drawn.Length - from);
            for (var feed = 0; feed < Files.Length; feed++)
            {
                var half = drawn.AsSpan(from + (feed * (count / 2)), feed == 0 ? count / 2 : count - (count / 2));
                if (half.IsEmpty)
                    continue;
                var bytes = Write(feed, balances[feed], half);
                Bytes += isWarmUp ? 0 : bytes;
                foreach (var transaction in half)
                    balances[feed] += transaction.SignedMinor;
            }

            from += count;
        }
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private long Write(int feed, long openingMinor, ReadOnlySpan<BankTransaction> transactions)
    {
        var number = Files[feed].Count + 1;
        var path = Path.Combine(_folder.FullName, $"{feed}-{number:00000}");
        using var stream = File.Create(path);
        if (feed == 0)
            StatementFile.WriteCamt(stream, Accounts[feed], number, openingMinor, transactions);
        else
            StatementFile.WriteMt940(stream, Accounts[feed], number, openingMinor, transactions);
        Files[feed].Add(path);
        return stream.Length;
    }
}
