using System.Text;

namespace OrderToCash.Adapters.Banks;

/// <summary>What was found, for a message.</summary>
internal static class Mt940Quote
{
    private const int MaxBytes = 60;

    /// <summary>The text in quotes, shortened; <c>nothing</c> where there is none.</summary>
    public static string Of(ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty)
            return "nothing";
        var start = Encoding.Latin1.GetString(text[..Math.Min(text.Length, MaxBytes)]);
        var quoted = string.Concat(start.Select(x => char.IsControl(x) ? ' ' : x));
        return text.Length > MaxBytes ? $"\"{quoted}…\"" : $"\"{quoted}\"";
    }
}
