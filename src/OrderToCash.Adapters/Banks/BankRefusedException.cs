using OrderToCash.Application.Pipelines;

namespace OrderToCash.Adapters.Banks;

/// <summary>
/// The file as a whole is refused: nothing in it can be relied on. Never leaves the <see cref="BankSource"/>.
/// </summary>
internal sealed class BankRefusedException(
    string reason, string place, string found, string expected, string? advice = null, Exception? inner = null)
    : Exception(reason, inner)
{
    /// <summary>Why, for the quarantine.</summary>
    public Rejection Rejection { get; } = new(reason, place, found, expected, advice);
}
