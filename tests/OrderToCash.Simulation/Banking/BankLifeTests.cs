namespace OrderToCash.Simulation.Banking;

/// <summary>
/// Whatever files of a bank come, how often, in which format and order: its transactions are booked once.
/// </summary>
public sealed class BankLifeTests
{
    private const int Seeds = 6_000;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Each_transaction_is_booked_once_except_what_was_given_up_and_never_came(bool hasPayerIds)
    {
        var failed = new List<string>();
        for (var seed = 1; seed <= Seeds; seed++)
        {
            if (BankLife.Run(seed, hasPayerIds) is { } problem)
                failed.Add($"{seed}: {problem}");
        }

        Assert.True(failed.Count == 0, $"{failed.Count} of {Seeds} lives:\n{string.Join('\n', failed.Take(5))}");
    }
}
