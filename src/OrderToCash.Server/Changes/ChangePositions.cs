using System.Globalization;
using System.Text;

namespace OrderToCash.Server.Changes;

/// <summary>How far a reader of changes is, in each shard: <c>120.0.77</c>, the id of the last event it got.</summary>
internal static class ChangePositions
{
    /// <summary>The positions of a text; null where it is none for so many shards.</summary>
    public static long[]? Parse(string text, int shardCount)
    {
        var parts = text.Split('.');
        var positions = new long[shardCount];
        if (parts.Length != shardCount)
            return null;
        for (var shard = 0; shard < shardCount; shard++)
        {
            if (!long.TryParse(parts[shard], NumberStyles.None, CultureInfo.InvariantCulture, out positions[shard]))
                return null;
        }

        return positions;
    }

    /// <summary>The text of the positions.</summary>
    public static string Text(ReadOnlySpan<long> positions)
    {
        var text = new StringBuilder();
        foreach (var position in positions)
            text.Append(text.Length > 0 ? "." : "").Append(position);
        return text.ToString();
    }
}
