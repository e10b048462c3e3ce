namespace OrderToCash.Domain.CashApplication.Ladder;

/// <summary>A way in which the payment could be meant.</summary>
/// <remarks>Used again for another payment: nobody keeps one longer than the decision takes.</remarks>
internal sealed class Hypothesis
{
    public string Rung { get; private set; } = MatchRungs.None;

    /// <summary>Whose items; -1 where several customers'.</summary>
    public int Customer { get; private set; }

    public List<Share> Shares { get; } = [];

    public List<Fact> Facts { get; } = [];

    public long OnAccountMinor { get; set; }

    /// <summary>True for what is shown to a person and never booked.</summary>
    public bool IsSuggestion { get; set; }

    public int Score { get; private set; }

    /// <summary>The points of its best reference.</summary>
    public int ReferencePoints { get; private set; }

    /// <summary>True where something links the payer to the customer.</summary>
    public bool HasPayer { get; private set; }

    public bool HasAmount { get; private set; }

    /// <summary>Begins a new one, of which nothing is known yet.</summary>
    public void Start(string rung, int customer)
    {
        Rung = rung;
        Customer = customer;
        Shares.Clear();
        Facts.Clear();
        OnAccountMinor = 0;
        IsSuggestion = false;
        Score = 0;
        ReferencePoints = 0;
        HasPayer = false;
        HasAmount = false;
    }

    public void Add(in Fact fact)
    {
        Facts.Add(fact);
        Score += fact.Points;
        HasPayer |= fact.Kind == EvidenceKind.Payer && fact.Points > 0;
        HasAmount |= fact.Kind == EvidenceKind.Amount;
        if (fact.Kind == EvidenceKind.Reference)
            ReferencePoints = Math.Max(ReferencePoints, fact.Points);
    }

    /// <summary>Counts evidence of a kind for a share of its points only.</summary>
    public void Reduce(EvidenceKind kind, int numerator, int denominator)
    {
        for (var i = 0; i < Facts.Count; i++)
        {
            if (Facts[i].Kind != kind)
                continue;
            var points = Facts[i].Points * numerator / denominator;
            Score -= Facts[i].Points - points;
            Facts[i] = Facts[i] with { Points = points };
        }
    }

    public bool HasTwoKinds =>
        (ReferencePoints > 0 ? 1 : 0) + (HasPayer ? 1 : 0) + (HasAmount ? 1 : 0) >= 2;

    /// <summary>True where both settle the same items, whatever of them.</summary>
    public bool IsOfSameItems(Hypothesis other)
    {
        if (Shares.Count != other.Shares.Count)
            return false;
        foreach (var share in Shares)
        {
            if (!other.Shares.Exists(of => of.Item == share.Item))
                return false;
        }

        return true;
    }
}
