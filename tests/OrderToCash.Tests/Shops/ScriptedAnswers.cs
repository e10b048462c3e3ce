using System.Net;
using System.Text;
using OrderToCash.Adapters.Shops;

namespace OrderToCash.Tests.Shops;

/// <summary>Stands where the network is: answers as a test says, in turn, and keeps what was asked.</summary>
internal sealed class ScriptedAnswers(TimeProvider time) : HttpMessageHandler
{
    private readonly Queue<Func<HttpResponseMessage>> _answers = [];

    /// <summary>What was asked, and when.</summary>
    public List<(DateTimeOffset At, string Path)> Asked { get; } = [];

    /// <summary>The headers of the last request.</summary>
    public string Headers { get; private set; } = "";

    public ScriptedAnswers Answer(int status, string body = "{}", params string[] headers)
    {
        _answers.Enqueue(() =>
        {
            var response = new HttpResponseMessage((HttpStatusCode)status)
            {
                Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body)),
            };
            for (var i = 0; i < headers.Length; i += 2)
                response.Headers.TryAddWithoutValidation(headers[i], headers[i + 1]);
            return response;
        });
        return this;
    }

    public ScriptedAnswers Fail(HttpRequestError error)
    {
        _answers.Enqueue(() => throw new HttpRequestException(error, "the wire says no"));
        return this;
    }

    public ShopCalls Calls(int perSecond = 2, string? key = null) => new(
        new ShopAccess(new Uri("https://shop.example/at/home/"), key, "cs_hush"), perSecond, new HttpClient(this),
        time);

    protected override Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Asked.Add((time.GetUtcNow(), request.RequestUri!.PathAndQuery));
        Headers = request.Headers.ToString();
        return Task.FromResult(_answers.Dequeue()());
    }
}
