using OrderToCash.Domain.CashApplication.Indexing;

namespace OrderToCash.Domain.CashApplication.Texts;

/// <summary>
/// A name as a set of words: without titles, legal forms and whoever is named along with it; ä, ae and a are the same.
/// </summary>
/// <remarks>Filled again for each name.</remarks>
internal sealed class NameTokens
{
    private static readonly HashSet<ulong> Ignored = [.. (
        "HERR HERRN FRAU DR PROF DIPL ING MR MRS MS MISS SIR DHR MEVR MME MLLE "
        + "GMBH GGMBH MBH CO KG KGAA OHG GBR UG AG SE EK EV EG EKFM EKFR INC LTD LLC LLP PLC CORP BV NV VOF SA SARL "
        + "SAS SRL SPA AB AS OY OYJ APS SPZOO ZOO")
        .Split(' ').Select(static word => Fingerprints.Of(word.Select(static letter => (byte)letter).ToArray()))];

    private readonly SqueezedText _text = new();
    private readonly byte[] _word = new byte[SqueezedText.MaxLength];

    /// <summary>Words that count.</summary>
    public int Count { get; private set; }

    /// <summary>Letters of the words that count.</summary>
    public int LetterCount { get; private set; }

    /// <summary>The same for names of the same words in any order; 0 where a name is too little to go by.</summary>
    public ulong Fingerprint { get; private set; }

    /// <summary>Takes in a name.</summary>
    public void Fill(ReadOnlySpan<char> name)
    {
        _text.Fill(name, []);
        Count = 0;
        LetterCount = 0;
        var sum = 0UL;
        for (var start = 0; start < _text.Count;)
        {
            var end = start + 1;
            while (end < _text.Count && _text.Gaps[end] == Gap.None)
                end++;
            var word = Fold(_text.Characters[start..end]);
            start = end;
            if (IsAnd(word))
            {
                // "Schulte Sportlogistik u. Mia": who is named along with the payer.
                if (Count >= 2)
                    break;
                continue;
            }

            var hash = Fingerprints.Of(word);
            if (word.Length < 2 || Ignored.Contains(hash) || word.StartsWith("HAFTUNGSB"u8))
                continue;
            sum = unchecked(sum + hash);
            Count++;
            LetterCount += word.Length;
        }

        Fingerprint = Count >= 2 && LetterCount >= 6 ? Fingerprints.Of(sum, (ulong)Count) : 0;
    }

    private static bool IsAnd(ReadOnlySpan<byte> word) =>
        word.SequenceEqual("U"u8) || word.SequenceEqual("UND"u8) || word.SequenceEqual("AND"u8)
        || word.SequenceEqual("EN"u8) || word.SequenceEqual("ET"u8) || word.SequenceEqual("OD"u8)
        || word.SequenceEqual("ODER"u8);

    // KOEHLER and KOHLER are the same.
    private ReadOnlySpan<byte> Fold(ReadOnlySpan<byte> word)
    {
        var length = 0;
        for (var i = 0; i < word.Length; i++)
        {
            _word[length++] = word[i];
            if (word[i] is (byte)'A' or (byte)'O' or (byte)'U' && i + 1 < word.Length && word[i + 1] == 'E')
                i++;
        }

        return _word.AsSpan(0, length);
    }
}
