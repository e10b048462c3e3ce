using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using OrderToCash.ChannelSimulator.Orders;

namespace OrderToCash.ChannelSimulator;

/// <summary>Delivers a shop's webhooks, signed: most of them, some of them again, some after later ones.</summary>
/// <remarks>Any thread adds; one caller at a time sends.</remarks>
public sealed class HookSender : IDisposable
{
    private const int MaxAttempts = 8;

    private readonly SimulatedShop _shop;
    private readonly HttpClient _client = new() { Timeout = TimeSpan.FromSeconds(5) };
    private readonly ConcurrentQueue<Hook> _waiting = [];
    private readonly List<Hook> _late = [];
    private long _number;

    internal HookSender(SimulatedShop shop)
    {
        _shop = shop;
        shop.Orders.Changed += Add;
    }

    private sealed record Hook(long Number, string Topic, byte[] Body);

    /// <summary>Webhooks that were acknowledged.</summary>
    public long Acknowledged { get; private set; }

    /// <summary>Webhooks that were never sent.</summary>
    public long Lost { get; private set; }

    /// <summary>Webhooks that nobody took, however often they were sent.</summary>
    public long GivenUp { get; private set; }

    /// <summary>Sends what waits.</summary>
    /// <param name="isLast">True to send those too that would come after later ones.</param>
    public async Task SendAsync(bool isLast, CancellationToken cancellationToken = default)
    {
        var faults = _shop.Options.Faults;
        while (_waiting.TryDequeue(out var hook))
        {
            if (_shop.Options.Hook is null)
                continue;
            if (_shop.Choices.Happens("hook lost", hook.Number, faults.HooksLost))
            {
                Lost++;
                continue;
            }

            if (!isLast && _shop.Choices.Happens("hook late", hook.Number, faults.HooksLate))
            {
                _late.Add(hook);
                continue;
            }

            var times = _shop.Choices.Happens("hook repeated", hook.Number, faults.HooksRepeated)
                ? 2 + _shop.Choices.Of("hook times", hook.Number, 2) : 1;
            for (var time = 0; time < times; time++)
                await SendAsync(hook, cancellationToken);
        }

        if (isLast || _late.Count > 3)
        {
            for (var i = _late.Count - 1; i >= 0; i--)
                await SendAsync(_late[i], cancellationToken);
            _late.Clear();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    private void Add(string what, ShopOrder order)
    {
        var topic = _shop.Options.Platform == ShopOptions.Shopify
            ? "orders/" + what
            : what == "create" ? "order.created" : "order.updated";
        _waiting.Enqueue(new Hook(++_number, topic, _shop.BodyOf(order)));
    }

    /// <summary>Tries again, always with the bytes of the first time, as platforms do.</summary>
    private async Task SendAsync(Hook hook, CancellationToken cancellationToken)
    {
        for (var attempt = 1; attempt <= MaxAttempts; attempt++)
        {
            try
            {
                using var request = RequestOf(hook);
                using var answer = await _client.SendAsync(request, cancellationToken);
                if (answer.IsSuccessStatusCode)
                {
                    Acknowledged++;
                    return;
                }
            }
            catch (HttpRequestException)
            {
                // As an answer that is no success.
            }

            await Task.Delay(TimeSpan.FromSeconds(attempt), _shop.Time, cancellationToken);
        }

        GivenUp++;
    }

    private HttpRequestMessage RequestOf(Hook hook)
    {
        var signature = Convert.ToBase64String(
            HMACSHA256.HashData(Encoding.UTF8.GetBytes(_shop.Options.HookSecret), hook.Body));
        var id = string.Create(CultureInfo.InvariantCulture, $"hook-{_shop.Options.Seed}-{hook.Number}");
        var request = new HttpRequestMessage(HttpMethod.Post, _shop.Options.Hook)
        {
            Content = new ByteArrayContent(hook.Body),
        };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        var isShopify = _shop.Options.Platform == ShopOptions.Shopify;
        request.Headers.Add(isShopify ? "X-Shopify-Hmac-Sha256" : "X-WC-Webhook-Signature", signature);
        request.Headers.Add(isShopify ? "X-Shopify-Topic" : "X-WC-Webhook-Topic", hook.Topic);
        request.Headers.Add(isShopify ? "X-Shopify-Webhook-Id" : "X-WC-Webhook-Delivery-ID", id);
        return request;
    }
}
