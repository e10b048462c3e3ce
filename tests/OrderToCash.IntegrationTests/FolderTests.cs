using System.Globalization;
using System.Text.Json.Nodes;
using OrderToCash.IntegrationTests.Http;

namespace OrderToCash.IntegrationTests;

/// <summary>Watched folders with the program itself: while it serves, once, and killed in between.</summary>
public sealed class FolderTests
{
    private const int Orders = 3000;

    [Fact]
    public async Task Files_that_come_while_it_is_killed_are_taken_once_and_leave_the_folder()
    {
        await using var served = await ServedFolder.StartAsync();
        var folder = served.Folder;
        var watched = Directory.CreateDirectory(Path.Combine(folder.Root, "in")).FullName;
        var stock = Directory.CreateDirectory(Path.Combine(folder.Root, "stock")).FullName;
        await AddAsync(folder, "shop", watched);
        await AddAsync(folder, "stock", stock, "--takes", "stock");
        File.WriteAllText(Path.Combine(stock, "s.ndjson"), Inputs.Stock("A-1", 1_000_000) + "\n");
        for (var file = 0; file < 3; file++)
            Write(watched, $"orders-{file}.ndjson", file * Orders / 3);

        // In the middle of the first file, and again somewhere in the rest.
        foreach (var atLeast in (int[])[1, (Orders / 3) + 1])
        {
            await UntilAsync(async () => await CountAsync(folder) >= atLeast);
            served.Process.Kill();
            await served.Process.WaitAsync();
            await served.StartAgainAsync();
        }

        await UntilAsync(() => Task.FromResult(Directory.GetFiles(watched).Length == 0));
        await served.StopAsync();

        Assert.Equal(Orders, await CountAsync(folder));
        Assert.Equal(
            ["orders-0.ndjson", "orders-1.ndjson", "orders-2.ndjson"],
            Directory.GetFiles(Path.Combine(watched, "archive"), "*", SearchOption.AllDirectories)
                .Select(Path.GetFileName).Order(StringComparer.Ordinal));
        var listed = (await folder.RunAsync("folders", "list")).Ends(0).Document()["folders"]!.AsArray();
        var shop = Assert.Single(listed, static one => (string?)one?["name"] == "shop");
        Assert.Equal((3, 0, 0), (
            (int?)shop!["filesTaken"], (int?)shop["filesRefused"], (int?)shop["filesWaiting"]));
        Assert.Equal(Orders, (int?)shop["inputs"]!["accepted"] + (int?)shop["inputs"]!["duplicates"]);
        await folder.AuditAsync();
    }

    [Fact]
    public async Task Without_a_server_files_are_taken_once_and_the_command_says_what_is_wrong_with_what_is_asked()
    {
        using var folder = new O2cFolder();
        var watched = Directory.CreateDirectory(Path.Combine(folder.Root, "in")).FullName;
        await RefusesAsync(folder, "No folders are watched", "run", "--once");
        await RefusesAsync(folder, "is no folder", "add", "shop", Path.Combine(folder.Root, "nowhere"));
        await RefusesAsync(folder, "go with --format", "add", "shop", watched, "--shop", "tea");
        await RefusesAsync(folder, "is of orders", "add", "shop", watched, "--takes", "stock", "--format", "ubl");
        await RefusesAsync(folder, "without colon", "add", "a/b", watched);
        await AddAsync(folder, "shop", watched, "--every", "1", "--unchanged", "0");
        await RefusesAsync(folder, "is watched already, as shop", "add", "again", watched);
        await RefusesAsync(folder, "No folder is called", "remove", "other");
        Write(watched, "orders.ndjson", 0);
        File.WriteAllText(Path.Combine(watched, "half.part"), "{");

        var run = (await folder.RunAsync("folders", "run", "--once")).Ends(0).Document();

        Assert.Equal(1, (int?)run["folders"]![0]!["filesTaken"]);
        Assert.Equal(["half.part"], Directory.GetFiles(watched).Select(Path.GetFileName));
        Assert.Equal(Orders / 3, await CountAsync(folder));
        var file = Assert.Single(Directory.GetFiles(folder.Root, "folders.json", SearchOption.AllDirectories));
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        (await folder.RunAsync("folders", "remove", "shop")).Ends(0);
        Assert.Empty((await folder.RunAsync("folders", "list")).Ends(0).Document()["folders"]!.AsArray());
    }

    private static async Task AddAsync(O2cFolder folder, string name, string path, params string[] options) =>
        (await folder.RunAsync(["folders", "add", name, path, .. options])).Ends(0);

    private static async Task RefusesAsync(O2cFolder folder, string text, params string[] arguments)
    {
        var result = (await folder.RunAsync(["folders", .. arguments])).Ends(2);
        Assert.Contains(text, result.Error, StringComparison.Ordinal);
    }

    /// <summary>As the protocol asks: written under another name, then renamed.</summary>
    private static void Write(string folder, string name, int first)
    {
        var next = Path.Combine(folder, "." + name);
        File.WriteAllLines(next, Enumerable.Range(first, Orders / 3).Select(
            static number => Inputs.Order(number.ToString(CultureInfo.InvariantCulture))));
        File.Move(next, Path.Combine(folder, name));
    }

    private static async Task<int> CountAsync(O2cFolder folder)
    {
        await using var journal = await folder.OpenJournalAsync();
        return (await EventCounts.ReadAsync(journal)).Total("order.placed");
    }

    private static async Task UntilAsync(Func<Task<bool>> isSo)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        while (!await isSo())
            patience.Token.ThrowIfCancellationRequested();
    }
}
