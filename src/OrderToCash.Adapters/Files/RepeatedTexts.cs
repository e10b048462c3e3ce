using System.Text;

namespace OrderToCash.Adapters.Files;

/// <summary>
/// Makes one string of texts that come again and again: channels, SKUs, countries. Saves memory more than time, since
/// orders keep their texts.
/// </summary>
/// <remarks>One thread. Each place holds the last text that fell on it, so memory is bounded.</remarks>
internal sealed class RepeatedTexts
{
    private const int Places = 4096;
    private const int MaxBytes = 40;

    private readonly string?[] _texts = new string?[Places];

    public string Get(ReadOnlySpan<byte> utf8)
    {
        if (utf8.IsEmpty || utf8.Length > MaxBytes)
        {
            return Encoding.UTF8.GetString(utf8);
        }

        ref var known = ref _texts[(int)(Fingerprint.Of(utf8) % Places)];
        if (known is not null && Ascii.Equals(utf8, known))
        {
            return known;
        }

        return known = Encoding.UTF8.GetString(utf8);
    }
}
