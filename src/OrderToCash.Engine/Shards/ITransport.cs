namespace OrderToCash.Engine.Shards;

/// <summary>
/// Carries reactions, acknowledgements and requests between shards. May lose, delay, repeat and reorder.
/// </summary>
/// <remarks>Called on the sending shard's loop; must not block it.</remarks>
public interface ITransport
{
    /// <summary>Carries reactions of consecutive numbers.</summary>
    void SendReactions(int from, int to, IReadOnlyList<ReactionMessage> reactions);

    /// <summary>Tells the source shard that everything up to this number is durably handled.</summary>
    void SendAcknowledgement(int from, int to, long number);

    /// <summary>Asks the source shard to send again everything after this number.</summary>
    void RequestResend(int from, int to, long afterNumber);
}

/// <summary>The transport within one process: hands over by reference and loses nothing.</summary>
public sealed class LocalTransport : ITransport
{
    private readonly Shard[] _shards;

    /// <summary>A transport between these shards, indexed by number. The array may be filled afterwards.</summary>
    public LocalTransport(Shard[] shards) => _shards = shards;

    /// <inheritdoc/>
    public void SendReactions(int from, int to, IReadOnlyList<ReactionMessage> reactions) =>
        _shards[to].Receive(ShardMail.OfReactions(from, reactions));

    /// <inheritdoc/>
    public void SendAcknowledgement(int from, int to, long number) =>
        _shards[to].Receive(ShardMail.OfAcknowledgement(from, number));

    /// <inheritdoc/>
    public void RequestResend(int from, int to, long afterNumber) =>
        _shards[to].Receive(ShardMail.OfResendRequest(from, afterNumber));
}

/// <summary>What one shard tells another.</summary>
public readonly record struct ShardMail
{
    private ShardMail(ShardMailKind kind, int from, long number, IReadOnlyList<ReactionMessage> reactions)
    {
        Kind = kind;
        From = from;
        Number = number;
        Reactions = reactions;
    }

    internal ShardMailKind Kind { get; }

    internal int From { get; }

    internal long Number { get; }

    internal IReadOnlyList<ReactionMessage> Reactions { get; }

    /// <summary>Reactions of consecutive numbers.</summary>
    public static ShardMail OfReactions(int from, IReadOnlyList<ReactionMessage> reactions) =>
        new(ShardMailKind.Reactions, from, 0, reactions);

    /// <summary>Everything up to the number is handled.</summary>
    public static ShardMail OfAcknowledgement(int from, long number) =>
        new(ShardMailKind.Acknowledgement, from, number, []);

    /// <summary>Everything after the number is wanted again.</summary>
    public static ShardMail OfResendRequest(int from, long afterNumber) =>
        new(ShardMailKind.ResendRequest, from, afterNumber, []);
}

internal enum ShardMailKind
{
    Reactions = 1,
    Acknowledgement = 2,
    ResendRequest = 3,
}
