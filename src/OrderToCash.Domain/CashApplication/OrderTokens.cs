using System.Collections.Immutable;

namespace OrderToCash.Domain.CashApplication;

/// <summary>Cuts payers' text into tokens that may be order ids or order numbers.</summary>
internal static class OrderTokens
{
    public static void Find(string text, ImmutableArray<Reference>.Builder found)
    {
        var position = 0;
        while (position < text.Length)
        {
            if (char.IsWhiteSpace(text[position]))
            {
                position++;
                continue;
            }

            var start = position;
            while (position < text.Length && !char.IsWhiteSpace(text[position]))
                position++;
            AddWord(text, start, position, found);
        }
    }

    // Payers write "1001,1002", "1001/1002", "(1001)": marks that join whole references.
    private static void AddWord(string text, int start, int end, ImmutableArray<Reference>.Builder found)
    {
        Trim(text, ref start, ref end);
        Add(text, start, end, found);
        var partStart = start;
        for (var i = start; i <= end; i++)
        {
            if (i < end && text[i] is not (',' or ';' or '/' or '+' or '=' or '|' or '(' or ')'))
                continue;
            var from = partStart;
            var to = i;
            partStart = i + 1;
            Trim(text, ref from, ref to);
            if (from != start || to != end)
                Add(text, from, to, found);
            AddAfterColons(text, from, to, found);
        }
    }

    // "Bestellung:shopify:1001" may be an id after its label, or a number after its channel.
    private static void AddAfterColons(string text, int start, int end, ImmutableArray<Reference>.Builder found)
    {
        for (var i = start; i < end; i++)
        {
            if (text[i] != ':')
                continue;
            var from = i + 1;
            var to = end;
            Trim(text, ref from, ref to);
            Add(text, from, to, found);
        }
    }

    private static void Add(string text, int start, int end, ImmutableArray<Reference>.Builder found)
    {
        if (end - start is <= 0 or > References.MaxTokenLength)
            return;
        foreach (var character in text.AsSpan(start, end - start))
        {
            if (!char.IsAsciiDigit(character))
                continue;
            found.Add(new Reference(ReferenceKind.Order, text[start..end], start..end, true));
            return;
        }
    }

    private static void Trim(string text, ref int start, ref int end)
    {
        while (start < end && !char.IsLetterOrDigit(text[start]))
            start++;
        while (start < end && !char.IsLetterOrDigit(text[end - 1]))
            end--;
    }
}
