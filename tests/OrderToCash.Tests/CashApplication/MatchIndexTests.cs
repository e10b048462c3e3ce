using OrderToCash.Domain.CashApplication;
using OrderToCash.Domain.Values;
using static OrderToCash.Tests.CashApplication.Scene;

namespace OrderToCash.Tests.CashApplication;

/// <summary>The index under change: it must tell what one built anew tells.</summary>
public sealed class MatchIndexTests
{
    private const int Numbers = 60;

    [Fact]
    public void An_index_that_was_changed_decides_as_one_built_anew()
    {
        for (var seed = 1; seed <= 20; seed++)
            Live(seed);
    }

    [Fact]
    public void Forgets_what_was_closed_before_a_day_and_nothing_else()
    {
        var index = new MatchIndex();
        var account = new AccountId("a");
        index.Open(Item(account, 1, 1000));
        index.Open(Item(account, 2, 2000));
        index.SetOpen(account, Document(1), 0, Today.AddDays(-100));
        index.SetOpen(account, Document(2), 0, Today);

        index.ForgetClosed(Today.AddDays(-50));

        Assert.Null(index.OpenMinorOf(account, Document(1)));
        Assert.Equal(0, index.OpenMinorOf(account, Document(2)));
        Assert.Equal((0, 1), (index.OpenCount, index.ClosedCount));
    }

    [Fact]
    public void Takes_items_in_less_than_250_bytes_each()
    {
        const int Items = 100_000;
        var index = new MatchIndex();
        for (var item = 0; item < Items; item++)
            index.Open(Item(new AccountId($"shop:{item / 3}"), item, 1000 + item));

        Assert.True(index.Bytes.Total < 250L * Items, $"{index.Bytes.Total / Items} bytes an item");
    }

    private static void Live(int seed)
    {
        var random = new Random(seed);
        var changed = new MatchIndex();
        var paper = new Dictionary<int, long>();
        for (var step = 0; step < 400; step++)
        {
            var number = random.Next(Numbers);
            var account = Account(number);
            var open = random.Next(4) * 1000L;
            if (!paper.ContainsKey(number))
                changed.Open(Item(account, number, open));
            else if (random.Next(20) == 0)
                Forget(changed, paper);
            else
                changed.SetOpen(account, Document(number), open, Today);
            if (paper.ContainsKey(number) || changed.OpenMinorOf(account, Document(number)) is not null)
                paper[number] = changed.OpenMinorOf(account, Document(number)) ?? -1;
            if (paper.GetValueOrDefault(number) == -1)
                paper.Remove(number);
        }

        var anew = new MatchIndex();
        foreach (var (number, open) in paper)
        {
            anew.Open(Item(Account(number), number, 1000));
            anew.SetOpen(Account(number), Document(number), open, Today);
        }

        for (var number = 0; number < Numbers; number++)
        {
            foreach (var amount in (decimal[])[10m, 20m, 30m])
            {
                var payment = Payment(amount, Document(number), "X", "DE1");
                Assert.Equal(
                    Line(new Matcher(anew, MatchPolicy.Default).Decide(payment)),
                    Line(new Matcher(changed, MatchPolicy.Default).Decide(payment)));
            }
        }
    }

    private static void Forget(MatchIndex index, Dictionary<int, long> paper)
    {
        index.ForgetClosed(Today.AddDays(1));
        foreach (var number in paper.Where(static of => of.Value == 0).Select(static of => of.Key).ToList())
            paper.Remove(number);
    }

    private static AccountId Account(int number) => new($"shop:{number % 7}");

    // Some share a counter, as shops do.
    private static string Document(int number) => $"{(char)('A' + (number % 3))}X-{200_000 + (number / 2)}";

    private static ItemFacts Item(AccountId account, int number, long open) =>
        new(account, Document(number), Currency.Eur, 1000, open, Today)
        {
            OrderNumber = $"SO{30_000_000 + (number * 3)}",
        };
}
