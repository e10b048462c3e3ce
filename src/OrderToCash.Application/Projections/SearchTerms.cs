using OrderToCash.Domain.Orders;

namespace OrderToCash.Application.Projections;

/// <summary>The words by which an order is found.</summary>
/// <remarks>
/// The same for every store, which index them as they are: words of letters, digits and the marks that order numbers,
/// mail addresses and SKUs are written with, in lower case.
/// </remarks>
public static class SearchTerms
{
    /// <summary>Marks inside a word, beside letters and digits.</summary>
    public const string Marks = "-_.@+/:";

    private const int MaxWordLength = 80;
    private const int MaxWords = 400;

    /// <summary>The words of an order, each once, apart by blanks.</summary>
    public static string Of(OrderContent content)
    {
        var words = new List<string>(8);
        Add(words, content.OrderNumber);
        Add(words, content.Customer.Id);
        Add(words, content.Customer.Email);
        Add(words, content.Customer.Name);
        Add(words, content.Customer.Company);
        foreach (var line in content.Lines)
        {
            if (words.Count >= MaxWords) break;
            Add(words, line.Sku.Value);
        }

        return string.Join(' ', words);
    }

    /// <summary>The words of what a person asks for.</summary>
    public static IReadOnlyList<string> OfQuery(string text)
    {
        var words = new List<string>();
        Add(words, text);
        return words;
    }

    private static void Add(List<string> words, string? text)
    {
        if (text is null) return;
        var start = -1;
        for (var i = 0; i <= text.Length; i++)
        {
            var isInside = i < text.Length
                && (char.IsAsciiLetterOrDigit(text[i]) || char.IsLetterOrDigit(text[i]) || Marks.Contains(text[i]));
            if (isInside && start < 0) start = i;
            if (isInside || start < 0) continue;
            var word = text.AsSpan(start, Math.Min(i - start, MaxWordLength)).ToString().ToLowerInvariant();
            start = -1;
            if (!words.Contains(word)) words.Add(word);
        }
    }
}
