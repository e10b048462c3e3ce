using System.Globalization;
using System.Security.Cryptography;
using OrderToCash.Adapters.Files;
using OrderToCash.Application.CashApplication;
using OrderToCash.Domain.CashApplication;
using OrderToCash.Domain.CashApplication.Images;
using OrderToCash.Domain.CashApplication.Policies;
using OrderToCash.Domain.Payments;
using OrderToCash.Domain.Receivables;
using OrderToCash.Domain.Values;
using OrderToCash.Engine.Shards;
using OrderToCash.Tests.Payments;
using Xunit.Abstractions;

namespace OrderToCash.Tests.CashApplication.Images;

/// <summary>What the matcher knows, written down and read back.</summary>
public sealed class MatchFeedImageTests(ITestOutputHelper output)
{
    private const int Lives = 12;
    private const int Steps = 150;

    /// <summary>SHA-256 of the image of <see cref="KnownEvents"/>.</summary>
    private const string KnownImage = "B5ADD4118F719436C850FA02014D24D958309F4F63DBF987BB61EDC1D016E9C1";

    [Fact]
    public void After_an_image_and_the_rest_the_same_is_decided_as_after_all_events()
    {
        var first = Environment.GetEnvironmentVariable("O2C_SEED") is { Length: > 0 } text
            ? int.Parse(text, CultureInfo.InvariantCulture)
            : Random.Shared.Next();
        output.WriteLine($"seed {first}");
        var (images, decisions) = (0, 0);
        for (var seed = first; seed < first + Lives; seed++)
            Live(seed, ref images, ref decisions);
        output.WriteLine($"{images} images, {decisions} decisions compared");
        Assert.True(images > Lives && decisions > 20 * Lives, "The lives are too quiet to prove anything.");
    }

    [Fact]
    public void Its_version_is_raised_with_every_change_of_what_it_holds()
    {
        var feed = new MatchFeed(MatchPolicy.Default);
        feed.BeginRebuild();
        foreach (var (entity, happened) in KnownEvents())
            feed.Apply(entity, happened, default);

        // Where this fails, an image of the program before would be read as something else: raise
        // MatchFeed.ImageVersion, then write the new hash here.
        var image = Convert.ToHexString(SHA256.HashData(ImageBytes.Of(feed)));
        output.WriteLine(image);
        Assert.Equal((2, KnownImage), (MatchFeed.ImageVersion, image));
        Assert.Equal(
            "account.blocked account.customer-noted account.debit-presented account.item-imported account.item-opened "
            + "account.order-withdrawn account.payer-forgotten account.payer-learned account.payment-applied "
            + "account.payment-refused account.payment-undone account.prepayment-opened account.unblocked "
            + "bank.registered order.edited order.placed payment.applied payment.detailed payment.matched "
            + "payment.parked payment.payout-found payment.payout-settled payment.received payment.refused "
            + "payment.restored payment.reversal-decided payment.reversal-done payment.reversal-refused "
            + "payment.reversed payment.set-aside payment.share-undone payment.undone policy.confirmed "
            + "policy.proposed policy.withdrawn settlement.recorded",
            string.Join(' ', MatchFeed.Selection.Names));
    }

    [Fact]
    public void One_that_ends_early_is_refused()
    {
        var feed = new MatchFeed(MatchPolicy.Default);
        feed.BeginRebuild();
        foreach (var (entity, happened) in KnownEvents())
            feed.Apply(entity, happened, default);
        var image = ImageBytes.Of(feed);
        for (var length = 0; length < image.Length; length += 97)
            Assert.Throws<ImageException>(() => ImageBytes.Read(image[..length]));
        ImageBytes.Read(image);
    }

    private static void Live(int seed, ref int images, ref int decisions)
    {
        var life = new FeedLife(seed);
        var feeds = new List<MatchFeed> { new(MatchPolicy.Default) };
        var read = 0;
        for (var step = 0; step < Steps; step++)
        {
            life.Step();
            if (life.Chance(30))
                Follow(seed, life, feeds, ref read, life.Chance(90), ref decisions);
            if (!life.Chance(4))
                continue;
            // A start: what was under way is lost. One reads the image and what came since, one all events.
            using var shelf = new PackedTransactionShelf(ScratchFile.Open);
            var restarted = ImageBytes.Read(ImageBytes.Of(feeds[0]));
            var image = ImageBytes.Of(restarted);
            Assert.True(
                image.AsSpan().SequenceEqual(ImageBytes.Of(ImageBytes.Read(image, shelf))), $"seed {seed}, {step}");
            var rebuilt = new MatchFeed(MatchPolicy.Default);
            rebuilt.BeginRebuild();
            foreach (var (entity, happened) in life.Journal.Take(read))
                rebuilt.Apply(entity, happened, default);
            feeds = [restarted, rebuilt];
            for (var more = life.Chance(50) ? 5 : 0; more > 0; more--)
                life.Step();
            Take(life, feeds, ref read);
            foreach (var feed in feeds)
                feed.EndRebuild();
            images++;
        }

        Follow(seed, life, feeds, ref read, isCarriedOut: true, ref decisions);
        AssertSameState(seed, life.Journal);
    }

    // Byte for byte, where the same happens in the same order.
    private static void AssertSameState(int seed, List<(EntityId Entity, object Event)> journal)
    {
        var whole = new MatchFeed(MatchPolicy.Default);
        whole.BeginRebuild();
        foreach (var (entity, happened) in journal)
            whole.Apply(entity, happened, default);
        var expected = ImageBytes.Of(whole);
        for (var at = seed % 7; at < journal.Count; at += Math.Max(1, journal.Count / 5))
        {
            var first = new MatchFeed(MatchPolicy.Default);
            first.BeginRebuild();
            foreach (var (entity, happened) in journal.Take(at))
                first.Apply(entity, happened, default);
            var rest = ImageBytes.Read(ImageBytes.Of(first));
            foreach (var (entity, happened) in journal.Skip(at))
                rest.Apply(entity, happened, default);
            Assert.True(expected.AsSpan().SequenceEqual(ImageBytes.Of(rest)), $"seed {seed}, an image at {at}");
        }
    }

    private static void Take(FeedLife life, List<MatchFeed> feeds, ref int read)
    {
        for (; read < life.Journal.Count; read++)
        {
            foreach (var feed in feeds)
                feed.Apply(life.Journal[read].Entity, life.Journal[read].Event, default);
        }
    }

    private static void Follow(
        int seed, FeedLife life, List<MatchFeed> feeds, ref int read, bool isCarriedOut, ref int decisions)
    {
        for (Take(life, feeds, ref read); feeds[0].DueCount > 0; Take(life, feeds, ref read))
        {
            var decided = feeds.Select(static feed => feed.Decide().ToArray()).ToArray();
            foreach (var other in decided)
                Assert.True(Texts(decided[0]).SequenceEqual(Texts(other)), Difference(seed, decided[0], other));
            decisions += feeds.Count > 1 ? decided[0].Length : 0;
            if (!isCarriedOut)
                return;
            foreach (var (payment, decision) in decided[0])
            {
                // Some commands are lost on their way, and asked again.
                PaymentReply? reply = life.Chance(5) ? null : life.Tell(payment, decision);
                if (reply is PaymentReply.Accepted or PaymentReply.Duplicate)
                    continue;
                foreach (var feed in feeds)
                    feed.OnRefused(payment, reply);
            }
        }
    }

    // Of what is equal, the order depends on what was held back and let go before: suggestions are compared by points.
    private static IEnumerable<string> Texts((PaymentId Payment, MatchDecision Decision)[] decided) =>
        decided.Select(static one => string.Join(
            " ", one.Payment, Scene.Line(one.Decision), one.Decision.Reason, one.Decision.Explanation.Policy,
            one.Decision.Explanation.Score, one.Decision.Explanation.Missing, one.Decision.Reverses,
            string.Join(", ", one.Decision.Explanation.Rivals.Select(static rival => rival.Score))));

    private static string Difference(
        int seed, (PaymentId Payment, MatchDecision Decision)[] one, (PaymentId Payment, MatchDecision Decision)[] two)
    {
        var (first, second) = (Texts(one).ToArray(), Texts(two).ToArray());
        return $"seed {seed}: by the image\n{string.Join('\n', first.Except(second))}\nby all events\n"
            + string.Join('\n', second.Except(first));
    }

    /// <summary>Something of everything that is kept.</summary>
    private static IEnumerable<(EntityId Entity, object Event)> KnownEvents()
    {
        static EntityId Payment(string id) => new("payment", MoneyWorld.Own + "/" + id);
        static PaymentEvent.Received Received(string id, long minor, string text) => new(
            new Iban(MoneyWorld.Own), new BankTransaction(
                id, minor, Currency.Eur, MoneyWorld.Day, MoneyWorld.Day, "Ada Muster", "DE89370400440532013000", text,
                "E2E-" + id, null, id));
        var (ada, why) = (new EntityId("account", "c-1"), MoneyWorld.Why());
        yield return (new EntityId("bank", "DE02500105170137075030"), new BankEvent.Registered(
            Currency.Eur, null, MoneyWorld.Ada));
        yield return (ada, new AccountEvent.CustomerNoted("K-1", "Ada Muster", ["DE75512108001245126199"]));
        yield return (ada, new AccountEvent.PrepaymentOpened(
            new OrderId("shopify:100123"), "RF18539007547034", 3_998, Currency.Eur));
        yield return (ada, new AccountEvent.DebitPresented(new PresentedDebit(
            "RE-1", "PMT2603040000", "E2E-1", 3_998, Currency.Eur, MoneyWorld.Day), MoneyWorld.Ada));
        yield return (ada, new AccountEvent.PayerLearned("DE89370400440532013000", null, 2, MoneyWorld.Day));
        yield return (new EntityId("settlement", "paypal/1000000007919"), new SettlementEvent.Recorded(
            new SettlementReport("paypal", "1000000007919", Currency.Eur, 900, MoneyWorld.Day, []), MoneyWorld.Ada));
        yield return (new EntityId("policy", "match"), new PolicyEvent.Proposed(
            new MatchPolicy { Name = "bold" }, new TrialLimit(3, 4_000), MoneyWorld.Ada));
        yield return (Payment("P-1"), Received("P-1", 3_998, "Bestellung 100123"));
        yield return (Payment("P-1"), new PaymentEvent.Matched(
            1, [new PaymentShare(new AccountId("c-1"), 3_998, [new MatchAllocation(
                new AccountId("c-1"), "shopify:100123", 3_998)], [])], "test", why with { Policy = "bold@1" },
            3_998, Currency.Eur, MoneyWorld.Day, MoneyWorld.Rule));
        yield return (Payment("P-2"), Received("P-2", 700, "Rechnung RE-2026-0000007"));
        yield return (Payment("P-2"), new PaymentEvent.Parked("nobody", why, MoneyWorld.Rule));
        yield return (Payment("P-3"), Received("P-3", 900, "PP.1000000007919"));
        yield return (Payment("P-3"), new PaymentEvent.PayoutFound(
            1, "paypal/1000000007919", [], "payout", why, 900, Currency.Eur, MoneyWorld.Day, MoneyWorld.Rule));
    }
}
