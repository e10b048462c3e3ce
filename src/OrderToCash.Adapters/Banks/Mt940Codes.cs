using System.Collections.Concurrent;

namespace OrderToCash.Adapters.Banks;

/// <summary>Short texts that come again and again, and what the German banks' codes mean.</summary>
internal static class Mt940Codes
{
    private const int MaxPostingTexts = 1000;

    private static readonly string?[] BusinessCodes = new string?[1000];
    private static readonly ConcurrentDictionary<string, string> PostingTexts = new(StringComparer.Ordinal);
    private static readonly ConcurrentDictionary<string, string>.AlternateLookup<ReadOnlySpan<char>> PostingLookup =
        PostingTexts.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>The business transaction code that three digits are.</summary>
    public static string Business(ReadOnlySpan<char> digits)
    {
        var code = ((digits[0] - '0') * 100) + ((digits[1] - '0') * 10) + (digits[2] - '0');
        return BusinessCodes[code] ??= new string(digits[..3]);
    }

    /// <summary>The bank's words for a kind of entry; null where there are none.</summary>
    public static string? Posting(ReadOnlySpan<char> text)
    {
        if (text.IsEmpty)
            return null;
        if (PostingLookup.TryGetValue(text, out var known))
            return known;
        var posting = new string(text);
        if (PostingTexts.Count < MaxPostingTexts)
            PostingTexts.TryAdd(posting, posting);
        return posting;
    }

    /// <summary>True for the codes of returned payments: direct debits (108, 109), credit transfers (159), and cheques
    /// and old direct debits (059, 109, 181).</summary>
    public static bool IsReturn(string? businessCode) => businessCode is "059" or "108" or "109" or "159" or "181";

    /// <summary>True for direct debits: their originator is who gets the money.</summary>
    public static bool IsDirectDebit(string? businessCode) => businessCode is "004" or "005" or "104" or "105" or "106";

    /// <summary>The ISO 20022 code of a return's reason, where the banks agree which it is; else the code as it
    /// came.</summary>
    /// <remarks>Source: DFÜ-Abkommen of the German banks, annex 3, text key supplements of SEPA returns.</remarks>
    public static string? ReturnReason(string? textKey) => textKey switch
    {
        "901" => "AC01",
        "902" => "AC04",
        "903" => "AC06",
        "908" => "MD01",
        "909" => "MD06",
        "912" => "MS02",
        _ => textKey,
    };
}
