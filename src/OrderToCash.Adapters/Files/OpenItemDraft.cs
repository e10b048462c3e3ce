using System.Collections.Immutable;
using System.Globalization;
using OrderToCash.Application.Pipelines;
using OrderToCash.Domain.Flows;
using OrderToCash.Domain.Orders;
using OrderToCash.Domain.Payments;
using OrderToCash.Domain.Receivables;
using OrderToCash.Domain.Values;

namespace OrderToCash.Adapters.Files;

/// <summary>What was read of an open item or a customer, in either form; checked as a whole.</summary>
internal sealed class OpenItemDraft
{
    private const int MaxSkonto = 5;
    private const int MaxSkontoDays = 366;
    private const decimal HundredPercent = 100m;

    /// <summary>So many decimals of a percentage give any discount of up to ten million to the cent.</summary>
    private const int PercentDecimals = 10;

    public string Customer { get; set; } = "";

    public string? Document { get; set; }

    /// <summary>The number of the word among the field's choices; null where not given.</summary>
    public int? Kind { get; set; }

    public string? OrderNumber { get; set; }

    public string? Reference { get; set; }

    public DateOnly? IssueDate { get; set; }

    public DateOnly? DueDate { get; set; }

    public decimal? Amount { get; set; }

    public string? CurrencyCode { get; set; }

    public List<OpenItemSkonto> Skonto { get; } = [];

    public string? CustomerNumber { get; set; }

    public string? CustomerName { get; set; }

    public ImmutableArray<string> Ibans { get; set; } = [];

    private bool IsItem => Document is not null || Kind is not null || OrderNumber is not null || Reference is not null
        || IssueDate is not null || DueDate is not null || Amount is not null || CurrencyCode is not null
        || Skonto.Count > 0;

    /// <summary>The command, or the first thing that is wrong.</summary>
    public RecordRead Read(Actor actor)
    {
        var ibans = ImmutableArray.CreateBuilder<string>(Ibans.Length);
        foreach (var text in Ibans)
        {
            if (!IbanCheck.TryParse(text, out var iban, out var problem))
                return Refused("invalid-iban", "ibans", text, $"an IBAN: {problem}");
            ibans.Add(iban.Value);
        }

        if (ibans.Count > CustomerAccount.MaxIbans)
            return Refused("out-of-range", "ibans", $"{ibans.Count}", $"at most {CustomerAccount.MaxIbans}");
        var customer = new ImportedCustomer(CustomerNumber, CustomerName, ibans.DrainToImmutable());
        return IsItem
            ? ReadItem(customer, actor)
            : RecordRead.Of(Kinds.Account, Customer, new AccountCommand.NoteCustomer(customer));
    }

    private RecordRead ReadItem(ImportedCustomer customer, Actor actor)
    {
        if (Document is null)
            return Missing(OpenItemFields.Document);
        if (IssueDate is not { } issued)
            return Missing(OpenItemFields.IssueDate);
        if (Amount is not { } amount)
            return Missing(OpenItemFields.Amount);
        if (CurrencyCode is null)
            return Missing(OpenItemFields.Currency);
        if (!Currency.TryParse(CurrencyCode, out var currency))
        {
            return Refused(
                "unknown-currency", "currency", $"\"{CurrencyCode}\"",
                "the ISO 4217 code of a supported currency, as EUR");
        }

        if (!new MinorAmounts(currency).TryConvert(amount, out var minor, out var reason, out var expected))
            return Refused(reason, "amount", Text(amount), expected);
        var isCreditNote = Kind is { } kind ? kind == 1 : minor < 0;
        if (minor == 0 || isCreditNote != minor < 0)
        {
            return Refused(
                "invalid-amount", "amount", Text(amount),
                isCreditNote ? "less than 0 for a credit note" : "more than 0 for an invoice");
        }

        if (isCreditNote && Skonto.Count > 0)
            return Refused("invalid-skonto", "skonto", "a discount", "none for a credit note");
        var (steps, problem) = ReadSkonto(issued, minor, currency);
        return problem is not null
            ? RecordRead.Refused(problem)
            : RecordRead.Of(Kinds.Account, Customer, new AccountCommand.ImportItem(
                new ImportedItem(
                    Document, isCreditNote ? ItemKind.CreditNote : ItemKind.Invoice, OrderNumber, Reference, issued,
                    DueDate ?? issued, Math.Abs(minor), currency, steps, customer),
                actor));
    }

    private (ImmutableArray<Skonto> Steps, Rejection? Problem) ReadSkonto(
        DateOnly issued, long amountMinor, Currency currency)
    {
        if (Skonto.Count > MaxSkonto)
            return ([], Wrong("out-of-range", "skonto", $"{Skonto.Count} discounts", $"at most {MaxSkonto}"));
        var steps = ImmutableArray.CreateBuilder<Skonto>(Skonto.Count);
        foreach (var step in Skonto)
        {
            var days = step.Days ?? step.Until?.DayNumber - issued.DayNumber;
            if (days is not (>= 0 and <= MaxSkontoDays))
            {
                return ([], Wrong(
                    "invalid-skonto", step.Place, days is null ? "no last day" : $"{days} days",
                    $"a last day from 0 to {MaxSkontoDays} days after the document's"));
            }

            var percent = step.Percent;
            if (step.Amount is { } discount)
            {
                if (!new MinorAmounts(currency).TryConvert(discount, out var minor, out var reason, out var expected))
                    return ([], Wrong(reason, step.Place, Text(discount), expected));
                // The amount is what was granted: where it isn't the percentage of the whole, that of a part was meant.
                if (percent is not { } stated || OfPercent(amountMinor, stated) != minor)
                    percent = decimal.Round(minor * HundredPercent / amountMinor, PercentDecimals);
            }

            if (percent is not (> 0 and < HundredPercent))
            {
                return ([], Wrong(
                    "invalid-skonto", step.Place, percent is { } found ? Text(found) + " %" : "no percentage",
                    "more than 0 and less than 100 %"));
            }

            steps.Add(new Skonto(days.Value, percent.Value));
        }

        steps.Sort(static (one, other) => one.Days.CompareTo(other.Days));
        return (steps.DrainToImmutable(), null);
    }

    private static long OfPercent(long minor, decimal percent) =>
        (long)decimal.Round(minor * percent / HundredPercent, MidpointRounding.AwayFromZero);

    private static RecordRead Missing(int field)
    {
        var known = OpenItemFields.ItemSet[field];
        return Refused("missing-field", known.Name, "nothing", known.Expected);
    }

    private static RecordRead Refused(string reason, string place, string found, string expected) =>
        RecordRead.Refused(Wrong(reason, place, found, expected));

    private static Rejection Wrong(string reason, string place, string found, string expected) =>
        new(reason, place, found, expected);

    private static string Text(decimal number) => number.ToString(CultureInfo.InvariantCulture);
}

/// <summary>A cash discount as it was read.</summary>
/// <param name="Place">How it is called in a refusal.</param>
/// <param name="Amount">In the currency's units; null where not given.</param>
internal readonly record struct OpenItemSkonto(
    string Place, decimal? Percent, int? Days, DateOnly? Until, decimal? Amount);
