using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using OrderToCash.Server;

namespace OrderToCash.IntegrationTests.Http;

/// <summary>A store that is away, a reader that does not read, a line that is listened to.</summary>
public sealed class HttpFaultTests
{
    [Fact]
    public async Task While_the_store_is_away_posts_are_told_to_come_again_and_streams_wait()
    {
        await using var hosted = await HostedServer.StartAsync(new ApiServerOptions());
        await using var upload = await hosted.UploadAsync();
        await SendAsync(1);
        Assert.Equal(200, await upload.ReadStatusAsync(CancellationToken.None));
        Assert.Contains("accepted", await upload.ReadLineAsync(CancellationToken.None), StringComparison.Ordinal);

        hosted.IsAway = true;
        await SendAsync(2);
        var answer = upload.ReadLineAsync(CancellationToken.None);
        for (var attempt = 0; attempt < 3; attempt++)
        {
            using var refused = await PostAsync(hosted.Client, "3");
            Assert.Equal(503, (int)refused.StatusCode);
            Assert.InRange(refused.Headers.RetryAfter!.Delta!.Value, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(10));
            var problem = O2cResult.Parse(await refused.Content.ReadAsStringAsync());
            Assert.Equal("store-unavailable", (string?)problem["reason"]);
        }

        Assert.False(answer.IsCompleted);
        Assert.Equal(200, (int)(await hosted.Client.GetAsync("/v1/orders/shop:1")).StatusCode);
        Assert.Equal(404, (int)(await hosted.Client.GetAsync("/v1/orders/shop:3")).StatusCode);
        hosted.IsAway = false;

        Assert.Contains("accepted", await answer.WaitAsync(TimeSpan.FromMinutes(1)), StringComparison.Ordinal);
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while ((int)(await PostAsync(hosted.Client, "3")).StatusCode is 503)
            patience.Token.ThrowIfCancellationRequested();
        Assert.Equal(200, (int)(await PostAsync(hosted.Client, "3")).StatusCode);
        Assert.Equal(200, (int)(await hosted.Client.GetAsync("/v1/orders/shop:2")).StatusCode);

        Task SendAsync(int number) => upload.WriteAsync(
            Encoding.UTF8.GetBytes(Inputs.Order($"{number}") + "\n"), CancellationToken.None);
    }

    [Fact]
    public async Task A_reader_of_changes_that_takes_nothing_is_dropped_and_told_so()
    {
        await using var hosted = await HostedServer.StartAsync(
            new ApiServerOptions { MaxChangeDelay = TimeSpan.FromMilliseconds(200) });
        using var response = await hosted.Client.GetAsync(
            "/v1/changes?data=true", HttpCompletionOption.ResponseHeadersRead);
        await using var body = await response.Content.ReadAsStreamAsync();

        // Far more than what fits between the two: orders with a name of 100 kB each, in both the order and its events.
        var note = new string('x', 100_000);
        for (var number = 1; number <= 300; number++)
        {
            var order = Inputs.Order($"{number}").Insert(1, $"\"note\":\"{note}\",");
            using var content = new StringContent(order, Encoding.UTF8, "application/json");
            Assert.Equal(201, (int)(await hosted.Client.PostAsync("/v1/orders", content)).StatusCode);
        }

        using var reader = new StreamReader(body);
        var last = "";
        while (await reader.ReadLineAsync() is { } line)
            last = line.StartsWith("event: ", StringComparison.Ordinal) ? line : last;
        Assert.Equal("event: dropped", last);
    }

    [Fact]
    public async Task Https_speaks_tls_from_1_2_on()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256);
        using var certificate = request.CreateSelfSigned(
            new DateTimeOffset(2020, 1, 1, 0, 0, 0, TimeSpan.Zero),
            new DateTimeOffset(2100, 1, 1, 0, 0, 0, TimeSpan.Zero));
        await using var hosted = await HostedServer.StartAsync(new ApiServerOptions { Certificate = certificate });

        Assert.Equal("https", hosted.Address.Scheme);
        Assert.Equal(201, (int)(await PostAsync(hosted.Client, "1")).StatusCode);
        using var old = new HttpClient(new SocketsHttpHandler
        {
            SslOptions =
            {
                RemoteCertificateValidationCallback = (_, seen, _, _) =>
                    seen?.GetCertHashString() == certificate.Thumbprint,
#pragma warning disable CA5397, SYSLIB0039 // What the server must not speak.
                EnabledSslProtocols = SslProtocols.Tls11,
#pragma warning restore CA5397, SYSLIB0039
            },
        })
        {
            BaseAddress = hosted.Address,
        };
        await Assert.ThrowsAsync<HttpRequestException>(() => old.GetAsync("/health/live"));
    }

    private static async Task<HttpResponseMessage> PostAsync(HttpClient client, string number)
    {
        using var content = new StringContent(Inputs.Order(number), Encoding.UTF8, "application/json");
        return await client.PostAsync("/v1/orders", content);
    }
}
