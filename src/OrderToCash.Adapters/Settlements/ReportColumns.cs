using System.Collections.Immutable;
using OrderToCash.Adapters.Banks;
using OrderToCash.Domain.Values;

namespace OrderToCash.Adapters.Settlements;

/// <summary>Where a report's columns are, by their names in any case.</summary>
internal sealed class ReportColumns
{
    private readonly ImmutableArray<string> _names;

    /// <summary>Takes the names of a header.</summary>
    public ReportColumns(ReportRow header)
    {
        _names = [.. header.Fields.Select(x => x.Trim().Trim('\uFEFF', '"').ToLowerInvariant())];
        Line = header.Line;
    }

    /// <summary>The header's line.</summary>
    public int Line { get; }

    /// <summary>All names, lower case.</summary>
    public ImmutableArray<string> Names => _names;

    /// <summary>True where all of these are there.</summary>
    public bool HasAll(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (!_names.Contains(name))
                return false;
        }

        return true;
    }

    /// <summary>The index of the first of the names that is there; -1 where none is.</summary>
    public int Find(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (_names.IndexOf(name) is >= 0 and var index)
                return index;
        }

        return -1;
    }

    /// <summary>As <see cref="Find"/>, but one must be there.</summary>
    /// <exception cref="BankRefusedException">None is.</exception>
    public int Require(params ReadOnlySpan<string> names) =>
        Find(names) is >= 0 and var index
            ? index
            : throw new BankRefusedException(
                "missing-column", $"line {Line}", $"the columns {string.Join(", ", _names.Take(12))}", names[0],
                "Export the report again with all columns.");

    /// <summary>A row's field without blanks around it; empty where the row ends before it.</summary>
    public static string Text(ReportRow row, int index) =>
        index >= 0 && index < row.Fields.Length ? row.Fields[index].Trim() : string.Empty;

    /// <summary>A row's field; null where it is empty.</summary>
    public static string? Optional(ReportRow row, int index) => Text(row, index) is { Length: > 0 } text ? text : null;

    /// <summary>The name of a column, for messages.</summary>
    public string NameOf(int index) => _names[index];

    /// <summary>The currency in a row; an entry for the draft's problem where it is none.</summary>
    public Currency? CurrencyOf(ReportRow row, int index, SettlementDraft draft)
    {
        if (Currency.TryParse(Text(row, index).ToUpperInvariant(), out var currency))
            return currency;
        draft.Refuse(row.Line, NameOf(index), "unknown-currency", Text(row, index), "a currency of ISO 4217 in use");
        return null;
    }

    /// <summary>The amount in a row in minor units; where it is none, 0, and the draft is refused.</summary>
    public long MinorOf(ReportRow row, int index, Currency currency, SettlementDraft draft)
    {
        var text = Text(row, index);
        if (ReportAmount.Parse(text, currency) is { } minor)
            return minor;
        draft.Refuse(
            row.Line, NameOf(index), row.Fields.Length <= index ? "ragged-row" : "malformed-amount",
            text.Length == 0 ? "nothing" : $"\"{text}\"",
            $"an amount in {currency} with at most {currency.Exponent} decimals");
        return 0;
    }

    /// <summary>As <see cref="MinorOf"/>, but an empty field, or a column that is not there, is 0.</summary>
    public long MinorOrZero(ReportRow row, int index, Currency currency, SettlementDraft draft) =>
        Text(row, index).Length == 0 ? 0 : MinorOf(row, index, currency, draft);
}
