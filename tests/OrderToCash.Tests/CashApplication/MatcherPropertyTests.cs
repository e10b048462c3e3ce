using OrderToCash.Domain.CashApplication;
using OrderToCash.Domain.Values;
using OrderToCash.Tests.CashApplication.Payers;
using Xunit.Abstractions;

namespace OrderToCash.Tests.CashApplication;

/// <summary>
/// Worlds drawn from seeds, with number series, names and noise of their own: whatever is booked must be true.
/// </summary>
public sealed class MatcherPropertyTests(ITestOutputHelper output)
{
    private const int PaymentsOfWorld = 400;

    /// <summary>Of payments that a careful person would book without asking.</summary>
    private const double LeastBooked = 0.95;

    private static readonly int Seeds =
        int.TryParse(Environment.GetEnvironmentVariable("O2C_MATCH_SEEDS"), out var seeds) ? seeds : 25;

    [Fact]
    public void Nothing_is_booked_wrongly_in_any_world()
    {
        var counts = new SortedDictionary<string, (int All, int Booked)>(StringComparer.Ordinal);
        var wrong = new List<string>();
        for (var seed = 1; seed <= Seeds; seed++)
            Live(seed, counts, wrong);
        foreach (var (kind, (all, booked)) in counts)
            output.WriteLine($"{kind,-20}{all,8}{booked,8}  {100.0 * booked / all:F1} %");
        Assert.True(wrong.Count == 0, $"{wrong.Count} wrong:\n" + string.Join('\n', wrong.Take(20)));
        var (decidable, right) = counts["decidable"];
        Assert.True(right >= LeastBooked * decidable, $"{right} of {decidable} booked");
    }

    private static void Live(
        int seed, SortedDictionary<string, (int All, int Booked)> counts, List<string> wrong)
    {
        var world = new TestWorld(seed);
        var draw = new PaymentDraw(world);
        var matcher = new Matcher(world.Index, MatchPolicy.Default);
        for (var i = 0; i < PaymentsOfWorld; i++)
        {
            if (draw.Next() is not { } payment)
                continue;
            var decision = matcher.Decide(payment.Transaction);
            var isBooked = decision.Outcome is MatchOutcome.Book or MatchOutcome.OnAccount;
            Count(counts, payment.Kind, isBooked);
            if (payment.IsDecidable)
                Count(counts, "decidable", isBooked);
            if (isBooked && !IsTrue(decision, payment))
            {
                wrong.Add(
                    $"seed {seed}: {payment.Kind}: {payment.Transaction.Text} | {payment.Transaction.CounterpartyName}"
                    + $" {payment.Transaction.SignedMinor}: {decision.Outcome} {decision.Reason} ["
                    + string.Join(", ", decision.Allocations.Select(static of =>
                        $"{of.Document} {of.PaidMinor}/{of.SkontoMinor}"))
                    + "] truth ["
                    + string.Join(", ", payment.Shares.Select(static of =>
                        $"{of.Item.Facts.Document} {of.PaidMinor}/{of.SkontoMinor}"))
                    + "]");
            }

            // A person books what the matcher did not: the truth goes on.
            Settle(world, payment);
            world.Index.Remember(new PaymentId(payment.Transaction.Identity), payment.Transaction, decision);
            if (decision is { Outcome: MatchOutcome.Book, Account: { } account, Explanation.IsByReference: true })
                world.Index.Learn(payment.Transaction.CounterpartyIban, account);
        }
    }

    private static void Count(SortedDictionary<string, (int All, int Booked)> counts, string kind, bool isBooked)
    {
        var (all, booked) = counts.GetValueOrDefault(kind);
        counts[kind] = (all + 1, booked + (isBooked ? 1 : 0));
    }

    private static bool IsTrue(MatchDecision decision, TestPayment payment)
    {
        if (decision.Outcome == MatchOutcome.OnAccount)
            return payment.IsPaidAgain;
        var booked = decision.Allocations
            .Select(static of => (of.Account.Value, of.Document, of.PaidMinor, of.SkontoMinor)).Order().ToList();
        var truth = payment.Shares
            .Select(static of => (of.Item.Facts.Account.Value, of.Item.Facts.Document, of.PaidMinor,
                of.SkontoMinor)).Order();
        return booked.SequenceEqual(truth);
    }

    private static void Settle(TestWorld world, TestPayment payment)
    {
        foreach (var (item, paid, skonto) in payment.Shares)
        {
            item.OpenMinor -= paid + skonto;
            world.Index.SetOpen(item.Facts.Account, item.Facts.Document, item.OpenMinor, TestWorld.Today);
        }
    }
}
