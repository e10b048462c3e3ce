namespace OrderToCash.Application.Audit;

/// <summary>What an audit keeps of one entity while its shard is read.</summary>
/// <remarks>
/// Written anew from the rules and not taken from the deciders: what both get wrong, a check can't see.
/// </remarks>
internal abstract class EntityFold
{
    /// <summary>Takes in the entity's next event and returns what to keep of the entity.</summary>
    public abstract EntityFold Apply(object domainEvent, Findings findings);

    /// <summary>The entity has no more events: looks at where they left it.</summary>
    public virtual void Finish(Findings findings, Watermarks watermarks)
    {
    }
}
