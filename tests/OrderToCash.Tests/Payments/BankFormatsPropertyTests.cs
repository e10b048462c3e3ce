using OrderToCash.Domain.Payments;
using Xunit;
using Xunit.Abstractions;
using static OrderToCash.Tests.Payments.BankScenario;

namespace OrderToCash.Tests.Payments;

/// <summary>
/// A bank's true list, delivered in random excerpts of two formats: one with the bank's references, one without. Many
/// payments are equal, and a day may be cut. The seed is in the failure's output.
/// </summary>
public sealed class BankFormatsPropertyTests(ITestOutputHelper output)
{
    private const int Size = 60;
    private const int EntriesADay = 4;
    private const int Seeds = 60;
    private const int Deliveries = 50;

    [Fact]
    public void Whatever_the_format_each_transaction_is_booked_once()
    {
        var complete = 0;
        for (var seed = 1; seed <= Seeds; seed++)
        {
            try
            {
                complete += Deliver(new Random(seed)) ? 1 : 0;
            }
            catch (Exception)
            {
                output.WriteLine($"seed {seed}");
                throw;
            }
        }

        Assert.True(complete > Seeds / 2, $"only {complete} of {Seeds} runs booked the whole list");
    }

    private static bool Deliver(Random random)
    {
        // No excerpt adds up to nothing: what the balances can't tell is in examples of its own.
        var truth = Enumerable.Range(0, Size).Select(_ => (long)(random.Next(6) switch
        {
            0 => 1_999,
            1 => 350,
            _ => 4_990,
        })).ToArray();
        var texts = truth.Select(_ => random.Next(2)).ToArray();
        var bank = Registered();
        for (var delivery = 0; delivery < Deliveries; delivery++)
        {
            var booked = bank.Booked.Count;
            var from = booked == 0 ? 0 : random.Next(Math.Max(0, booked - 12), Math.Min(Size, booked + 2));
            var to = random.Next(from + 1, Math.Min(Size, from + 16) + 1);
            var isPlain = random.Next(2) == 0;
            var entries = Enumerable.Range(from, to - from)
                .Select(i => isPlain ? Plain(truth, texts, from, i) : Of(truth, i, $"bank-ref-{i:0000}")).ToArray();
            Send(bank, delivery, truth.Take(from).Sum(), entries, random.Next(3) == 0 ? random.Next(2, 9) : Size);

            Assert.Equal(truth.Take(bank.Booked.Count), bank.Booked.Select(static e => e.SignedMinor));
            Assert.Equal(bank.Booked.Count, bank.Booked.Select(static e => e.Identity).Distinct().Count());
            if (random.Next(5) == 0)
                bank.Reload();
        }

        return bank.Booked.Count == Size;
    }

    private static void Send(BankScenario bank, int delivery, long opening, BankTransaction[] entries, int partSize)
    {
        var whole = Statement($"file {delivery}", opening, entries).Statement with
        {
            FromDate = entries[0].BookingDate,
            ToDate = entries[^1].BookingDate,
            SequenceNumber = null,
        };
        var parts = entries.Chunk(partSize).ToList();
        for (var part = 0; part < parts.Count; part++)
        {
            var command = new BankCommand.BookEntries(whole, part, part == parts.Count - 1, [.. parts[part]], Feed);
            if (!bank.Send(command).Reply.IsDone)
                return;
        }
    }

    private static BankTransaction Of(long[] truth, int index, string identity) =>
        Entry(identity, truth[index]) with
        {
            BookingDate = Day.AddDays(index / EntriesADay),
            ValueDate = Day.AddDays(index / EntriesADay),
        };

    // Known by its content, and which of several equal lines of the file it is.
    private static BankTransaction Plain(long[] truth, int[] texts, int from, int index)
    {
        var occurrence = Enumerable.Range(from, index - from + 1).Count(i =>
            i / EntriesADay == index / EntriesADay && truth[i] == truth[index] && texts[i] == texts[index]);
        var hash = $"{index / EntriesADay:x8}{truth[index]:x8}{texts[index]:x16}";
        return Of(truth, index, $"{hash}-{occurrence}") with { BankReference = null };
    }
}
