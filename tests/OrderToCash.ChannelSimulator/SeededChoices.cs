namespace OrderToCash.ChannelSimulator;

/// <summary>
/// Chance from a seed: the same question about the same number has the same answer, whatever was asked before.
/// </summary>
public sealed class SeededChoices(ulong seed)
{
    /// <summary>A number from 0 up to, and without, the limit.</summary>
    /// <param name="what">What is asked, so that two questions about one number have answers of their own.</param>
    public int Of(string what, long number, int limit)
    {
        // FNV-1a of the question, then the finalizer of SplitMix64.
        unchecked
        {
            var hash = 14695981039346656037UL ^ seed;
            foreach (var letter in what)
                hash = (hash ^ letter) * 1099511628211UL;
            hash += (ulong)number * 0x9E3779B97F4A7C15UL;
            hash = (hash ^ (hash >> 30)) * 0xBF58476D1CE4E5B9UL;
            hash = (hash ^ (hash >> 27)) * 0x94D049BB133111EBUL;
            return (int)((hash ^ (hash >> 31)) % (ulong)limit);
        }
    }

    /// <summary>True so many times in a thousand.</summary>
    public bool Happens(string what, long number, int perMille) => Of(what, number, 1000) < perMille;
}
