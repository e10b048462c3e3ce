using System.Text.Json.Nodes;
using OrderToCash.Domain.CashApplication;
using OrderToCash.Server.Views;

namespace OrderToCash.Console.Demo;

/// <summary>Three decisions of the hour with their reasons: different in what they rest on.</summary>
internal static class DemoExamples
{
    private const int Count = 3;

    /// <summary>What is worth showing, most telling first.</summary>
    private static readonly Func<DemoDecision, bool>[] Kinds =
    [
        static one => IsBooked(one) && Has(one, MatchRules.NumberInPieces),
        static one => IsBooked(one) && one.Explanation.Rung == MatchRungs.AllReferences && one.Documents > 1,
        static one => one.Verdict == DemoVerdict.ForPerson && one.Explanation is { Score: > 0, Missing: not null },
        static one => IsBooked(one) && one.Explanation.Rung == MatchRungs.AlmostReference,
        static one => IsBooked(one) && Has(one, MatchRules.LookAlike),
        static one => IsBooked(one) && one.Explanation.Rung == MatchRungs.PayersItems,
        static one => IsBooked(one) && Has(one, MatchRules.Order),
        static one => one.Verdict == DemoVerdict.ForPerson,
        static one => IsBooked(one),
    ];

    /// <summary>The examples as JSON; three, where there are three payments of customers.</summary>
    public static JsonArray ToJson(DemoMatching matching)
    {
        var chosen = new List<DemoDecision>();
        foreach (var isOfKind in Kinds)
        {
            var found = matching.Decisions.FirstOrDefault(
                one => one.IsCustomers && isOfKind(one) && !chosen.Contains(one));
            if (found is not null && chosen.Count < Count)
                chosen.Add(found);
        }

        return Nodes.List(chosen, static one => new JsonObject
        {
            ["payment"] = one.Payment,
            ["amount"] = Nodes.Money(one.SignedMinor, one.Currency),
            ["text"] = one.Text,
            ["decision"] = IsBooked(one) ? "booked" : "a person decides",
            ["rung"] = one.Explanation.Rung,
            ["score"] = one.Explanation.Score,
            ["reason"] = one.Reason,
            ["missing"] = one.Explanation.Missing,
        });
    }

    private static bool IsBooked(DemoDecision one) => one is { Verdict: DemoVerdict.Right, SignedMinor: > 0 };

    private static bool Has(DemoDecision one, string rule) =>
        one.Explanation.Evidence.Any(evidence => evidence.Rule == rule);
}
