using Spectre.Console;

namespace OrderToCash.Console.Running;

/// <summary>Shows on standard error how far a piece of work is, with its rate and the time left.</summary>
internal static class ProgressDisplay
{
    private static readonly TimeSpan Redraw = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LineEvery = TimeSpan.FromSeconds(5);

    /// <summary>Shows until the work ends; the caller awaits the work.</summary>
    /// <param name="what">What is counted: <c>inputs</c>.</param>
    /// <param name="read">How many are done, and the part of the whole that is done (0 to 1; null: not known).</param>
    public static async Task RunAsync(
        Output output, TimeProvider time, string title, string what, Func<(long Items, decimal? Part)> read, Task work)
    {
        var started = time.GetTimestamp();
        if (output.IsTerminal && !output.IsJson)
        {
            var console = AnsiConsole.Create(new AnsiConsoleSettings
            {
                Out = new AnsiConsoleOutput(System.Console.Error),
            });
            await console.Progress()
                .Columns(
                    new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(),
                    new RemainingTimeColumn())
                .StartAsync(async progress =>
                {
                    var task = progress.AddTask(title, maxValue: 1);
                    while (!work.IsCompleted)
                    {
                        var (items, part) = read();
                        task.IsIndeterminate = part is null;
                        task.Value = (double)(part ?? 0);
                        task.Description = Markup.Escape($"{title}: {Rate(items, what, time.GetElapsedTime(started))}");
                        await Task.WhenAny(work, Task.Delay(Redraw, time));
                    }

                    task.Value = 1;
                });
            return;
        }

        while (await Task.WhenAny(work, Task.Delay(LineEvery, time)) != work)
        {
            var (items, part) = read();
            var elapsed = time.GetElapsedTime(started);
            var left = part is > 0
                ? $", {part:P0}, {elapsed * (double)((1 - part.Value) / part.Value):hh\\:mm\\:ss} left"
                : "";
            output.Note($"{title}: {Rate(items, what, elapsed)}{left}");
        }
    }

    private static string Rate(long items, string what, TimeSpan elapsed) =>
        $"{items:N0} {what}, {(elapsed.TotalSeconds > 0 ? items / elapsed.TotalSeconds : 0):N0}/s";
}
