using System.Text;
using System.Text.Json.Nodes;
using OrderToCash.Server.Client;

namespace OrderToCash.IntegrationTests.Http;

/// <summary>Many inputs in one request: an answer for each, in order, as soon as it is durable.</summary>
public sealed class HttpStreamTests : IAsyncLifetime
{
    private ServedFolder _served = null!;

    public async Task InitializeAsync() => _served = await ServedFolder.StartAsync();

    public async Task DisposeAsync() => await _served.DisposeAsync();

    [Fact]
    public async Task A_live_client_gets_each_answer_before_it_sends_the_next_line()
    {
        await using var upload = await _served.UploadAsync();
        for (var number = 1; number <= 20; number++)
        {
            var isBad = number % 5 == 0;
            await SendAsync(upload, isBad ? "{\"channel\":\"shop\"}" : Inputs.Order($"{number}"));
            if (number == 1)
                Assert.Equal(200, await upload.ReadStatusAsync(CancellationToken.None));
            var answer = await AnswerAsync(upload);
            Assert.Equal(number, (int?)answer["line"]);
            Assert.Equal(isBad ? "rejected" : "accepted", (string?)answer["result"]);
            Assert.Equal(isBad ? "orderNumber" : null, (string?)answer["field"]);
        }

        await upload.CompleteAsync(CancellationToken.None);
        var summary = (await AnswerAsync(upload))["summary"]!;
        Assert.Equal(
            (20, 16, 4, true),
            ((int?)summary["read"], (int?)summary["accepted"], (int?)summary["rejected"], (bool?)summary["complete"]));
        Assert.Null(await upload.ReadLineAsync(CancellationToken.None));
    }

    [Fact]
    public async Task A_client_that_takes_no_answers_is_not_read_from_and_others_go_on()
    {
        const long Enough = 60_000_000;
        // Some seconds: windows open in steps, so a stream that is read slowly rests for a second now and then.
        const int RoundsOfStandstill = 50;
        // Known already: decided without a commit, so it is the answers that fill what is between the two.
        var line = Inputs.Stock("A-1", 10) + "\n";
        await _served.PostAsync("/v1/stock", line);
        var chunk = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(line, 500)));
        await using var slow = await _served.UploadAsync("/v1/stock");
        var sent = 0L;
        using var giveUp = new CancellationTokenSource();
        var sending = Task.Run(async () =>
        {
            while (sent < Enough)
            {
                await slow.WriteAsync(chunk, giveUp.Token);
                Interlocked.Add(ref sent, chunk.Length);
            }
        });

        // It stands still: nothing more was sent while many other requests were answered, again and again.
        for (var (rounds, before) = (0, -1L); rounds < RoundsOfStandstill && !sending.IsCompleted;)
        {
            rounds = before == Interlocked.Read(ref sent) ? rounds + 1 : 0;
            before = Interlocked.Read(ref sent);
            for (var number = 0; number < 200; number++)
                Assert.Equal(200, (await _served.PostAsync("/v1/stock", line)).Status);
        }

        Assert.InRange(Interlocked.Read(ref sent), 1, Enough - 1);
        Assert.False(sending.IsCompleted);
        // And it goes on as soon as the client takes its answers.
        Assert.Equal(200, await slow.ReadStatusAsync(CancellationToken.None));
        var stopped = Interlocked.Read(ref sent);
        var position = 0L;
        while (Interlocked.Read(ref sent) == stopped)
            Assert.Equal(++position, (long?)(await AnswerAsync(slow))["line"]);
        await giveUp.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sending);
    }

    [Fact]
    public async Task A_stop_finishes_what_came_and_says_where_the_stream_ended()
    {
        await using var upload = await _served.UploadAsync();
        await SendAsync(upload, Inputs.Order("1"));
        Assert.Equal(200, await upload.ReadStatusAsync(CancellationToken.None));
        Assert.Equal("accepted", (string?)(await AnswerAsync(upload))["result"]);

        await _served.StopAsync();

        var last = await AnswerAsync(upload);
        Assert.Equal(1, (int?)last["summary"]!["read"]);
        Assert.False((bool?)last["summary"]!["complete"]);
        Assert.Equal("stopping", (string?)last["problem"]!["reason"]);
        await _served.Folder.AuditAsync();
    }

    [Fact]
    public async Task A_stream_that_breaks_off_keeps_what_came_before()
    {
        await using (var upload = await _served.UploadAsync())
        {
            await SendAsync(upload, Inputs.Order("1"));
            Assert.Equal(200, await upload.ReadStatusAsync(CancellationToken.None));
            Assert.Equal("accepted", (string?)(await AnswerAsync(upload))["result"]);
            await upload.WriteAsync("{\"channel\":\"sho"u8.ToArray(), CancellationToken.None);
        }

        var (status, _) = await _served.PostAsync("/v1/orders", Inputs.Order("1"));
        Assert.Equal(200, status);
    }

    [Fact]
    public async Task Compressed_streams_and_lists_are_streams_too()
    {
        var packed = new MemoryStream();
        await using (var gzip = new System.IO.Compression.GZipStream(
            packed, System.IO.Compression.CompressionLevel.Fastest, leaveOpen: true))
        {
            await gzip.WriteAsync(Encoding.UTF8.GetBytes(Inputs.Order("1") + "\n" + Inputs.Order("2") + "\n"));
        }

        foreach (var (body, type) in ((byte[], string)[])
            [(packed.ToArray(), "application/gzip"),
                (Encoding.UTF8.GetBytes($"[{Inputs.Order("1")},{Inputs.Order("2")}]"), "application/x-ndjson")])
        {
            using var content = new ByteArrayContent(body);
            content.Headers.ContentType = new(type);
            using var response = await _served.Client.PostAsync("/v1/orders?source=shop.ndjson", content);
            var lines = (await response.Content.ReadAsStringAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
            Assert.Equal(3, lines.Length);
            Assert.Equal("shop.ndjson", (string?)O2cResult.Parse(lines[2])["summary"]!["source"]);
        }
    }

    private static Task SendAsync(UploadConnection upload, string line) =>
        upload.WriteAsync(Encoding.UTF8.GetBytes(line + "\n"), CancellationToken.None);

    private static async Task<JsonObject> AnswerAsync(UploadConnection upload) => O2cResult.Parse(
        await upload.ReadLineAsync(CancellationToken.None).WaitAsync(TimeSpan.FromMinutes(1))
        ?? throw new EndOfStreamException());
}
