using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using OrderToCash.Adapters.Inbox;
using OrderToCash.IntegrationTests.Http;
using OrderToCash.Server.Hooks;
using Xunit.Abstractions;

namespace OrderToCash.IntegrationTests.Hooks;

/// <summary>
/// Each order is delivered one to five times, shuffled, with its changes and cancellations, from four channels at once,
/// while the server is killed again and again: the end is that of one clean delivery in order, entity by entity.
/// </summary>
/// <remarks><c>O2C_SEED</c> repeats it.</remarks>
public sealed class StormTests(ITestOutputHelper output)
{
    private const int OrdersPerChannel = 30;
    private const int Kills = 2;
    private const int SendersPerChannel = 3;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task A_storm_ends_as_one_clean_delivery_in_order_does()
    {
        var seed = Environment.GetEnvironmentVariable("O2C_SEED") is { Length: > 0 } text
            ? int.Parse(text, CultureInfo.InvariantCulture)
            : Random.Shared.Next();
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        var lives = StormOrders.Platforms
            .SelectMany(platform => Enumerable.Range(1, OrdersPerChannel)
                .Select(order => StormOrders.LifeOf(platform, order, random)))
            .ToList();

        var clean = await CleanAsync(lives);
        var storm = await StormAsync(lives, random);
        Assert.Equal(clean.Keys.Order(StringComparer.Ordinal), storm.Keys.Order(StringComparer.Ordinal));
        var different = clean.Where(entity => storm[entity.Key] != entity.Value)
            .Select(entity => $"{entity.Key}\n  clean {entity.Value}\n  storm {storm[entity.Key]}").ToList();
        Assert.True(different.Count == 0, $"{different.Count} differ:\n{string.Join('\n', different.Take(5))}");
    }

    private static async Task<Dictionary<string, string>> CleanAsync(List<List<StormDelivery>> lives)
    {
        await using var served = await StartAsync();
        for (var version = 1; lives.Exists(life => life.Count >= version); version++)
        {
            foreach (var life in lives.Where(life => life.Count >= version))
                Assert.True(await TryDeliverAsync(served.Client, life[version - 1]));
            await UntilDecidedAsync(served);
        }

        return await EndAsync(served, lives);
    }

    private async Task<Dictionary<string, string>> StormAsync(List<List<StormDelivery>> lives, Random random)
    {
        var deliveries = lives.SelectMany(life => life)
            .SelectMany(delivery => Enumerable.Repeat(delivery, random.Next(1, 6))).ToArray();
        random.Shuffle(deliveries);
        output.WriteLine($"{deliveries.Length} deliveries of {lives.Sum(life => life.Count)} states");
        await using var served = await StartAsync();
        for (var kill = 0; kill <= Kills; kill++)
        {
            var share = deliveries.Length / (Kills + 1);
            var part = kill == Kills ? deliveries[(kill * share)..] : deliveries[(kill * share)..((kill + 1) * share)];
            var lost = await SendAsync(served, part, killsAfter: kill == Kills ? null : random.Next(1, part.Length));
            if (kill == Kills)
            {
                Assert.Empty(lost);
                break;
            }

            await served.Process.WaitAsync();
            await served.StartAgainAsync();
            output.WriteLine($"killed; {lost.Count} without an answer");
            // What was not acknowledged is sent again: only that.
            Assert.Empty(await SendAsync(served, lost, killsAfter: null));
        }

        await UntilDecidedAsync(served);
        return await EndAsync(served, lives);
    }

    /// <summary>Sends from four channels at once; those without an answer come back.</summary>
    private static async Task<List<StormDelivery>> SendAsync(
        ServedFolder served, IReadOnlyList<StormDelivery> deliveries, int? killsAfter)
    {
        var lost = new ConcurrentBag<StormDelivery>();
        var client = served.Client;
        var acknowledged = 0;
        var senders = deliveries.GroupBy(delivery => delivery.Platform).SelectMany(channel =>
        {
            var queue = new ConcurrentQueue<StormDelivery>(channel);
            return Enumerable.Range(0, SendersPerChannel).Select(async _ =>
            {
                while (queue.TryDequeue(out var delivery))
                {
                    if (!await TryDeliverAsync(client, delivery))
                        lost.Add(delivery);
                    else if (Interlocked.Increment(ref acknowledged) == killsAfter)
                        served.Process.Kill();
                }
            });
        });
        await Task.WhenAll(senders);
        return [.. lost];
    }

    private static async Task<bool> TryDeliverAsync(HttpClient client, StormDelivery delivery)
    {
        try
        {
            var (status, _) = await HookClient.PostAsync(client, delivery.Path, delivery.Body, delivery.Headers);
            Assert.Equal(200, status);
            return true;
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            return false;
        }
    }

    private static async Task<ServedFolder> StartAsync()
    {
        var folder = new O2cFolder();
        new ChannelFile(Path.Combine(folder.Root, "store", "channels.json")).Write([.. StormOrders.Channels]);
        // Of orders that look alike the later one is held: which that is, here nobody can say.
        foreach (var setting in (string[])["duplicate-minutes", "max-per-email", "max-per-address"])
            Assert.Equal(0, (await folder.RunAsync("checks", "set", setting, "off", "--reason", "a storm")).ExitCode);
        var served = await ServedFolder.StartAsync(folder);
        using var stock = new StringContent(StormOrders.Stock, Encoding.UTF8, "application/x-ndjson");
        using var answer = await served.Client.PostAsync(new Uri("/v1/stock", UriKind.Relative), stock);
        Assert.DoesNotContain("rejected\",\"", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        return served;
    }

    private static async Task UntilDecidedAsync(ServedFolder served)
    {
        await using var inbox = SqliteInbox.OpenBeside(Path.Combine(served.Folder.Root, "store", "inbox.db"));
        using var patience = new CancellationTokenSource(Patience);
        while (inbox.List(new InboxQuestion(InboxState.Waiting, MaxEntries: 1)).Count > 0)
        {
            patience.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }

        var refused = inbox.List(new InboxQuestion(InboxState.Refused, MaxEntries: 1));
        Assert.True(refused.Count == 0, refused.Count == 0 ? "" : refused[0].Detail);
    }

    /// <summary>Every entity as it is once nothing is under way any more.</summary>
    private static async Task<Dictionary<string, string>> EndAsync(ServedFolder served, List<List<StormDelivery>> lives)
    {
        await served.StopAsync();
        await served.Folder.AuditAsync();
        await served.StartAgainAsync();
        var orders = lives.Select(life => $"/v1/orders/{StormOrders.ShopOf(life[0].Platform)}:{life[0].Order}");
        var skus = StormOrders.SkuIds.Select(sku => "/v1/stock/" + sku);
        var entities = new Dictionary<string, string>(StringComparer.Ordinal);
        var accounts = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var path in orders.Concat(skus))
        {
            var entity = await served.GetAsync(path);
            if ((string?)entity["account"] is { } account)
                accounts.Add("/v1/accounts/" + Uri.EscapeDataString(account));
            entities[path] = Essence(entity).ToJsonString();
        }

        foreach (var path in accounts)
        {
            using var answer = await served.Client.GetAsync(new Uri(path, UriKind.Relative));
            var account = answer.IsSuccessStatusCode
                ? O2cResult.Parse(await answer.Content.ReadAsStringAsync()) : new JsonObject { ["account"] = path };
            entities[path] = Essence(account).ToJsonString();
        }

        await served.StopAsync();
        return entities;
    }

    /// <summary>
    /// Without what tells of the way and not of the end: how often an order was changed, when a wait began, what was
    /// asked for in advance of an order that is over, totals of an account that was asked and has nothing.
    /// </summary>
    private static JsonNode Essence(JsonObject entity)
    {
        var isOver = (string?)entity["status"] == "cancelled";
        foreach (var name in (string[])["events", "revision", "totals", "limits"])
            entity.Remove(name);
        if (isOver)
        {
            foreach (var name in (string[])["prepayment", "prepaid", "holds"])
                entity.Remove(name);
        }

        RemoveTimes(entity);
        foreach (var list in (string[])["openInvoices", "openOrders"])
        {
            if (entity[list] is JsonArray { Count: 0 })
                entity.Remove(list);
        }

        if (entity.ContainsKey("account") && !entity.ContainsKey("order"))
            entity.Remove("account");
        return entity;
    }

    private static void RemoveTimes(JsonNode? node)
    {
        if (node is JsonObject one)
        {
            one.Remove("until");
            one.Remove("text");
            foreach (var (_, value) in one)
                RemoveTimes(value);
        }
        else if (node is JsonArray list)
        {
            foreach (var value in list)
                RemoveTimes(value);
        }
    }
}
