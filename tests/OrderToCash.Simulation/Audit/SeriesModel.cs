using OrderToCash.Domain.Numbering;

namespace OrderToCash.Simulation.Audit;

/// <summary>A number series as an auditor reads it.</summary>
internal sealed class SeriesModel(string id, Verdict verdict)
{
    public long Last { get; private set; }

    public Dictionary<(string Order, string Request), string> Given { get; } = [];

    public HashSet<string> Texts { get; } = new(StringComparer.Ordinal);

    public void Apply(SeriesEvent.NumberAssigned given)
    {
        verdict.Same(Last + 1, given.Number, $"Series {id}: the number after {Last}");
        verdict.Require(Texts.Add(given.Text), $"Series {id}: {given.Text} is given twice.");
        verdict.Require(
            Given.TryAdd((given.Order.Value, given.RequestId), given.Text),
            $"Series {id}: {given.Order} gets a second number for {given.RequestId}.");
        Last = given.Number;
    }
}
