namespace OrderToCash.Adapters.Marketplaces.Edifact;

/// <summary>A segment: a tag, and elements of components.</summary>
/// <param name="Number">Its number in the interchange, from 1.</param>
/// <param name="Start">Where its text begins in the interchange.</param>
/// <param name="End">Behind its terminator.</param>
internal sealed record EdifactSegment(string Tag, IReadOnlyList<string[]> Elements, int Number, int Start, int End)
{
    public string Place => $"segment {Number} ({Tag})";

    /// <summary>A component's text; null where it is absent or empty.</summary>
    /// <param name="element">From 1, as the directories number them.</param>
    /// <param name="component">From 1.</param>
    public string? At(int element, int component = 1)
    {
        if (element > Elements.Count || component > Elements[element - 1].Length)
            return null;
        var text = Elements[element - 1][component - 1].Trim();
        return text.Length > 0 ? text : null;
    }

    /// <summary>All components of an element as one text; null where they are empty.</summary>
    public string? Joined(int element)
    {
        if (element > Elements.Count)
            return null;
        var text = string.Join(
            ' ', Elements[element - 1].Select(static part => part.Trim()).Where(static part => part.Length > 0));
        return text.Length > 0 ? text : null;
    }
}
