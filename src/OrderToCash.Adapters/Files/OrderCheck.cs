using OrderToCash.Application.Pipelines;
using OrderToCash.Domain.Orders;

namespace OrderToCash.Adapters.Files;

/// <summary>
/// Refuses wrong content at the edge, so that the quarantine and not the order keeps it. Doubts are the order's
/// business.
/// </summary>
internal static class OrderCheck
{
    private const int MaxOthersShown = 3;

    /// <summary>The first error, with others as advice; null where there is none.</summary>
    public static Rejection? Errors(OrderContent content)
    {
        var findings = OrderIntake.Check(content);
        if (findings.IsEmpty || findings[0].Severity != Severity.Error)
        {
            return null;
        }

        var first = findings[0];
        var others = findings.Skip(1).Where(finding => finding.Severity == Severity.Error).ToList();
        var more = others.Count > MaxOthersShown ? $" and {others.Count - MaxOthersShown} more" : "";
        var advice = others.Count == 0 ? null : $"also {string.Join("; ", others.Take(MaxOthersShown))}{more}";
        return new Rejection("invalid-" + first.Rule, first.Field, first.Found, first.Expected, advice);
    }
}
