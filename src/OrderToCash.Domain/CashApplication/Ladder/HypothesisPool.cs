namespace OrderToCash.Domain.CashApplication.Ladder;

/// <summary>Hypotheses that are used again for each payment, so that matching leaves little to be collected.</summary>
internal sealed class HypothesisPool
{
    private readonly List<Hypothesis> _all = [];
    private int _count;

    /// <summary>A new hypothesis, good until <see cref="TakeBack"/>.</summary>
    public Hypothesis Begin(string rung, int customer)
    {
        if (_count == _all.Count)
            _all.Add(new Hypothesis());
        var hypothesis = _all[_count++];
        hypothesis.Start(rung, customer);
        return hypothesis;
    }

    /// <summary>Nobody needs any of them any more.</summary>
    public void TakeBack() => _count = 0;
}
