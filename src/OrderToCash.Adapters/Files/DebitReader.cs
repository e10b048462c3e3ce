using System.Globalization;
using OrderToCash.Application.Pipelines;
using OrderToCash.Domain.Flows;
using OrderToCash.Domain.Receivables;
using OrderToCash.Domain.Values;

namespace OrderToCash.Adapters.Files;

/// <summary>Reads direct debits that were handed to the bank.</summary>
internal sealed class DebitReader(Actor? actor) : IRecordReader
{
    private readonly Actor _actor = actor ?? DefaultActor;
    private readonly JsonPlace _place = new();
    private readonly RepeatedTexts _texts = new();

    /// <summary>Who told of them where nothing else is known.</summary>
    internal static Actor DefaultActor { get; } = new("feed:direct-debits");

    /// <inheritdoc/>
    public RecordRead Read(ReadOnlySpan<byte> json)
    {
        string customer = "", document = "", batch = "", endToEndId = "", currency = "";
        var amount = 0m;
        DateOnly date = default;
        var set = DebitFields.DebitSet;
        var input = new JsonInput(json, _place, _texts, extra: null);
        var scan = input.BeginObject();
        while (input.NextField(set, ref scan))
        {
            switch (scan.Index)
            {
                case DebitFields.Customer: customer = input.Name(); break;
                case DebitFields.Document: document = input.Name(); break;
                case DebitFields.Batch: batch = input.Name(); break;
                case DebitFields.EndToEndId: endToEndId = input.Name(); break;
                case DebitFields.Amount: amount = input.Decimal(); break;
                case DebitFields.Currency: currency = input.RepeatedText(); break;
                case DebitFields.CollectionDate: date = input.Day(); break;
            }
        }

        input.Require(set, scan);
        input.End();
        return input.Problem is { } problem
            ? RecordRead.Refused(problem)
            : Checked(customer, document, batch, endToEndId, amount, currency, date, _actor);
    }

    /// <summary>The command, or what is wrong with currency or amount.</summary>
    internal static RecordRead Checked(
        string customer, string document, string batch, string endToEndId, decimal amount, string code, DateOnly date,
        Actor actor)
    {
        if (!Currency.TryParse(code, out var currency))
        {
            return Refused(
                "unknown-currency", "currency", $"\"{code}\"", "the ISO 4217 code of a supported currency, as EUR");
        }

        var shown = amount.ToString(CultureInfo.InvariantCulture);
        if (!new MinorAmounts(currency).TryConvert(amount, out var minor, out var reason, out var expected))
            return Refused(reason, "amount", shown, expected);
        return minor > 0
            ? RecordRead.Of(Kinds.Account, customer, new AccountCommand.PresentDebit(
                new PresentedDebit(document, batch, endToEndId, minor, currency, date), actor))
            : Refused("invalid-amount", "amount", shown, "more than 0");
    }

    private static RecordRead Refused(string reason, string place, string found, string expected) =>
        RecordRead.Refused(new Rejection(reason, place, found, expected));
}
