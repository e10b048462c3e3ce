using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using OrderToCash.LoadTests.Fresh;
using OrderToCash.LoadTests.Peak;

namespace OrderToCash.LoadTests.Reading;

/// <summary>
/// Those who ask, in a process of their own, as a node that reads beside one that writes: this program is set up for
/// throughput, and its collections of garbage would be counted as time of answers.
/// </summary>
internal sealed class AskersProcess : IDisposable
{
    private const string Name = "ask";
    private readonly Process _process;

    private AskersProcess(Process process) => _process = process;

    /// <summary>Starts it; it asks at once, to warm up.</summary>
    /// <param name="asked">Questions of each kind a second.</param>
    public static AskersProcess Start(PeakOptions options, int asked)
    {
        List<string> arguments =
        [
            "queries", Name, "--about", Text(options.FirstNumber), "--seed", Text(options.Seed), "--asked-each",
            Text(asked), KeptStore.Store.Name, options.Store, KeptStore.Schema.Name, options.Schema ?? "",
        ];
        if (options.Folder is { } folder) arguments.AddRange([KeptStore.Folder.Name, folder]);
        if (options.Connection is { } connection) arguments.AddRange([KeptStore.Connection.Name, connection]);
        return new AskersProcess(FreshProcess.StartReader(arguments));
    }

    /// <summary>The command that it runs.</summary>
    public static Command CreateCommand()
    {
        var about = new Option<int>("--about") { Required = true };
        var seed = new Option<int>("--seed") { Required = true };
        var asked = new Option<int>("--asked-each") { Required = true };
        var command = new Command(Name, "Those who ask; `queries` starts them.")
        {
            about, seed, asked, KeptStore.Store, KeptStore.Folder, KeptStore.Connection, KeptStore.Schema,
        };
        command.Hidden = true;
        command.SetAction((parsed, cancellationToken) => RunAsync(
            KeptStore.Options(parsed), parsed.GetValue(about), parsed.GetValue(seed), parsed.GetValue(asked),
            cancellationToken));
        return command;
    }

    /// <summary>From now on it counts.</summary>
    public void StartMeasuring()
    {
        _process.StandardInput.WriteLine();
        _process.StandardInput.Flush();
    }

    /// <summary>Ends it: what it measured, and whether every question was answered.</summary>
    public async Task<(string Answers, bool AreAnswered)> EndAsync(CancellationToken cancellationToken)
    {
        _process.StandardInput.Close();
        var answers = await _process.StandardOutput.ReadToEndAsync(cancellationToken);
        await _process.WaitForExitAsync(cancellationToken);
        return (answers, _process.ExitCode == 0);
    }

    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill();
        _process.Dispose();
    }

    private static async Task<int> RunAsync(
        PeakOptions options, int about, int seed, int asked, CancellationToken cancellationToken)
    {
        await using var place = await StorePlace.CreateAsync(options);
        await using var model = place.Questions();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var questions = Questions.All(about, seed);
        var askers = questions
            .Select((question, i) => new Asker(question, asked, (double)i / questions.Count)).ToList();
        var asking = askers.ConvertAll(asker => Task.Run(() => asker.RunAsync(model, stop.Token), stop.Token));
        while (await Console.In.ReadLineAsync(cancellationToken) is not null)
            askers.ForEach(static asker => asker.StartMeasuring());
        await stop.CancelAsync();
        await Task.WhenAll(asking);
        askers.ForEach(static asker => Console.WriteLine("  " + asker));
        return askers.TrueForAll(static asker => asker.Failed == 0) ? 0 : 1;
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
