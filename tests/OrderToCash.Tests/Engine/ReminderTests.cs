using OrderToCash.Engine.Journal;
using OrderToCash.Engine.Shards;
using Xunit;

namespace OrderToCash.Tests.Engine;

/// <summary>Reminders fire, whatever happens between their due time and their turn.</summary>
public sealed class ReminderTests
{
    private static readonly ShardOptions OneCommandATurn = new()
    {
        MaxTurnBytes = 1, MaxEventsPerReminderFlush = 1,
    };

    [Fact]
    public async Task A_reminder_that_a_full_turn_left_for_the_next_one_survives_a_crash()
    {
        var store = new VolatileJournal(1);
        var first = await ArmThreeAsync(store);
        first.Now += TimeSpan.FromHours(1);
        await first.TurnAsync(first.Shards[0]);
        Assert.Equal(4, first.Observed.Count);

        // The process ends here; another one starts on what is stored.
        var second = new ShardDriver(store, OneCommandATurn) { Now = first.Now };
        await second.RunAsync();

        Assert.Equal(2, second.Observed.Count(static happened => happened.Event is FiredEvent));
    }

    [Fact]
    public async Task Reminders_of_one_moment_fire_once_each()
    {
        var driver = await ArmThreeAsync(new VolatileJournal(1));
        driver.Now += TimeSpan.FromHours(1);

        await driver.RunAsync();

        var fired = driver.Observed.Where(static happened => happened.Event is FiredEvent).ToArray();
        Assert.Equal(3, fired.Select(static happened => happened.Entity).Distinct().Count());
        Assert.Equal(3, fired.Length);
        Assert.Equal(0, driver.Shards[0].ReminderCount);
    }

    private static async Task<ShardDriver> ArmThreeAsync(IJournal store)
    {
        var driver = new ShardDriver(store, OneCommandATurn);
        for (var i = 0; i < 3; i++)
            driver.Post(WalletKind.Id(i), new Arm(TimeSpan.FromHours(1)));

        await driver.RunAsync();
        return driver;
    }
}
