namespace OrderToCash.Application.Audit;

/// <summary>The matcher's policies: nothing that was booked depends on them but through its decisions.</summary>
internal sealed class PolicyFold : EntityFold
{
    /// <inheritdoc/>
    public override EntityFold Apply(object domainEvent, Findings findings) => this;
}
