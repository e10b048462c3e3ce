using OrderToCash.Adapters.Files;
using OrderToCash.Application.CashApplication;
using OrderToCash.Domain.CashApplication;
using OrderToCash.Domain.Payments;
using OrderToCash.Domain.Values;
using Xunit;
using static OrderToCash.Tests.CashApplication.Scene;

namespace OrderToCash.Tests.CashApplication;

public sealed class PackedTransactionShelfTests
{
    /// <summary>Several blocks of 64 kB.</summary>
    private const int Payments = 1_000;

    [Fact]
    public void What_was_put_away_comes_back_as_it_was()
    {
        using var shelf = new PackedTransactionShelf(ScratchFile.Open);

        AssertKeepsAll(shelf);
    }

    [Fact]
    public void Where_nothing_can_be_written_it_stays_in_memory()
    {
        using var shelf = new PackedTransactionShelf(() => throw new IOException("No space left on device"));

        AssertKeepsAll(shelf);
    }

    [Fact]
    public void When_nobody_waits_any_more_it_begins_anew()
    {
        using var stream = new MemoryStream();
        using var shelf = new PackedTransactionShelf(() => stream);
        AssertKeepsAll(shelf);
        Assert.NotEqual(0, stream.Length);

        for (var number = 0; number < Payments; number++)
            shelf.Remove(number);

        Assert.Equal(0, stream.Length);
        Assert.Equal(0, shelf.Add(new PaymentId("P"), Of(0)));
        Assert.Equal(new WaitingPayment(new PaymentId("P"), Of(0)), shelf.Read(0));
    }

    private static void AssertKeepsAll(PackedTransactionShelf shelf)
    {
        var places = Enumerable.Range(0, Payments)
            .Select(number => shelf.Add(new PaymentId("Ö-" + number), Of(number))).ToArray();
        for (var number = Payments - 1; number >= 0; number--)
        {
            var kept = shelf.Read(places[number]);
            Assert.Equal(new PaymentId("Ö-" + number), kept.Payment);
            var transaction = Of(number);
            Assert.Equal(transaction, kept.Transaction with { TextBreaks = transaction.TextBreaks });
            Assert.Equal(transaction.TextBreaks.AsSpan(), kept.Transaction.TextBreaks.AsSpan());
        }
    }

    // Some are larger than what is read at once, one is larger than a block.
    private static BankTransaction Of(int number) =>
        Payment(number + 1, new string('ß', number == 500 ? 40_000 : number)) with
        {
            TextBreaks = number % 3 == 0 ? [] : [1, number],
            IsReturn = number % 2 == 0,
            MandateId = "M" + number,
        };
}
