using OrderToCash.Application.Audit;
using Xunit.Abstractions;

namespace OrderToCash.Tests.Audit;

/// <summary>
/// Whatever channels, warehouses, customers and persons do, no audit sees a break, not under way either.
/// </summary>
public sealed class AuditRandomTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public async Task Random_lives_hold_under_way_and_at_rest(int seed)
    {
        var traffic = new RandomTraffic(new Random(seed));
        await using var world = await AuditWorld.StartAsync(traffic);
        traffic.World = world;
        var inFlight = 0L;
        for (var round = 0; round < 30; round++)
        {
            for (var step = 0; step < 100; step++)
                await traffic.StepAsync();
            if (round % 3 == 0)
                await world.QuietAsync();
            var running = await world.AuditAsync(new AuditOptions { BatchEvents = 50 });
            Assert.True(running.Holds, $"seed {seed}, round {round}\n" + string.Join('\n', running.ToLines()));
            inFlight += running.InFlight;
        }

        await world.StopAsync();
        var report = await world.AuditAsync();
        output.WriteLine($"seed {seed}, {inFlight} in flight on the way\n" + string.Join('\n', report.ToLines()));
        Assert.True(report.Holds, $"seed {seed}\n" + string.Join('\n', report.ToLines()));
        Assert.Equal(0, report.InFlight);
        // What is held or waited for at the end depends on the run; what was done does not come to nothing.
        Assert.All(
            report.Invariants[..5].SelectMany(one => one.Counts),
            count => Assert.True(count.Count > 0, $"seed {seed}: {count}"));
    }
}
