using System.Globalization;
using System.Text;
using OrderToCash.Application.Pipelines;

namespace OrderToCash.Adapters.Files;

/// <summary>The cells of a row by the fields of a format; remembers the first that is wrong.</summary>
/// <param name="columns">The column of each field, by number; −1 for those that aren't there.</param>
internal sealed class CsvCells(FieldSet fields, string[] row, int[] columns)
{
    private const int MaxNameLength = 200;

    /// <summary>The first thing that is wrong; null while nothing is.</summary>
    public Rejection? Problem { get; private set; }

    /// <summary>A text; null for an empty cell, which is a problem where the field is required.</summary>
    public string? Text(int field)
    {
        var column = columns[field];
        var text = column < 0 || column >= row.Length ? "" : row[column].Trim();
        if (text.Length == 0 && fields[field].IsRequired)
        {
            Refuse(field, "missing-field", "nothing");
        }

        return text.Length == 0 ? null : text;
    }

    /// <summary>A text that names something; empty for an empty cell.</summary>
    public string Name(int field)
    {
        var name = Text(field) ?? "";
        if (name.Length > MaxNameLength || name.Any(char.IsControl))
        {
            Refuse(
                field, "invalid-name",
                name.Length > MaxNameLength ? $"{name.Length} characters" : "a control character");
        }

        return name;
    }

    /// <summary>A whole number; null for an empty cell.</summary>
    public int? Integer(int field)
    {
        if (Text(field) is not { } text)
        {
            return null;
        }

        if (!int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value))
        {
            Refuse(field, "wrong-type", text);
        }

        return value;
    }

    /// <summary>A decimal number with a point; null for an empty cell.</summary>
    public decimal? Decimal(int field)
    {
        if (Text(field) is not { } text)
        {
            return null;
        }

        if (!JsonInput.TryReadDecimal(Encoding.UTF8.GetBytes(text), out var value))
        {
            Refuse(field, "invalid-number", text);
        }

        return value;
    }

    /// <summary>A day; null for an empty cell.</summary>
    public DateOnly? Day(int field)
    {
        if (Text(field) is not { } text)
        {
            return null;
        }

        if (!JsonInput.TryReadDay(text, out var day))
        {
            Refuse(field, "invalid-date", text);
        }

        return day;
    }

    /// <summary>The index of the word among the field's choices.</summary>
    public int Choice(int field)
    {
        var text = Text(field);
        var choice = Array.IndexOf(fields[field].Choices, text);
        if (choice < 0)
        {
            Refuse(field, "unknown-value", text ?? "nothing");
        }

        return Math.Max(0, choice);
    }

    /// <summary>A time with offset.</summary>
    public DateTimeOffset Time(int field)
    {
        var text = Text(field) ?? "";
        if (JsonInput.TryReadTime(text, out var time))
        {
            return time;
        }

        Refuse(field, "invalid-time", text);
        return default;
    }

    private void Refuse(int field, string reason, string found)
    {
        var known = fields[field];
        Problem ??= new Rejection(reason, known.Name, found, known.Expected);
    }
}
