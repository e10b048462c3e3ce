using System.Text;
using OrderToCash.Domain.Values;

namespace OrderToCash.Adapters.Banks;

/// <content>Reference, account, number, balances, and the totals of an intraday report.</content>
internal sealed partial class Mt940StatementReader
{
    private const int MaxNumberBytes = 20;

    private void TakeHead(Mt940Tag tag, ReadOnlySpan<byte> value)
    {
        switch (tag)
        {
            case Mt940Tag.Reference:
                Statement.Reference = Encoding.Latin1.GetString(value);
                break;
            case Mt940Tag.Account:
                Statement.Account ??= Encoding.Latin1.GetString(value.Trim((byte)' '));
                break;
            case Mt940Tag.Number:
                TakeNumber(value);
                break;
            case Mt940Tag.Opening or Mt940Tag.PageOpening:
                if (Statement.Opening is null)
                    TakeOpening(value, tag == Mt940Tag.PageOpening);
                break;
            case Mt940Tag.Closing or Mt940Tag.PageClosing:
                Statement.Closing = Balance(value, tag == Mt940Tag.PageClosing, ":62F:") ?? Statement.Closing;
                break;
            case Mt940Tag.Limit:
                Statement.IsIntraday = true;
                Statement.Currency ??= CurrencyAt(value);
                break;
            case Mt940Tag.Time:
                Statement.IsIntraday = true;
                Statement.Day = Mt940Date.Parse(value);
                break;
            case Mt940Tag.Debits:
                Statement.Debits = Total(value, ":90D:");
                break;
            case Mt940Tag.Credits:
                Statement.Credits = Total(value, ":90C:");
                break;
            default:
                break;
        }
    }

    // `00041/001`, `27/01`, `0`, `1810118101`.
    private void TakeNumber(ReadOnlySpan<byte> value)
    {
        value = value.Trim((byte)' ');
        if (value.Length > MaxNumberBytes)
            return;
        var slash = value.IndexOf((byte)'/');
        Statement.SequenceNumber = Number(slash < 0 ? value : value[..slash]);
        Statement.Page = slash < 0 ? null : Number(value[(slash + 1)..]);
    }

    private static string? Number(ReadOnlySpan<byte> value)
    {
        var number = Encoding.Latin1.GetString(value.Trim((byte)' ').TrimStart((byte)'0'));
        return number.Length == 0 ? null : number;
    }

    private void TakeOpening(ReadOnlySpan<byte> value, bool isOfPage)
    {
        Statement.Opening = Balance(value, isOfPage, ":60F:");
        if (Statement.Opening?.Currency is { } currency)
            Statement.Currency = currency;
    }

    private Mt940Balance? Balance(ReadOnlySpan<byte> value, bool isOfPage, string field)
    {
        var balance = Mt940Balance.Parse(value, isOfPage, _lines.Number, out var problem);
        if (balance is null)
            Refuse(_lines.Number, field, problem.Reason, problem.Found, problem.Expected);
        return balance;
    }

    private static Currency? CurrencyAt(ReadOnlySpan<byte> value) =>
        value.Length >= 3 && Currency.TryParse(Encoding.Latin1.GetString(value[..3]), out var currency)
            ? currency
            : null;

    // `3EUR1500,00`.
    private (long Count, long SumMinor, int Line)? Total(ReadOnlySpan<byte> value, string field)
    {
        var end = value.IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        if (end is > 0 and < 10
            && long.TryParse(value[..end], out var count)
            && Mt940Amount.ParseWithCurrency(value[end..], Statement.Currency ?? Currency.Eur) is { } sum
            && sum.Currency == (Statement.Currency ?? sum.Currency))
        {
            Statement.Currency ??= sum.Currency;
            return (count, sum.Minor, _lines.Number);
        }

        Refuse(
            _lines.Number, field, "malformed-number", Mt940Quote.Of(value),
            "how many entries, the account's currency, and their sum");
        return null;
    }
}
