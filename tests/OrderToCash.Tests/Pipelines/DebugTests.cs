using System.Reflection;
using OrderToCash.Application.Pipelines;
using Xunit;
namespace OrderToCash.Tests.Pipelines;
public sealed class DebugTests
{
    [Fact]
    public async Task Debug()
    {
        await using var run = await PipelineRun.StartAsync();
        var p = new Pipeline(run.Engine, run.Store, new HastyTime(), null);
        var t = p.RunAsync(new ListedSource([.. Enumerable.Range(1, 5000).Select(i => i % 100 == 0 ? PipelineRun.Refused(i) : PipelineRun.Item(i, PipelineRun.Place(i)))]), "o", null, default);
        for (var k = 0; k < 6 && !t.IsCompleted; k++)
        {
            await Task.WhenAny(t, Task.Delay(2000));
            var s = string.Join(" ", typeof(Pipeline).GetFields(BindingFlags.NonPublic | BindingFlags.Instance).Where(f => f.FieldType.IsPrimitive).Select(f => f.Name + "=" + f.GetValue(p)));
            File.AppendAllText("/tmp/dbg.txt", s + " completion=" + run.Engine.Completion.Status + " " + run.Engine.Completion.Exception + "\n" + string.Join("\n", run.Engine.Shards.Select(x => $"{x.Number} active={x.IsActive} work={x.HasWork} unack={x.UnacknowledgedCount} pos={x.Position} quiet={x.IsQuiet} due={x.NextDue}")) + "\nevents " + run.Events.Count + "\n");
        }
        File.AppendAllText("/tmp/dbg.txt", "done " + t.Status + "\n");
    }
}
