using System.CommandLine;
using System.Diagnostics;
using OrderToCash.Domain.CashApplication;
using OrderToCash.Domain.Payments;
using OrderToCash.Domain.Values;
using OrderToCash.LoadTests.Peak;

namespace OrderToCash.LoadTests.Matching;

/// <summary><c>match</c>: payments a second that one core matches, and the memory of the index.</summary>
internal static class MatchCommand
{
    private const int WarmUp = 20_000;

    public static Command Create()
    {
        var items = new Option<int>("--items") { DefaultValueFactory = _ => 1_000_000 };
        var payments = new Option<int>("--payments") { DefaultValueFactory = _ => 200_000 };
        var seed = new Option<int>("--seed") { DefaultValueFactory = _ => 1 };
        var command = new Command("match", "How many payments a second one core matches.") { items, payments, seed };
        command.SetAction(parsed => Run(
            parsed.GetValue(items), parsed.GetValue(payments), parsed.GetValue(seed)));
        return command;
    }

    private static int Run(int items, int payments, int seed)
    {
        var world = new MatchWorld(items, seed);
        var index = new MatchIndex();
        var started = Stopwatch.GetTimestamp();
        world.Fill(index);
        var filled = Stopwatch.GetElapsedTime(started);
        var drawn = world.Draw(payments + WarmUp);
        var matcher = new Matcher(index, MatchPolicy.Default);
        Match(matcher, index, drawn.AsSpan(0, WarmUp), new long[16]);
        GC.Collect();
        var outcomes = new long[16];
        var start = Spent.UpToNow();
        Match(matcher, index, drawn.AsSpan(WarmUp), outcomes);
        var spent = Spent.UpToNow().Since(start);
        var bytes = index.Bytes;
        Console.WriteLine($"""
            {items:N0} open items, {index.CustomerCount:N0} customers, {payments:N0} payments, one thread, seed {seed}
              payments/s          {payments / spent.Wall.TotalSeconds,14:N0}
              payments/s a core   {payments / spent.Cpu.TotalSeconds,14:N0}   by CPU time, collections included
              allocated/payment   {spent.AllocatedBytes / payments,14:N0} bytes
              filled in           {filled.TotalSeconds,14:N1} s
              index               {Mebibytes(bytes.Total),14:N0} MiB, {bytes.Total / items:N0} bytes an item
                items             {Mebibytes(bytes.Items),14:N0} MiB
                numbers           {Mebibytes(bytes.Numbers),14:N0} MiB
                customers         {Mebibytes(bytes.Customers),14:N0} MiB
                payments          {Mebibytes(bytes.Payments),14:N0} MiB
            """);
        foreach (var outcome in Enum.GetValues<MatchOutcome>().Where(outcome => outcomes[(int)outcome] > 0))
        {
            var count = outcomes[(int)outcome];
            Console.WriteLine($"  {outcome,-18}{count,14:N0}   {100.0 * count / payments:F1} %");
        }

        return 0;
    }

    private static long Mebibytes(long bytes) => bytes / 1_048_576;

    // Decides, and carries out what is booked: as the product does, without its journal.
    private static void Match(
        Matcher matcher, MatchIndex index, ReadOnlySpan<BankTransaction> transactions, long[] outcomes)
    {
        foreach (var transaction in transactions)
        {
            var decision = matcher.Decide(transaction);
            outcomes[(int)decision.Outcome]++;
            foreach (var allocation in decision.Allocations)
            {
                var open = index.OpenMinorOf(allocation.Account, allocation.Document) ?? 0;
                index.SetOpen(
                    allocation.Account, allocation.Document, open - allocation.SettledMinor, transaction.BookingDate);
            }

            index.Remember(new PaymentId(transaction.Identity), transaction, decision);
        }
    }
}
