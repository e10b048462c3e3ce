using System.Text;

namespace OrderToCash.Application.Codecs;

/// <summary>A small cache of texts that stored events repeat: warehouses, rules, channels, countries.</summary>
/// <remarks>
/// Any thread may call. Each slot holds one text and is overwritten by the next one that falls into it; a lost race
/// costs one more string and nothing else, since a slot's text is compared in full before it is handed out.
/// </remarks>
internal static class CommonTexts
{
    /// <summary>A power of two. 1,024 slots of at most 32 characters stay below 100 kB.</summary>
    private const int SlotCount = 1024;

    private const int MaxBytes = 32;

    private static readonly string?[] Slots = new string?[SlotCount];

    /// <summary>The text of these bytes.</summary>
    public static string Get(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length > MaxBytes)
        {
            return Encoding.UTF8.GetString(utf8);
        }

        ref var slot = ref Slots[SlotOf(utf8)];
        var text = slot;
        if (text is null || !Ascii.Equals(utf8, text))
        {
            text = Encoding.UTF8.GetString(utf8);
            slot = text;
        }

        return text;
    }

    private static int SlotOf(ReadOnlySpan<byte> utf8)
    {
        unchecked
        {
            var hash = 2166136261u;
            foreach (var unit in utf8)
            {
                hash = (hash ^ unit) * 16777619u;
            }

            return (int)((hash ^ (hash >> 15)) & (SlotCount - 1));
        }
    }
}
