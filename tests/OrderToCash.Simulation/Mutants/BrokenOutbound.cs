using OrderToCash.Application.Outbound;

namespace OrderToCash.Simulation.Mutants;

/// <summary>A queue that does what another does; a base for those that do one thing differently.</summary>
internal abstract class WrappedOutbound(IOutboundStore inner) : IOutboundStore
{
    public T Change<T>(Func<IOutboundTables, T> work) => inner.Change(tables => work(Wrap(tables)));

    protected abstract IOutboundTables Wrap(IOutboundTables tables);

    protected abstract class Tables(IOutboundTables inner) : IOutboundTables
    {
        public Guid? Journal => inner.Journal;

        public void BeginAnew(Guid journal) => inner.BeginAnew(journal);

        public long PositionOf(int shard) => inner.PositionOf(shard);

        public void SetPosition(int shard, long position) => inner.SetPosition(shard, position);

        public StockLevel? FindLevel(string sku) => inner.FindLevel(sku);

        public virtual void PutLevel(string sku, StockLevel level) => inner.PutLevel(sku, level);

        public IReadOnlyList<(string Sku, StockLevel Level)> LevelsAfter(string sku, int max) =>
            inner.LevelsAfter(sku, max);

        public OutboundEntry? Find(string channel, OutboundKind kind, string id) => inner.Find(channel, kind, id);

        public virtual void Put(OutboundEntry entry) => inner.Put(entry);

        public IReadOnlyList<OutboundEntry> Due(string channel, DateTimeOffset now, int max) =>
            inner.Due(channel, now, max);

        public virtual IReadOnlyList<OutboundEntry> Sending(string channel) => inner.Sending(channel);

        public DateTimeOffset? NextDue(string channel) => inner.NextDue(channel);

        public OfferProgress? ProgressOf(string channel) => inner.ProgressOf(channel);

        public void SetProgress(string channel, OfferProgress progress) => inner.SetProgress(channel, progress);

        public int ForgetOrders(DateTimeOffset before, int max) => inner.ForgetOrders(before, max);
    }
}

/// <summary>Puts what was sent in vain back in the queue, over a newer value that came meanwhile.</summary>
internal sealed class RestoringSent(IOutboundStore inner) : WrappedOutbound(inner)
{
    protected override IOutboundTables Wrap(IOutboundTables tables) => new Stale(tables);

    private sealed class Stale(IOutboundTables inner) : Tables(inner)
    {
        public override void Put(OutboundEntry entry) => base.Put(
            entry is { State: OutboundState.Waiting, Error: not null, Kind: OutboundKind.Stock }
                ? entry with { Quantity = entry.SentQuantity, Position = entry.SentPosition }
                : entry);
    }
}

/// <summary>Offers the pieces for which orders wait.</summary>
internal sealed class OfferingAwaited(IOutboundStore inner) : WrappedOutbound(inner)
{
    protected override IOutboundTables Wrap(IOutboundTables tables) => new Greedy(tables);

    private sealed class Greedy(IOutboundTables inner) : Tables(inner)
    {
        public override void PutLevel(string sku, StockLevel level) => base.PutLevel(sku, level with { Waiting = 0 });
    }
}

/// <summary>Forgets after a crash what was on its way.</summary>
internal sealed class ForgettingSent(IOutboundStore inner) : WrappedOutbound(inner)
{
    protected override IOutboundTables Wrap(IOutboundTables tables) => new Forgetful(tables);

    private sealed class Forgetful(IOutboundTables inner) : Tables(inner)
    {
        public override IReadOnlyList<OutboundEntry> Sending(string channel) => [];
    }
}

/// <summary>Takes one confirmation for the end, whatever may still be under way.</summary>
internal sealed class TrustingConfirmations(IOutboundStore inner) : WrappedOutbound(inner)
{
    protected override IOutboundTables Wrap(IOutboundTables tables) => new Trusting(tables);

    private sealed class Trusting(IOutboundTables inner) : Tables(inner)
    {
        public override void Put(OutboundEntry entry) => base.Put(entry with { IsUncertain = false });
    }
}
