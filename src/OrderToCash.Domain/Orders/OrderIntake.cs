using System.Collections.Immutable;
using System.Globalization;
using OrderToCash.Domain.Orders.Checks;

namespace OrderToCash.Domain.Orders;

/// <summary>Checks an order's content before anything is decided from it.</summary>
public static partial class OrderIntake
{
    /// <summary>
    /// Every finding, errors before doubts, in the order of the fields; empty where the content is as it should be.
    /// Totals are compared only where there is no error.
    /// </summary>
    /// <param name="advice">The store's rules and what was seen of other orders; null: the default rules.</param>
    public static ImmutableArray<Finding> Check(OrderContent content, OrderAdvice? advice = null)
    {
        advice ??= OrderAdvice.None;
        var findings = CheckFields(content, advice.Rules);
        if (HasError(findings)) return ErrorsFirst(findings);
        var all = CheckTotals(content, OrderTotals.Compute(content).TotalMinor, advice, findings);
        return all is null ? [] : [.. all];
    }

    /// <summary>All but what needs the total; null where there is nothing to say.</summary>
    internal static List<Finding>? CheckFields(OrderContent content, CheckRules rules)
    {
        List<Finding>? findings = null;
        CheckName(ref findings, "channel", content.Channel);
        if (content.Channel is not null && content.Channel.Contains(':'))
            Error(ref findings, "name", "channel", content.Channel, "no colon: it parts channel and order number");
        CheckName(ref findings, "orderNumber", content.OrderNumber);
        CheckYear(ref findings, "placedAt", content.PlacedAt);
        if (content.UpdatedAt is { } updatedAt) CheckYear(ref findings, "updatedAt", updatedAt);
        if (content.Currency.Code is null)
            Error(ref findings, "currency", "currency", "none", "an ISO 4217 code");
        else
            CheckAmounts(ref findings, content);
        if (content.ShipTo is not null) CheckAddress(ref findings, "shipTo", content.ShipTo, rules);
        if (content.BillTo is not null) CheckAddress(ref findings, "billTo", content.BillTo, rules);
        CheckTerms(ref findings, content.Payment);
        return findings;
    }

    /// <summary>Adds what doesn't add up, and what the rules doubt.</summary>
    internal static List<Finding>? CheckTotals(
        OrderContent content, long totalMinor, OrderAdvice advice, List<Finding>? findings)
    {
        if (advice.Rules.Totals) CheckSums(ref findings, content, totalMinor);
        return CheckAdvice(content, totalMinor, advice, findings);
    }

    private static void CheckSums(ref List<Finding>? findings, OrderContent content, long totalMinor)
    {
        var money = content.Currency;
        if (content.StatedTotalMinor is { } stated && stated != totalMinor)
        {
            Doubt(
                ref findings, "total-differs", "total", money.Format(stated),
                $"{money.Format(totalMinor)} as computed, difference {money.Format((decimal)stated - totalMinor)}");
        }

        var payment = content.Payment;
        var isPromised = payment is { Method: PaymentMethod.Psp, Status: PspStatus.Authorized or PspStatus.Captured };
        if (isPromised && payment.AmountMinor is { } paid && paid < totalMinor)
        {
            Doubt(
                ref findings, "psp-amount", "payment.amount", money.Format(paid),
                $"at least the total, {money.Format(totalMinor)}");
        }
    }

    internal static bool HasError(List<Finding>? findings)
    {
        if (findings is null) return false;
        foreach (var finding in findings)
            if (finding.Severity == Severity.Error) return true;
        return false;
    }

    /// <summary>The first error, as a reply's detail.</summary>
    internal static string FirstError(List<Finding> findings)
        => findings.Find(static finding => finding.Severity == Severity.Error).ToString();

    private static ImmutableArray<Finding> ErrorsFirst(List<Finding>? findings)
        => findings is null ? [] : [.. findings.OrderBy(static finding => finding.Severity)];

    private static void CheckName(ref List<Finding>? findings, string field, string? name)
    {
        if (string.IsNullOrWhiteSpace(name))
        {
            Error(ref findings, "name", field, "nothing", "1 to 200 characters");
            return;
        }

        if (name.Length > OrderLimits.MaxNameLength)
            Error(ref findings, "name", field, $"{name.Length} characters", "1 to 200 characters");
        foreach (var character in name)
        {
            if (!char.IsControl(character)) continue;
            Error(ref findings, "name", field, $"U+{(int)character:X4}", "no control characters");
            return;
        }
    }

    private static void CheckYear(ref List<Finding>? findings, string field, DateTimeOffset at)
    {
        var year = at.UtcDateTime.Year;
        if (year is >= 2000 and <= 2100) return;
        Error(ref findings, "date", field, at.ToString("O", CultureInfo.InvariantCulture), "a year from 2000 to 2100");
    }

    private static void CheckTerms(ref List<Finding>? findings, PaymentTerms terms)
    {
        if (!Enum.IsDefined(terms.Method))
            Error(ref findings, "payment", "payment.method", Text((int)terms.Method), "prepayment, invoice or psp");
        if (terms.TermsDays is < 0 or > OrderLimits.MaxTermsDays)
            Error(ref findings, "payment", "payment.termsDays", Text(terms.TermsDays), "0 to 365");
        if (terms.Skonto.IsDefaultOrEmpty) return;
        for (var i = 0; i < terms.Skonto.Length; i++)
        {
            var (days, percent) = terms.Skonto[i];
            if (percent is < 0 or > 100)
                Error(ref findings, "payment", $"payment.skonto[{i}].percent", Text(percent), "0 to 100");
            if (days is < 0 or > OrderLimits.MaxTermsDays)
                Error(ref findings, "payment", $"payment.skonto[{i}].days", Text(days), "0 to 365");
        }
    }

    private static void Error(ref List<Finding>? findings, string rule, string field, string found, string expected)
        => (findings ??= []).Add(new Finding(rule, field, found, expected, Severity.Error));

    private static void Doubt(ref List<Finding>? findings, string rule, string field, string found, string expected)
        => (findings ??= []).Add(new Finding(rule, field, found, expected, Severity.Review));

    private static string Text(decimal number) => number.ToString(CultureInfo.InvariantCulture);
}
