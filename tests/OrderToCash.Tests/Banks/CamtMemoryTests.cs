using OrderToCash.Adapters.Banks;
using OrderToCash.Domain.Payments;
using OrderToCash.Domain.Values;
using Xunit;

namespace OrderToCash.Tests.Banks;

/// <summary>Runs alone: it compares the process's memory.</summary>
/// <remarks>
/// Others may leave something to the process's memory meanwhile all the same. What the code holds is there each time;
/// so it is measured again where it is too much.
/// </remarks>
[CollectionDefinition(nameof(CamtMemoryTests), DisableParallelization = true)]
[Collection(nameof(CamtMemoryTests))]
public sealed class CamtMemoryTests : IDisposable
{
    private const long FileBytes = 25_000_000;
    private const long MaxHeldBytes = 8_000_000;
    private const int MaxAttempts = 5;

    private readonly string _path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());

    public void Dispose() => File.Delete(_path);

    [Fact]
    public async Task Large_file_of_many_statements_needs_the_memory_of_one()
    {
        Generate(entriesEach: 2_000, closingError: 0);
        var peak = await LeastAsync(async held =>
        {
            using var source = await BankSources.OpenAsync(_path, Camt.Actor, CancellationToken.None);
            var peak = 0L;
            var transactions = 0;
            var items = 0;
            await foreach (var item in source.ReadAsync(0, CancellationToken.None))
            {
                Assert.Null(item.Rejection);
                foreach (var message in item.Commands)
                    transactions += Assert.IsType<BankCommand.BookEntries>(message.Command).Entries.Length;
                // A collection takes a tenth of a second; parts of all statements are among every seventh.
                if (++items % 7 == 0)
                    peak = Math.Max(peak, held());
            }

            Assert.True(items > 50, $"{items} parts");
            Assert.InRange(transactions, 30_000, 100_000);
            return peak;
        });

        // A statement's 1.3 MB of bytes and 500 of its transactions; the file is 25 MB.
        Assert.True(peak < MaxHeldBytes, $"{peak} bytes");
    }

    [Fact]
    public async Task Large_statement_needs_the_memory_of_a_part()
    {
        Generate(entriesEach: int.MaxValue, closingError: 0);
        Func<ReadOnlyMemory<byte>>? readRaw = null;
        var peak = await LeastAsync(async held =>
        {
            using var source = await BankSources.OpenAsync(_path, Camt.Actor, CancellationToken.None);
            var peak = 0L;
            var items = 0;
            await foreach (var item in source.ReadAsync(0, CancellationToken.None))
            {
                items++;
                Assert.Equal(0, item.Raw.Length);
                readRaw = item.RawLater;
                if (items % 20 == 0)
                    peak = Math.Max(peak, held());
            }

            Assert.True(items > 50, $"{items} parts");
            return peak;
        });

        // 38,000 transactions; a part is 500 of them, and of each the verifying remembers the reference's hash. The
        // statement's bytes are not held: they are read where it is refused.
        Assert.True(peak < MaxHeldBytes, $"{peak} bytes");
        Assert.Equal(BankSource.MaxRawBytes, readRaw?.Invoke().Length);
    }

    [Fact]
    public async Task Refusing_a_large_statement_keeps_nothing_but_its_first_bytes()
    {
        Generate(entriesEach: int.MaxValue, closingError: 1);
        var kept = await LeastAsync(async held =>
        {
            using var source = await BankSources.OpenAsync(_path, Camt.Actor, CancellationToken.None);
            var kept = long.MaxValue;
            await foreach (var item in source.ReadAsync(0, CancellationToken.None))
            {
                Assert.Equal("balance-mismatch", item.Rejection?.Reason);
                Assert.Equal(BankSource.MaxRawBytes, item.Raw.Length);
                kept = held() - item.Raw.Length;
            }

            return kept;
        });

        Assert.True(kept < MaxHeldBytes, $"{kept} bytes");
    }

    /// <summary>The least that was measured, of one time where that is little enough.</summary>
    /// <param name="measure">Is handed what tells how many bytes are held since it began.</param>
    private static async Task<long> LeastAsync(Func<Func<long>, Task<long>> measure)
    {
        var least = long.MaxValue;
        for (var attempt = 0; attempt < MaxAttempts && least >= MaxHeldBytes; attempt++)
        {
            var before = GC.GetTotalMemory(forceFullCollection: true);
            least = Math.Min(least, await measure(() => GC.GetTotalMemory(forceFullCollection: true) - before));
        }

        return least;
    }

    private void Generate(int entriesEach, long closingError)
    {
        using var file = File.Create(_path);
        using var writer = new CamtWriter(file, CamtVersion.V08, "M1", DateTimeOffset.UnixEpoch);
        var day = new DateOnly(2026, 1, 1);
        var number = 0;
        var opening = 0L;
        while (file.Position < FileBytes)
        {
            // The count goes before the entries, so a single statement is sized by what an entry is known to take.
            var count = (int)Math.Min(entriesEach, FileBytes / 650);
            var header = new StatementHeader(
                "", $"{day.DayNumber}", day, day, Currency.Eur,
                opening, opening + (count * 1999L) + closingError, count);
            writer.Write(new Iban(Camt.OwnIban), header, Enumerable.Range(0, count).Select(_ => new BankTransaction(
                "", 1999, Currency.Eur, day, day, "Ada Muster", "DE02120300000000202051",
                $"Rechnung RE26-{++number:0000000}", $"E2E-{number}", null, $"2026-{number:00000000}")));
            opening = header.ClosingMinor;
            day = day.AddDays(1);
        }
    }
}
