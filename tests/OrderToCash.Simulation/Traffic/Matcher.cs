using OrderToCash.Application.CashApplication;
using OrderToCash.Application.Publishers;
using OrderToCash.Domain.CashApplication;
using OrderToCash.Domain.Flows;
using OrderToCash.Domain.Payments;
using OrderToCash.Domain.Values;
using OrderToCash.Engine.Shards;
using OrderToCash.Simulation.Audit;
using OrderToCash.Simulation.World;

namespace OrderToCash.Simulation.Traffic;

/// <summary>
/// A publisher on one thread: follows what is durable and tells payments what is to become of them, as the product
/// does. It keeps images at random moments, some of which are torn, and goes on from them after a crash.
/// </summary>
internal sealed class Matcher(
    JournalModel journal, Client client, SimulatedStore store, SimulatedTime time, Random random, int shards)
{
    /// <summary>Of a hundred looks at the journal.</summary>
    private const int ImagesPerHundred = 4;

    private const int TornPerHundred = 15;

    private static readonly Actor Rule = Actor.Rule(MatchPolicy.Default.Id);

    private readonly VolatilePublisherImages _kept = new();
    private readonly long[] _positions = new long[shards];

    // What shards said; they say it once, so it outlives the matcher.
    private readonly long[] _delivered = new long[shards];
    private MatchFeed _feed = new(MatchPolicy.Default);
    private int _read;
    private int _answersAwaited;
    private int _life;

    /// <summary>True where it has looked at every event, and decided and heard what there is.</summary>
    public bool IsUpToDate => _read == journal.Events.Count && _answersAwaited == 0 && _feed.DueCount == 0
        && _feed.HeldBackCount == 0;

    /// <summary>
    /// Forgets everything, as after a crash, goes on from its image where there is one, and reads the rest of the
    /// journal: shard by shard.
    /// </summary>
    public void Restart()
    {
        _life++;
        _answersAwaited = 0;
        Begin();
        // Of a store without images, or of another version of the program.
        var from = random.Next(4) == 0
            ? null
            : SimulatedStore.Now(Images().ReadAsync(store.Inner, _feed, default));
        if (from is null)
            Begin();
        else
            from.CopyTo(_positions, 0);
        TellDelivered();
        var positions = new long[shards];
        foreach (var (entity, happened) in journal.Events
            .OrderBy(happened => ShardMap.ShardOf(happened.Entity, shards)))
        {
            var shard = ShardMap.ShardOf(entity, shards);
            if (++positions[shard] > _positions[shard])
                Apply(entity, happened, positions[shard]);
            else if (happened is BankEvent.EntriesBooked booked)
                _feed.OnBooked(shard, positions[shard], booked);
        }

        positions.CopyTo(_positions, 0);
        _feed.EndRebuild();
        _read = journal.Events.Count;
    }

    /// <summary>Takes in what came since the last time, and decides what can now be decided.</summary>
    public void Follow()
    {
        for (; _read < journal.Events.Count; _read++)
        {
            var (entity, happened) = journal.Events[_read];
            Apply(entity, happened, ++_positions[ShardMap.ShardOf(entity, shards)]);
        }

        // They were told after the events that they speak of.
        TellDelivered();
        // Before and after decisions whose answers are on their way.
        KeepSometimes();
        foreach (var (payment, decision) in _feed.Decide())
            Send(payment, decision);
        KeepSometimes();
    }

    /// <summary>A shard says that what its events up to this position cause is durable.</summary>
    public void OnDelivered(int shard, long position) =>
        _delivered[shard] = Math.Max(_delivered[shard], position);

    private void Begin()
    {
        _feed = new MatchFeed(MatchPolicy.Default);
        _feed.BeginRebuild();
        Array.Clear(_positions);
    }

    private MatcherImages Images() => new(_kept, static () => new MemoryStream(), time);

    private void KeepSometimes()
    {
        if (random.Next(100) >= ImagesPerHundred)
            return;
        var before = _kept["matcher"];
        var keeping = Images().KeepAsync(store.Inner, _feed, _positions, isGentle: true, default);
        if (!keeping.IsCompletedSuccessfully)
            throw new InvalidOperationException("An image in memory has to be kept at once.");
        if (random.Next(100) >= TornPerHundred || _kept["matcher"] is not { } image)
            return;
        // A crash while it was written, in a store that keeps its promise or doesn't.
        _kept["matcher"] = random.Next(2) == 0 ? before : image[..random.Next(image.Length)];
    }

    private void TellDelivered()
    {
        for (var shard = 0; shard < shards; shard++)
            _feed.OnDelivered(shard, _delivered[shard]);
    }

    private void Apply(in EntityId entity, object happened, long position)
    {
        if (happened is BankEvent.EntriesBooked booked)
            _feed.OnBooked(ShardMap.ShardOf(entity, shards), position, booked);
        else if (MatchFeed.IsOfInterest(happened))
            _feed.Apply(entity, happened, time.Now);
    }

    private void Send(PaymentId payment, MatchDecision decision)
    {
        var life = _life;
        _answersAwaited++;
        client.Send(new EntityId(Kinds.Payment, payment.Value), new PaymentCommand.Decide(decision, Rule), reply =>
        {
            if (life != _life)
                return;

            _answersAwaited--;
            if (reply is not (PaymentReply.Accepted or PaymentReply.Duplicate))
                _feed.OnRefused(payment, reply as PaymentReply?);
        });
    }
}
