namespace OrderToCash.Adapters.Banks;

/// <summary>Tells which field begins on a line.</summary>
internal static class Mt940Field
{
    /// <summary>The field that begins on the line.</summary>
    /// <param name="isInText">True inside an entry's text, where a time (<c>13:12:11</c>) may have been wrapped to look
    /// like a field.</param>
    /// <param name="value">What follows the tag.</param>
    public static Mt940Tag Of(ReadOnlySpan<byte> line, bool isInText, out ReadOnlySpan<byte> value)
    {
        value = default;
        if (line.Length < 4 || line[0] != ':')
            return Mt940Tag.None;

        var end = line[1..Math.Min(line.Length, 5)].IndexOf((byte)':');
        if (end < 2)
            return Mt940Tag.None;

        var name = line.Slice(1, end);
        value = line[(end + 2)..];
        if (!IsDigit(name[0]))
            return name is [(byte)'N', (byte)'S', ..] ? Mt940Tag.Other : Mt940Tag.None;
        if (!IsDigit(name[1]))
            return Mt940Tag.None;
        var tag = Of(name);
        return isInText && IsWrappedTime(name, tag, value) ? Mt940Tag.None : tag;
    }

    /// <summary>True where one of the lines begins with a field that only a statement has: its account, a balance, an
    /// entry, its text.</summary>
    public static bool IsIn(ReadOnlySpan<byte> start)
    {
        while (!start.IsEmpty)
        {
            var end = start.IndexOfAny((byte)'\r', (byte)'\n');
            var line = end < 0 ? start : start[..end];
            if (Of(line, isInText: false, out _) is not (Mt940Tag.None or Mt940Tag.Other))
                return true;
            start = end < 0 ? default : start[(end + 1)..];
        }

        return false;
    }

    private static Mt940Tag Of(ReadOnlySpan<byte> name)
    {
        var number = ((name[0] - '0') * 10) + (name[1] - '0');
        var letter = name.Length > 2 ? (char)name[2] : '\0';
        return (number, letter) switch
        {
            (61, '\0') => Mt940Tag.Entry,
            (86, '\0') => Mt940Tag.Details,
            (20, '\0') => Mt940Tag.Reference,
            (25, '\0') or (25, 'P') => Mt940Tag.Account,
            (28, '\0') or (28, 'C') => Mt940Tag.Number,
            (60, 'F') => Mt940Tag.Opening,
            (60, 'M') => Mt940Tag.PageOpening,
            (62, 'F') => Mt940Tag.Closing,
            (62, 'M') => Mt940Tag.PageClosing,
            (34, 'F') => Mt940Tag.Limit,
            (13, '\0') or (13, 'D') => Mt940Tag.Time,
            (90, 'D') => Mt940Tag.Debits,
            (90, 'C') => Mt940Tag.Credits,
            (94, '0') or (94, '2') => Mt940Tag.Message,
            _ => Mt940Tag.Other,
        };
    }

    // Minutes and seconds are below 60 and have no letter; what follows them is two digits or, for tags that no
    // statement has between its entries, anything.
    private static bool IsWrappedTime(ReadOnlySpan<byte> name, Mt940Tag tag, ReadOnlySpan<byte> value)
    {
        if (name.Length != 2 || name[0] >= '6')
            return false;
        if (tag == Mt940Tag.Other)
            return true;
        var isTwoDigits = value.Length >= 2 && IsDigit(value[0]) && IsDigit(value[1]);
        return isTwoDigits && (value.Length == 2 || !IsDigit(value[2]));
    }

    private static bool IsDigit(byte character) => character is >= (byte)'0' and <= (byte)'9';
}
