using System.Collections.Immutable;
using OrderToCash.Application;
using OrderToCash.Application.Queries;
using OrderToCash.Domain.CashApplication;
using OrderToCash.Domain.Payments;
using OrderToCash.Domain.Values;
using OrderToCash.Engine.Journal;

namespace OrderToCash.Console.Demo;

/// <summary>What the matcher made of the bank's transactions, against what they were meant for.</summary>
/// <param name="Decisions">All of them, by their ids.</param>
/// <param name="Written">How many transactions the banks wrote.</param>
internal sealed record DemoMatching(ImmutableArray<DemoDecision> Decisions, int Written)
{
    /// <summary>Money of customers that came in, or was taken back.</summary>
    public int Payments => Decisions.Count(static one => one.IsCustomers);

    /// <summary>Of these, the ones that nobody had to look at.</summary>
    public int Matched => Decisions.Count(static one => one.IsCustomers && one.IsDecided);

    /// <summary>Transactions that were decided without a person, of customers and others.</summary>
    public int Decided => Decisions.Count(static one => one.IsDecided);

    /// <summary>Of these, the ones that are not what was meant.</summary>
    public ImmutableArray<DemoDecision> Wrong => [.. Decisions.Where(static one => one.Verdict == DemoVerdict.Wrong)];

    /// <summary>True where nothing is booked wrongly, and each transaction that was written is booked once.</summary>
    public bool Holds => Wrong.IsEmpty && Decisions.Length == Written;

    /// <summary>How many have a verdict.</summary>
    public int Count(DemoVerdict verdict) => Decisions.Count(one => one.Verdict == verdict);

    /// <summary>Reads the journal's payments.</summary>
    public static async Task<DemoMatching> ReadAsync(
        IJournal journal, DemoTruth truth, CancellationToken cancellationToken)
    {
        var decisions = await EntityScan.RunAsync<PaymentState, DemoDecision>(
            journal, EntityKinds.Payment, Environment.ProcessorCount, static _ => false,
            payment => payment.Transaction is null ? null : DecisionOf(payment, truth), cancellationToken);
        return new DemoMatching([.. decisions.OrderBy(static one => one.Payment, StringComparer.Ordinal)], truth.Count);
    }

    private static DemoDecision DecisionOf(PaymentState payment, DemoTruth truth) => new(
        payment.Id.Value, payment.Transaction?.Text ?? "", payment.Transaction?.SignedMinor ?? 0,
        payment.Transaction?.Currency ?? Currency.Eur, truth.Of(payment.Id.Value), truth.Judge(payment),
        payment.Reason ?? "", payment.Explanation ?? MatchFacts.OfPerson,
        payment.Allocations.Select(static allocation => allocation.Document).Distinct().Count());
}

/// <summary>What was made of one transaction.</summary>
/// <param name="Text">The payer's words.</param>
/// <param name="Meant">Null where the demonstration never wrote it.</param>
/// <param name="Documents">How many documents it settled.</param>
internal sealed record DemoDecision(
    string Payment, string Text, long SignedMinor, Currency Currency, DemoMeant? Meant, DemoVerdict Verdict,
    string Reason, MatchExplanation Explanation, int Documents)
{
    /// <summary>True for money of customers.</summary>
    public bool IsCustomers => Meant is DemoMeant.Documents or DemoMeant.TakesBack;

    /// <summary>True where nobody had to look at it.</summary>
    public bool IsDecided => Verdict is DemoVerdict.Right or DemoVerdict.Wrong;
}
