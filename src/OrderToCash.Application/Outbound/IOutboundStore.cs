namespace OrderToCash.Application.Outbound;

/// <summary>Keeps what channels are to be told, and from where in the journal it goes on.</summary>
/// <remarks>Any thread. All of a change is durable when the call returns, or none of it is.</remarks>
public interface IOutboundStore
{
    /// <summary>Reads and changes in one transaction; one at a time.</summary>
    /// <exception cref="OutboundUnavailableException">Nothing was changed.</exception>
    T Change<T>(Func<IOutboundTables, T> work);
}

/// <summary>What is kept, within one transaction.</summary>
public interface IOutboundTables
{
    /// <summary>The journal that it was made from; null in a new store.</summary>
    Guid? Journal { get; }

    /// <summary>Forgets stock, its entries and positions, and follows this journal from its beginning.</summary>
    /// <remarks>Entries of orders stay: what was told once is known.</remarks>
    void BeginAnew(Guid journal);

    /// <summary>The shard position up to which everything is taken in; 0 at first.</summary>
    long PositionOf(int shard);

    /// <summary>Sets it.</summary>
    void SetPosition(int shard, long position);

    /// <summary>A SKU's level; null where it has none.</summary>
    StockLevel? FindLevel(string sku);

    /// <summary>Keeps a SKU's level.</summary>
    void PutLevel(string sku, StockLevel level);

    /// <summary>SKUs with their levels, in ordinal order of their names, after one.</summary>
    IReadOnlyList<(string Sku, StockLevel Level)> LevelsAfter(string sku, int max);

    /// <summary>An entry; null where there is none.</summary>
    OutboundEntry? Find(string channel, OutboundKind kind, string id);

    /// <summary>Keeps an entry in place of the one of the same channel, kind and id.</summary>
    void Put(OutboundEntry entry);

    /// <summary>What waits of a channel and may be sent: the urgent first, then what is due longest.</summary>
    IReadOnlyList<OutboundEntry> Due(string channel, DateTimeOffset now, int max);

    /// <summary>What is on its way to a channel.</summary>
    IReadOnlyList<OutboundEntry> Sending(string channel);

    /// <summary>When the next of a channel is due; null where none waits.</summary>
    DateTimeOffset? NextDue(string channel);

    /// <summary>The terms under which SKUs were offered to a channel, and how far; null where none were.</summary>
    OfferProgress? ProgressOf(string channel);

    /// <summary>Keeps them.</summary>
    void SetProgress(string channel, OfferProgress progress);

    /// <summary>Forgets told orders that were told before this time.</summary>
    /// <returns>How many.</returns>
    int ForgetOrders(DateTimeOffset before, int max);
}

/// <summary>How far every SKU is offered under a channel's terms.</summary>
/// <param name="Terms">As <see cref="ChannelPublishing.OfferTerms"/> says them.</param>
/// <param name="AfterSku">SKUs up to this one are; null where all are.</param>
public sealed record OfferProgress(string Terms, string? AfterSku);

/// <summary>What channels are to be told can't be read or kept; the message says why and what to do.</summary>
public sealed class OutboundUnavailableException(string message, Exception? inner = null) : Exception(message, inner);
