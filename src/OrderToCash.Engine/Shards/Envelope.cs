namespace OrderToCash.Engine.Shards;

/// <summary>A command from outside with where its answer goes.</summary>
internal readonly record struct Envelope(EntityId To, object Command, Origin Origin, IReplyTo? ReplyTo, long Tag);

/// <summary>A command that the turn decides: from outside, a reaction, or a reminder.</summary>
internal readonly record struct Work(
    EntityId To, object Command, Origin? Origin, IReplyTo? ReplyTo, long Tag, int From, ReactionMessage? Reaction,
    string? Reminder)
{
    public static Work Of(in Envelope envelope) =>
        new(envelope.To, envelope.Command, envelope.Origin, envelope.ReplyTo, envelope.Tag, -1, null, null);

    public static Work Of(int from, ReactionMessage reaction) =>
        new(reaction.To, reaction.Command, null, null, 0, from, reaction, null);

    public static Work OfReminder(in EntityId entity, string name, object command) =>
        new(entity, command, null, null, 0, -1, null, name);
}
