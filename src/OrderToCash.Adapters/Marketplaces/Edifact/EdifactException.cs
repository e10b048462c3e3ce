using OrderToCash.Application.Pipelines;

namespace OrderToCash.Adapters.Marketplaces.Edifact;

/// <summary>An interchange as a whole can't be read.</summary>
internal sealed class EdifactException(Rejection rejection) : Exception(rejection.ToString())
{
    public Rejection Rejection { get; } = rejection;
}
