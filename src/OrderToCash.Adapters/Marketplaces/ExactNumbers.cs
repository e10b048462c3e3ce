using System.Text;
using OrderToCash.Adapters.Files;

namespace OrderToCash.Adapters.Marketplaces;

/// <summary>Decimal numbers, exactly as written and small enough that no sum or product of them overflows.</summary>
internal static class ExactNumbers
{
    public const string Expected = "a decimal number with a point, up to a thousand trillion";

    private const decimal Max = 1_000_000_000_000_000m;

    public static bool TryRead(ReadOnlySpan<byte> text, out decimal value) =>
        JsonInput.TryReadDecimal(text, out value) && value is >= -Max and <= Max;

    public static bool TryRead(string text, out decimal value) => TryRead(Encoding.UTF8.GetBytes(text), out value);
}
