namespace OrderToCash.IntegrationTests;

/// <summary>A stream on standard input whose sender waits for each answer, and how a run is stopped.</summary>
public sealed class LiveStreamTests
{
    [Fact]
    public async Task Each_line_is_answered_before_the_next_one_comes()
    {
        using var folder = new O2cFolder();
        await using var stream = folder.Start("ingest", "orders", "-");
        for (var number = 1; number <= 3; number++)
        {
            await stream.WriteAsync((number == 2 ? "{" : Inputs.Order($"{number}")) + "\n");

            Assert.True(await stream.WaitForLinesAsync(number));
            var answer = O2cResult.Parse(stream.Output()[number - 1]);
            Assert.Equal(number, (int?)answer["position"]);
            Assert.Equal(number == 2 ? "rejected" : "accepted", (string?)answer["result"]);
        }

        stream.CloseInput();
        var summary = (await stream.WaitAsync()).Ends(1).Summary();
        Assert.Equal(2, (int?)summary["accepted"]);
    }

    [Fact]
    public async Task Objects_over_several_lines_are_answered_one_by_one_too()
    {
        using var folder = new O2cFolder();
        await using var stream = folder.Start("ingest", "stock", "-");
        for (var number = 1; number <= 3; number++)
        {
            await stream.WriteAsync(Inputs.Stock($"A-{number}", 5).Replace("{", "{\n", StringComparison.Ordinal));

            Assert.True(await stream.WaitForLinesAsync(number));
        }

        stream.CloseInput();
        Assert.Equal(3, (int?)(await stream.WaitAsync()).Ends(0).Summary()["accepted"]);
    }

    [Fact]
    public async Task Ctrl_c_ends_a_stream_that_is_silent()
    {
        using var folder = new O2cFolder();
        await using var stream = folder.Start("ingest", "orders", "-");
        await stream.WriteAsync(Inputs.Order("1") + "\n");
        Assert.True(await stream.WaitForLinesAsync(1));

        stream.PressCtrlC();

        var summary = (await stream.WaitAsync()).Ends(130).Summary();
        Assert.False((bool?)summary["complete"]);
        Assert.Equal(1, (int?)summary["accepted"]);
    }

    [Fact]
    public async Task A_second_ctrl_c_ends_it_at_once_and_says_what_it_leaves()
    {
        using var folder = new O2cFolder();
        var fifo = Path.Combine(folder.Root, "fifo");
        O2cProcess.MakeFifo(fifo);
        // Opening the pipe waits for a writer and can't be cancelled: a stop that takes for ever.
        await using var process = folder.Start("ingest", "orders", folder.Write("one.ndjson", Inputs.Order("1")), fifo);
        Assert.True(await process.WaitForLinesAsync(2));

        process.PressCtrlC();
        await process.WaitForErrorAsync("Stopping: finishing what was begun.");
        process.PressCtrlC();

        var result = (await process.WaitAsync()).Ends(130);
        Assert.Contains("Stopped at once. What was answered is durable", result.Error, StringComparison.Ordinal);
        (await folder.RunAsync("drain")).Ends(0);
        Assert.Equal("shop:1", (string?)(await folder.ShowAsync("order", "shop:1"))["order"]);
        await folder.AuditAsync();
    }
}
