using OrderToCash.Application.Outbound;
using Xunit;
using static OrderToCash.Tests.Outbound.ShardStories;

namespace OrderToCash.Tests.Outbound;

/// <summary>What every store of outbound entries promises. A subclass says how to open it, and open it again.</summary>
public abstract class OutboundStoreContract : IAsyncLifetime
{
    private static readonly DateTimeOffset At = StandingTime.Noon;

    private IOutboundStore? _store;

    private IOutboundStore Store => _store ?? throw new InvalidOperationException("The store is not open.");

    protected abstract IOutboundStore Open();

    /// <summary>As a crash and a restart do: what was not durable is gone.</summary>
    protected abstract IOutboundStore Reopen(IOutboundStore store);

    public Task InitializeAsync()
    {
        _store = Open();
        return Task.CompletedTask;
    }

    public virtual Task DisposeAsync()
    {
        (_store as IDisposable)?.Dispose();
        return Task.CompletedTask;
    }

    [ContractFact]
    public void A_new_store_is_empty()
    {
        Store.Change(tables =>
        {
            Assert.Null(tables.Journal);
            Assert.Null(tables.FindLevel("A"));
            Assert.Null(tables.Find("shop", OutboundKind.Stock, "A"));
            Assert.Null(tables.NextDue("shop"));
            Assert.Null(tables.ProgressOf("shop"));
            Assert.Equal(0, tables.PositionOf(3));
            Assert.Empty(tables.Due("shop", At, 9));
            Assert.Empty(tables.Sending("shop"));
            return 0;
        });
    }

    [ContractFact]
    public void Everything_is_kept_to_the_last_field()
    {
        var level = new StockLevel
        {
            Shard = 3, Position = long.MaxValue, Reserved = -4, Waiting = 5,
            Shelves = [new("LAGER \"Süd\"", 10, 1, 2), new("B", -7, 0, 0)],
        };
        var entry = new OutboundEntry("shöp", OutboundKind.Order, "shöp:#1'")
        {
            State = OutboundState.Dead, Shard = 15, Position = 9, Quantity = 8, ToldQuantity = 7, ToldPosition = 6,
            SentQuantity = 5, SentPosition = 4, IsUncertain = true, IsUrgent = true, Attempts = 3,
            ChangedAt = At.AddTicks(1), DueAt = At.AddTicks(2), SentAt = At.AddTicks(3), Error = "warum, \u0000?",
        };
        var bare = new OutboundEntry("shöp", OutboundKind.Stock, "B");
        var id = Guid.NewGuid();
        Store.Change(tables =>
        {
            tables.BeginAnew(id);
            tables.PutLevel("Ä", level);
            tables.PutLevel("B", StockLevel.Empty);
            tables.Put(entry with { Position = 1 });
            tables.Put(entry);
            tables.Put(bare);
            tables.SetPosition(3, 17);
            tables.SetProgress("shöp", new OfferProgress("terms", "A"));
            return 0;
        });
        _store = Reopen(Store);
        Store.Change(tables =>
        {
            Assert.Equal((id, 17L), (tables.Journal, tables.PositionOf(3)));
            Assert.Equal(level, tables.FindLevel("Ä"));
            Assert.Equal([("B", StockLevel.Empty), ("Ä", level)], tables.LevelsAfter("A", 9));
            Assert.Equal([("Ä", level)], tables.LevelsAfter("B", 1));
            Assert.Equal(entry, tables.Find("shöp", OutboundKind.Order, "shöp:#1'"));
            Assert.Equal(bare, tables.Find("shöp", OutboundKind.Stock, "B"));
            Assert.Equal(new OfferProgress("terms", "A"), tables.ProgressOf("shöp"));
            tables.SetProgress("shöp", new OfferProgress("terms", null));
            return 0;
        });
        Assert.Null(Store.Change(tables => tables.ProgressOf("shöp"))?.AfterSku);
    }

    [ContractFact]
    public void A_change_that_breaks_off_leaves_no_trace()
    {
        Store.Change(tables =>
        {
            tables.SetPosition(0, 4);
            return 0;
        });
        Assert.Throws<IOException>(() => Store.Change<int>(tables =>
        {
            tables.SetPosition(0, 9);
            tables.PutLevel("A", StockLevel.Empty);
            tables.Put(new OutboundEntry("shop", OutboundKind.Stock, "A"));
            throw new IOException("killed");
        }));
        _store = Reopen(Store);
        Assert.Equal(
            (4L, null, null),
            Store.Change(tables => (
                tables.PositionOf(0), tables.FindLevel("A"), tables.Find("shop", OutboundKind.Stock, "A"))));
    }

    [ContractFact]
    public void What_is_due_comes_urgent_first_then_by_time_and_no_other_channel()
    {
        Store.Change(tables =>
        {
            tables.Put(Waiting("late", isUrgent: false, 5));
            tables.Put(Waiting("urgent", isUrgent: true, 3));
            tables.Put(Waiting("early", isUrgent: false, 1));
            tables.Put(Waiting("not yet", isUrgent: true, 11));
            tables.Put(Waiting("other", isUrgent: true, 0) with { Channel = "other" });
            tables.Put(Waiting("done", isUrgent: true, 0) with { State = OutboundState.Done });
            tables.Put(Waiting("on its way", isUrgent: true, 0) with { State = OutboundState.Sending });
            return 0;
        });
        Store.Change(tables =>
        {
            string[] Due(int max) => [.. tables.Due("shop", At.AddSeconds(10), max).Select(entry => entry.Id)];
            Assert.Equal(["urgent", "early", "late"], Due(9));
            Assert.Equal(["urgent", "early"], Due(2));
            Assert.Equal(At.AddSeconds(1), tables.NextDue("shop"));
            Assert.Equal("on its way", Assert.Single(tables.Sending("shop")).Id);
            return 0;
        });
    }

    [ContractFact]
    public void Beginning_anew_keeps_orders_and_nothing_else()
    {
        Store.Change(tables =>
        {
            tables.BeginAnew(Guid.NewGuid());
            tables.SetPosition(1, 5);
            tables.PutLevel("A", StockLevel.Empty);
            tables.SetProgress("shop", new OfferProgress("terms", null));
            tables.Put(Waiting("A", isUrgent: true, 0));
            tables.Put(Waiting("shop:1", isUrgent: true, 0) with { Kind = OutboundKind.Order });
            return 0;
        });
        var id = Guid.NewGuid();
        Store.Change(tables =>
        {
            tables.BeginAnew(id);
            return 0;
        });
        _store = Reopen(Store);
        Assert.Equal(
            (id, 0L, null, null),
            Store.Change(tables => (
                tables.Journal, tables.PositionOf(1), tables.FindLevel("A"), tables.ProgressOf("shop"))));
        Assert.Equal("shop:1", Assert.Single(Store.Change(tables => tables.Due("shop", At.AddDays(1), 9))).Id);
    }

    [ContractFact]
    public void Old_orders_that_were_told_are_forgotten_and_nothing_else()
    {
        Store.Change(tables =>
        {
            foreach (var kind in (OutboundKind[])[OutboundKind.Order, OutboundKind.Stock])
            {
                foreach (var state in Enum.GetValues<OutboundState>())
                    tables.Put(new OutboundEntry("shop", kind, $"{state}") { State = state, SentAt = At });
            }

            tables.Put(new OutboundEntry("shop", OutboundKind.Order, "new")
            {
                State = OutboundState.Done, SentAt = At.AddDays(1),
            });
            return 0;
        });
        Assert.Equal(1, Store.Change(tables => tables.ForgetOrders(At.AddSeconds(1), 9)));
        Store.Change(tables =>
        {
            Assert.Null(tables.Find("shop", OutboundKind.Order, "Done"));
            Assert.NotNull(tables.Find("shop", OutboundKind.Order, "new"));
            Assert.NotNull(tables.Find("shop", OutboundKind.Stock, "Done"));
            Assert.NotNull(tables.Find("shop", OutboundKind.Order, "Dead"));
            return 0;
        });
    }

    /// <summary>
    /// Killed before a value is taken in, between its commit and its sending, and between sending and the answer.
    /// </summary>
    [ContractFact]
    public async Task Whatever_breaks_off_the_newest_is_told_in_the_end_and_nothing_older_after_it()
    {
        var random = new Random(7);
        var (time, channel) = (new StandingTime(), new ScriptedChannel { MaxOffers = 3 });
        var (position, taken, available) = (0L, new List<(long, string, string, object)>(), new long[4]);
        for (var step = 0; step < 300; step++)
        {
            var sku = random.Next(4);
            var pieces = random.Next(2) == 0 ? random.Next(1, 9) : -Math.Min(available[sku], random.Next(9));
            available[sku] += pieces;
            taken.Add(Stock(++position, $"S{sku}", pieces > 0 ? Received((int)pieces) : Reserved((int)-pieces)));
            Break(random, () => new OutboundDesk(Store).Take([Of([.. taken])], [Shop], time.Now));
            using var crash = new CancellationTokenSource();
            channel.Meanwhile = random.Next(3) == 0 ? crash.Cancel : null;
            channel.Answer = _ => random.Next(3) == 0 ? new TellAnswer(TellResult.Unknown) : TellAnswer.Told;
            var sender = new ChannelSender(
                Store, "shop", channel, static (_, _) => throw new InvalidOperationException("No order."), time);
            await SendAsync(sender, crash.Token);
            time.Now += TimeSpan.FromSeconds(random.Next(30));
            if (random.Next(10) == 0)
                _store = Reopen(Store);
        }

        new OutboundDesk(Store).Take([Of([.. taken])], [Shop], time.Now);
        (channel.Meanwhile, channel.Answer) = (null, static _ => TellAnswer.Told);
        var last = new ChannelSender(
            Store, "shop", channel, static (_, _) => throw new InvalidOperationException("No order."), time);
        while (await last.SendDueAsync(default) is { } next)
            time.Now = next > time.Now ? next : time.Now;
        foreach (var offers in channel.Offers.GroupBy(offer => offer.Sku))
        {
            Assert.Equal(offers.Select(offer => offer.Position).Order(), offers.Select(offer => offer.Position));
            Assert.Equal(available[offers.Key[1] - '0'], offers.Last().Quantity);
        }
    }

    private static async Task SendAsync(ChannelSender sender, CancellationToken crash)
    {
        try
        {
            await sender.SendDueAsync(crash);
        }
        catch (OperationCanceledException)
        {
            // Killed while it waited for the answer.
        }
    }

    private static void Break(Random random, Action action)
    {
        if (random.Next(4) > 0)
            action();
    }

    private static OutboundEntry Waiting(string id, bool isUrgent, int dueAfter) =>
        new("shop", OutboundKind.Stock, id) { IsUrgent = isUrgent, DueAt = At.AddSeconds(dueAfter) };
}
