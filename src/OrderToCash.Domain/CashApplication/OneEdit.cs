namespace OrderToCash.Domain.CashApplication;

/// <summary>Compares texts that may differ by one slip of the keys.</summary>
public static class OneEdit
{
    /// <summary>
    /// True where both are equal, or one has a character more, one differs, or two side by side are exchanged.
    /// </summary>
    public static bool IsAtMost(ReadOnlySpan<byte> one, ReadOnlySpan<byte> other)
    {
        if (one.Length > other.Length)
            return IsAtMost(other, one);
        if (other.Length - one.Length > 1)
            return false;
        var same = one.CommonPrefixLength(other);
        if (same == one.Length)
            return true;
        if (one.Length < other.Length)
            return one[same..].SequenceEqual(other[(same + 1)..]);
        if (one[(same + 1)..].SequenceEqual(other[(same + 1)..]))
            return true;
        return same + 1 < one.Length && one[same] == other[same + 1] && one[same + 1] == other[same]
            && one[(same + 2)..].SequenceEqual(other[(same + 2)..]);
    }
}
