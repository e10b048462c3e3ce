using OrderToCash.Application.Pipelines;

namespace OrderToCash.Adapters.Banks;

/// <summary>The file as a whole is refused: nothing in it can be relied on. Never leaves <see
/// cref="CamtSource"/>.</summary>
internal sealed class CamtRefusedException(
    string reason, string place, string found, string expected, string? advice = null)
    : Exception(reason)
{
    /// <summary>Why, for the quarantine.</summary>
    public Rejection Rejection { get; } = new(reason, place, found, expected, advice);
}
