using OrderToCash.Application;
using OrderToCash.Application.CashApplication;
using OrderToCash.Domain.CashApplication;
using OrderToCash.Domain.CashApplication.Policies;
using OrderToCash.Domain.Flows;
using OrderToCash.Domain.Payments;
using OrderToCash.Domain.Values;
using OrderToCash.Engine.Shards;
using OrderToCash.Tests.Audit;
using OrderToCash.Tests.Payments;
using Xunit;

namespace OrderToCash.Tests.CashApplication;

/// <summary>A policy on trial, and one that is only simulated.</summary>
public sealed class PolicyReplayTests
{
    private const string Ada = "c-1";
    private static readonly EntityId Policies = new(Kinds.Policy, MatchPolicies.Id);
    private static readonly MatchPolicy Oldest = new() { Name = "oldest", OldestFirst = true };
    private readonly MoneyWorld _world = new();
    private readonly MatchFeed _feed = new(MatchPolicy.Default);
    private readonly List<(EntityId Entity, object Event)> _journal = [];
    private int _read;

    [Fact]
    public void A_policy_on_trial_books_up_to_its_number_of_payments()
    {
        EqualItems(6);
        Happen(new PolicyEvent.Proposed(Oldest, new TrialLimit(2, 1_000_000), MoneyWorld.Ada));
        Pay("P-1", "P-2", "P-3");
        Assert.Equal(["P-1 oldest@1 Book", "P-2 oldest@1 Book", "P-3 default@1 Review"], Follow());
        Happen(new PolicyEvent.Confirmed("oldest@1", MoneyWorld.Ada));
        Assert.Equal(["P-3 oldest@1 Book"], Follow());
    }

    [Fact]
    public void A_policy_on_trial_books_up_to_its_amount()
    {
        EqualItems(6);
        Happen(new PolicyEvent.Proposed(Oldest, new TrialLimit(100, 4_999), MoneyWorld.Ada));
        Pay("P-1", "P-2");
        Assert.Equal(["P-1 oldest@1 Book", "P-2 default@1 Review"], Follow());
    }

    [Fact]
    public void A_feed_that_is_built_again_counts_what_was_booked_before()
    {
        EqualItems(6);
        Happen(new PolicyEvent.Proposed(Oldest, new TrialLimit(1, 1_000_000), MoneyWorld.Ada));
        Pay("P-1");
        Assert.Equal(["P-1 oldest@1 Book"], Follow());
        var again = new MatchFeed(MatchPolicy.Default);
        again.BeginRebuild();
        foreach (var (entity, happened) in _journal)
            again.Apply(entity, happened, default);
        again.EndRebuild();
        _world.Record("P-2", Transaction("P-2"));
        var (received, recorded) = _world.Committed[^1];
        again.Apply(received, recorded, default);
        Assert.Equal("default@1", again.Decide().Single().Decision.Explanation.Policy);
    }

    [Fact]
    public void What_is_withdrawn_decides_no_more()
    {
        EqualItems(6);
        Happen(new PolicyEvent.Proposed(Oldest, new TrialLimit(10, 1_000_000), MoneyWorld.Ada));
        Happen(new PolicyEvent.Withdrawn("oldest@1", "too bold", MoneyWorld.Ada));
        Pay("P-1");
        Assert.Equal(["P-1 default@1 Review"], Follow());
    }

    [Fact]
    public void A_simulation_lists_what_would_change_and_by_the_state_of_then()
    {
        EqualItems(2);
        Pay("P-1");
        Follow();
        _world.Invoice(Ada, "RE-2026-0000009", 5_000, 9);
        _world.Record("P-2", Transaction("P-2") with { SignedMinor = 5_000, Text = "RE-2026-0000009" });
        Follow();
        var changes = Replay(Oldest, out var compared);
        var change = Assert.Single(changes);
        Assert.Equal(2, compared);
        Assert.True(change.IsNewlyBooked);
        Assert.Equal(
            (MatchOutcome.Review, "RE-2026-0000001"), (change.Before.Outcome, change.After.Allocations[0].Document));
        Assert.Empty(Replay(MatchPolicy.Default, out _));
        Assert.Empty(Replay(Oldest, out _, MoneyWorld.Day.AddDays(1)));
    }

    [Fact]
    public void A_simulation_of_a_stricter_policy_lists_what_would_no_longer_be_booked()
    {
        _world.Invoice(Ada, "RE-2026-0000001", 5_000);
        _world.Record("P-1", Transaction("P-1") with { SignedMinor = 5_000, Text = "RE-2026-0000001" });
        Follow();
        var change = Assert.Single(Replay(new MatchPolicy { Name = "strict", MinScore = 500 }, out _));
        Assert.True(change.IsNoLongerBooked);
    }

    [Fact]
    public async Task A_journal_is_read_in_the_order_of_time_over_its_shards()
    {
        await using var world = await AuditWorld.StartAsync();
        for (var i = 0; i < 40; i++)
        {
            world.Pass(TimeSpan.FromMinutes(1));
            await world.BookAsync("E-" + i, 1_000 + i);
        }

        await world.StopAsync();
        var times = new List<(DateTimeOffset At, EntityId Entity)>();
        var events = new JournalByTime(world.Journal, EntityKinds.ByName, MatchFeed.IsOfInterest);
        await foreach (var happened in events.ReadAsync(default))
            times.Add((happened.At, happened.Entity));
        Assert.Equal(41, times.Count);
        Assert.Equal(times.OrderBy(one => one.At), times);
        Assert.True(times.Select(one => ShardMap.ShardOf(one.Entity, 4)).Distinct().Count() > 1);
    }

    private static BankTransaction Transaction(string id) => new(
        id, 3_998, Currency.Eur, MoneyWorld.Day, MoneyWorld.Day, "Ada Muster", "DE75512108001245126199", "danke", null,
        null, id);

    // Nothing but their age tells these apart.
    private void EqualItems(int count)
    {
        for (var i = 1; i <= count; i++)
            _world.Invoice(Ada, $"RE-2026-{i:D7}", 3_998, i);
        _world.Tell(Ada, new Domain.Receivables.AccountCommand.ImportItem(
            new Domain.Receivables.ImportedItem(
                "X-1", Domain.Receivables.ItemKind.Invoice, null, null, MoneyWorld.Day, MoneyWorld.Day, 77_777,
                Currency.Eur, [],
                new Domain.Receivables.ImportedCustomer("K-1", "Ada Muster", ["DE75512108001245126199"])),
            MoneyWorld.Ada));
    }

    private void Pay(params string[] ids)
    {
        foreach (var id in ids)
            _world.Record(id, Transaction(id));
    }

    private void Happen(PolicyEvent happened)
    {
        Take();
        _journal.Add((Policies, happened));
        _feed.Apply(Policies, happened, default);
    }

    private void Take()
    {
        for (; _read < _world.Committed.Count; _read++)
        {
            var (entity, happened) = _world.Committed[_read];
            _journal.Add((entity, happened));
            _feed.Apply(entity, happened, default);
        }
    }

    private List<string> Follow()
    {
        List<string> lines = [];
        for (Take(); _feed.DueCount > 0; Take())
        {
            foreach (var (payment, decision) in _feed.Decide())
            {
                var id = payment.Value[(MoneyWorld.Own.Length + 1)..];
                lines.Add($"{id} {decision.Explanation.Policy} {decision.Outcome}");
                Assert.Equal(
                    PaymentReply.Accepted, _world.Decide(id, decision, Actor.Rule(decision.Explanation.Policy)));
            }
        }

        return lines;
    }

    private List<PolicyChange> Replay(MatchPolicy policy, out int compared, DateOnly? since = null)
    {
        var replay = new PolicyReplay(policy, since);
        List<PolicyChange> changes = [];
        foreach (var (entity, happened) in _journal)
        {
            if (replay.Apply(entity, happened, default) is { } change)
                changes.Add(change);
        }

        compared = replay.Compared;
        return changes;
    }
}
