using System.Collections;
using System.Globalization;
using System.Text;
using OrderToCash.Domain.Values;

namespace OrderToCash.Tests.Codecs;

/// <summary>A record as text with every field and every item of its arrays: equal text is equal content.</summary>
/// <remarks>Records themselves compare immutable arrays by reference.</remarks>
internal static class RecordText
{
    public static string Of(object? value) => Append(new StringBuilder(), value).ToString();

    private static StringBuilder Append(StringBuilder text, object? value) => value switch
    {
        null => text.Append("null"),
        string s => text.Append('"').Append(s).Append('"'),
        DateTimeOffset time => text.Append(time.UtcDateTime.ToString("O", CultureInfo.InvariantCulture)),
        DateOnly date => text.Append(date.ToString("O", CultureInfo.InvariantCulture)),
        Currency currency => text.Append(currency.Code),
        Enum or IFormattable or bool => text.Append(Convert.ToString(value, CultureInfo.InvariantCulture)),
        IEnumerable items => AppendItems(text, items),
        _ => AppendFields(text, value),
    };

    private static StringBuilder AppendItems(StringBuilder text, IEnumerable items)
    {
        var separator = "[";
        foreach (var item in items)
        {
            Append(text.Append(separator), item);
            separator = ", ";
        }

        return separator == "[" ? text.Append("[]") : text.Append(']');
    }

    private static StringBuilder AppendFields(StringBuilder text, object value)
    {
        // Those without an initializer are computed of the others.
        var fields = Array.FindAll(value.GetType().GetProperties(), field => field.CanWrite);
        if (fields is [{ Name: "Value" } only] && only.PropertyType == typeof(string))
        {
            return text.Append(only.GetValue(value));
        }

        text.Append(value.GetType().Name);
        var separator = "(";
        foreach (var field in fields)
        {
            Append(text.Append(separator).Append(field.Name).Append(": "), field.GetValue(value));
            separator = ", ";
        }

        return separator == "(" ? text : text.Append(')');
    }
}
