using OrderToCash.Application;
using OrderToCash.Domain.Flows;
using OrderToCash.Engine.Shards;
using OrderToCash.Simulation.World;
using Xunit.Abstractions;

namespace OrderToCash.Simulation.Mutants;

/// <summary>
/// Shows that the simulator has teeth: it finds each of these bugs of engine, store or domain within a few seeds.
/// </summary>
public sealed class MutantTests(ITestOutputHelper output)
{
    private const int MaxSeeds = 60;

    private static readonly Dictionary<string, Seams> Mutants = new(StringComparer.Ordinal)
    {
        ["acknowledges before the commit"] = Seams.Real with { Store = journal => new AcknowledgingEarly(journal) },
        ["answers while the store still writes"] = Seams.Real with { Node = journal => new AnsweringEarly(journal) },
        ["skips the epoch check"] = Seams.Real with { Store = journal => new NotFencing(journal) },
        ["drops the receiver's last channel number"] = Seams.Real with
        {
            Store = journal => new WritingRows(journal, (before, after) => after with { Taken = before.Taken }),
        },
        ["reserves without the check"] = Seams.Real with
        {
            Kinds = KindsWith(Kinds.Sku, kind => new PromisingAnything(kind)),
        },
        ["doesn't resend after a crash"] = Seams.Real with { Store = journal => new ForgettingReactions(journal) },
        ["commits half a turn"] = Seams.Real with { Store = journal => new CommittingHalf(journal) },
        ["gives a number twice"] = Seams.Real with
        {
            Kinds = KindsWith(Kinds.Series, kind => new RepeatingNumbers(kind)),
        },
        ["moves the watermark too far"] = Seams.Real with
        {
            Store = journal => new WritingRows(journal, (_, after) => after with { Watermark = after.Position }),
        },
        ["acknowledges a reaction that it has not taken"] = Seams.Real with
        {
            Transport = transport => new AcknowledgingTooMuch(transport),
        },
        ["forgets its reminders"] = Seams.Real with { Node = journal => new ForgettingReminders(journal) },
        ["reads a snapshot as nothing"] = Seams.Real with
        {
            Kinds = KindsWith(Kinds.Sku, kind => new ForgettingSnapshots(kind)),
        },
        ["loses a cent"] = Seams.Real with { Kinds = KindsWith(Kinds.Account, kind => new LosingCents(kind)) },
        ["denies an order that it knows"] = Seams.Real with
        {
            Kinds = KindsWith(Kinds.Order, kind => new Denying(kind)),
        },
        ["takes a bank's entry twice"] = Seams.Real with
        {
            Kinds = KindsWith(Kinds.Bank, kind => new BookingTwice(kind)),
        },
        ["books again what an overlap repeats"] = Seams.Real with
        {
            Kinds = KindsWith(Kinds.Bank, kind => new Deciding(kind, BrokenMoney.BooksOverlapAgain)),
        },
        ["drops the second of two equal payments"] = Seams.Real with
        {
            Kinds = KindsWith(Kinds.Bank, kind => new Deciding(kind, BrokenMoney.DropsEqual)),
        },
        ["takes half a statement for all of it"] = Seams.Real with
        {
            Kinds = KindsWith(Kinds.Bank, kind => new Deciding(kind, BrokenMoney.EndsHalfway)),
        },
        ["books what stops the feed"] = Seams.Real with
        {
            Kinds = KindsWith(Kinds.Bank, kind => new Deciding(kind, BrokenMoney.BooksWhenStopped)),
        },
        ["leaves an item settled when its payment is undone"] = Seams.Real with
        {
            Kinds = KindsWith(Kinds.Account, kind => new Deciding(kind, BrokenMoney.KeepsSettled)),
        },
        ["forgets when a reopened item was due"] = Seams.Real with
        {
            Kinds = KindsWith(Kinds.Account, kind => new Deciding(kind, BrokenMoney.ForgetsDueDate)),
        },
        ["applies a share that it refuses"] = Seams.Real with
        {
            Kinds = KindsWith(Kinds.Account, kind => new Deciding(kind, BrokenMoney.AppliesRefused)),
        },
        ["grants a discount on a part"] = Seams.Real with
        {
            Kinds = KindsWith(Kinds.Account, kind => new Deciding(kind, BrokenMoney.DiscountsParts)),
        },
        ["loses the fee of a return"] = Seams.Real with
        {
            Kinds = KindsWith(Kinds.Payment, kind => new Deciding(kind, BrokenMoney.LosesFee)),
        },
        ["gives back twice what a return had taken"] = Seams.Real with
        {
            Kinds = KindsWith(Kinds.Payment, kind => new Evolving(kind, BrokenMoney.RestoresWithoutNote)),
        },
        ["undoes all shares of a payment but one"] = Seams.Real with
        {
            Kinds = KindsWith(Kinds.Payment, kind => new Reacting(kind, BrokenMoney.AsksAllButOne)),
        },
        ["sends a channel a stale value after a newer one"] = Seams.Real with
        {
            Outbound = queue => new RestoringSent(queue),
        },
        ["offers pieces that orders wait for"] = Seams.Real with { Outbound = queue => new OfferingAwaited(queue) },
        ["forgets what was on its way to a channel"] = Seams.Real with
        {
            Outbound = queue => new ForgettingSent(queue),
        },
        ["doesn't repeat to a channel what may be overtaken"] = Seams.Real with
        {
            Outbound = queue => new TrustingConfirmations(queue),
        },
    };

    public static TheoryData<string> Names => [.. Mutants.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Is_found(string mutant)
    {
        for (var seed = 1; seed <= MaxSeeds; seed++)
        {
            var result = SimulationRun.Run(new SimulationOptions(seed) { Seams = Mutants[mutant] });
            if (!result.Holds)
            {
                output.WriteLine($"Found by seed {seed}: {result.Problem}");
                return;
            }
        }

        Assert.Fail($"An engine that {mutant} passed {MaxSeeds} seeds.");
    }

    private static List<EntityKind> KindsWith(string name, Func<EntityKind, EntityKind> broken) =>
        [.. EntityKinds.All.Select(kind => kind.Name == name ? broken(kind) : kind)];
}
