using OrderToCash.Domain.CashApplication;

namespace OrderToCash.Tests.CashApplication;

public sealed class SubsetSumsTests
{
    private const int Steps = 70_000;

    [Fact]
    public void Finds_what_trying_all_subsets_finds()
    {
        var random = new Random(7);
        for (var round = 0; round < 2000; round++)
        {
            var amounts = Enumerable.Range(0, random.Next(1, 9))
                .Select(_ => random.Next(6) == 0 ? -random.Next(1, 30) : (long)random.Next(1, 60)).ToArray();
            var sum = random.Next(-20, 200);
            var solutions = Enumerable.Range(1, (1 << amounts.Length) - 1).Where(bits => Sum(amounts, bits) == sum);

            var expected = solutions.Take(2).ToList() is [var only] ? (ulong)only : 0;

            Assert.Equal(expected, SubsetSums.FindOnly(amounts, sum, Steps));
        }
    }

    [Fact]
    public void Gives_up_where_the_steps_are_not_enough()
    {
        var amounts = Enumerable.Range(0, 40).Select(static of => 1000L + (of * 7)).ToArray();

        Assert.Equal(0UL, SubsetSums.FindOnly(amounts, 20_123, Steps));
    }

    [Theory]
    [InlineData("2026100", "2026100", true)]
    [InlineData("2026100", "202610", true)]
    [InlineData("2026100", "20261007", true)]
    [InlineData("2026100", "2026700", true)]
    [InlineData("2026100", "2062100", true)]
    [InlineData("2026100", "2026011", false)]
    [InlineData("2026100", "6022100", false)]
    [InlineData("2026100", "20261", false)]
    public void Tells_one_slip_from_two(string one, string other, bool isNear)
    {
        Assert.Equal(isNear, OneEdit.IsAtMost(Bytes(one), Bytes(other)));
        Assert.Equal(isNear, OneEdit.IsAtMost(Bytes(other), Bytes(one)));
    }

    private static long Sum(long[] amounts, int bits) =>
        amounts.Where((_, index) => (bits & (1 << index)) != 0).Sum();

    private static byte[] Bytes(string text) => System.Text.Encoding.ASCII.GetBytes(text);
}
