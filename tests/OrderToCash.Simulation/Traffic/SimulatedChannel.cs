using System.Collections.Immutable;
using OrderToCash.Application.Outbound;
using OrderToCash.Simulation.Audit;
using OrderToCash.Simulation.World;

namespace OrderToCash.Simulation.Traffic;

/// <summary>
/// A sales channel at the other end of a bad line: what it is told may be lost, come late, after what was sent later,
/// or be taken and its answer lost.
/// </summary>
internal sealed class SimulatedChannel(
    ChannelPublishing terms, OfferModel audit, SimulatedTime time, Random random, Func<bool> isBad) : IChannelTeller
{
    /// <summary>How long the sender waits for an answer.</summary>
    private const double TimeoutMs = 10_000;

    /// <summary>The longest that something is under way: well below the time after which it is sent again.</summary>
    private const double MaxLateMs = 40_000;

    private readonly Dictionary<string, long> _shown = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ImmutableArray<ShipmentNews>> _shipments = new(StringComparer.Ordinal);
    private int _life;

    public int MaxOffers => 3;

    public ChannelPublishing Terms => terms;

    /// <summary>Requests that may still change something.</summary>
    public int UnderWayCount { get; private set; }

    /// <summary>What it shows its customers.</summary>
    public IReadOnlyDictionary<string, long> Shown => _shown;

    /// <summary>What it knows of its orders.</summary>
    public IReadOnlyDictionary<string, ImmutableArray<ShipmentNews>> Shipments => _shipments;

    public Task<IReadOnlyList<TellAnswer>> TellStockAsync(
        IReadOnlyList<StockOffer> offers, CancellationToken cancellationToken)
    {
        foreach (var offer in offers)
            audit.CheckSent(terms, offer);
        return SendAsync(
            () =>
            {
                foreach (var offer in offers)
                    _shown[offer.Sku] = offer.Quantity;
            },
            answer => (IReadOnlyList<TellAnswer>)[.. offers.Select(_ => answer)]);
    }

    public Task<TellAnswer> TellOrderAsync(OrderNews news, CancellationToken cancellationToken)
    {
        audit.CheckSent(terms, news);
        return SendAsync(() => _shipments[news.Order.Value] = news.Shipments, static answer => answer);
    }

    /// <summary>Who sent is gone: nobody hears the answers; what is under way arrives all the same.</summary>
    public void OnCrash() => _life++;

    private Task<T> SendAsync<T>(Action take, Func<TellAnswer, T> answer)
    {
        var done = new TaskCompletionSource<T>();
        var life = _life;
        var latency = random.Ms(1, 200);
        switch (isBad() ? random.Next(10) : 9)
        {
            case 0:
                Answer(latency, new TellAnswer(TellResult.Later, "It refuses connections (simulated)."));
                break;
            case 1:
                Answer(latency, new TellAnswer(TellResult.Later, "429 (simulated)", random.Ms(500, 20_000)));
                break;
            case 2:
                Answer(random.Ms(TimeoutMs, TimeoutMs), new TellAnswer(TellResult.Unknown, "It is lost (simulated)."));
                break;
            case 3:
                Take(random.Ms(TimeoutMs, MaxLateMs));
                Answer(random.Ms(TimeoutMs, TimeoutMs), new TellAnswer(TellResult.Unknown, "It is late (simulated)."));
                break;
            case 4:
                Take(latency);
                Answer(
                    random.Ms(TimeoutMs, TimeoutMs),
                    new TellAnswer(TellResult.Unknown, "The answer is lost (simulated)."));
                break;
            default:
                Take(latency);
                Answer(latency, TellAnswer.Told);
                break;
        }

        return done.Task;

        void Take(TimeSpan after)
        {
            UnderWayCount++;
            time.Schedule(after, () =>
            {
                UnderWayCount--;
                take();
            });
        }

        void Answer(TimeSpan after, TellAnswer result) => time.Schedule(after, () =>
        {
            if (life == _life)
                done.SetResult(answer(result));
        });
    }
}
