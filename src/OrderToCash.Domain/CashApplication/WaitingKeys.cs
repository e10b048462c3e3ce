using OrderToCash.Domain.CashApplication.Indexing;
using OrderToCash.Domain.CashApplication.Texts;
using OrderToCash.Domain.Payments;

namespace OrderToCash.Domain.CashApplication;

/// <summary>By what a payment that waits is found again: the numbers that it names, and its amount.</summary>
internal sealed class WaitingKeys
{
    private const ulong NumberSeed = 1;
    private const ulong AmountSeed = 2;
    private const ulong TokenSeed = 3;

    /// <summary>A token of letters and digits is an id, as of a payout, from so many characters on.</summary>
    private const int MinTokenLength = 12;

    private const int MaxTokenLength = 64;

    private readonly SqueezedText _text = new();

    /// <summary>The keys added since the last <see cref="Clear"/>, each once.</summary>
    public List<ulong> Keys { get; } = [];

    public void Clear() => Keys.Clear();

    /// <summary>Those of a payment.</summary>
    public void Add(BankTransaction transaction)
    {
        AddNumbers(transaction.Text);
        AddNumbers(transaction.StructuredReference);
        AddNumbers(transaction.EndToEndId);
        AddNumbers(transaction.BatchId);
        AddTokens(transaction.Text);
        AddAmount(transaction.SignedMinor);
    }

    /// <summary>The key of an amount.</summary>
    public static ulong OfAmount(long minor) => Fingerprints.Of(unchecked((ulong)minor), AmountSeed);

    public void AddAmount(long minor) => Add(OfAmount(minor));

    /// <summary>
    /// Each run of digits, also over marks and blanks between two of them. Returns the key of the longest, which is the
    /// text's number where it is one; null where there is none.
    /// </summary>
    public ulong? AddNumbers(string? text)
    {
        ulong? whole = null;
        var wholeDigits = 0;
        _text.Fill(text, []);
        for (var from = 0; from < _text.Count; from++)
        {
            if (!_text.IsDigit(from) || !_text.IsRunEdge(from))
                continue;
            var value = 0UL;
            for (var to = from; to < _text.Count && _text.Digits[to] >= 0 && to - from < NumberPages.MaxDigits; to++)
            {
                value = (value * 10) + (ulong)_text.Digits[to];
                if (to + 1 - from < NumberShape.MinDigits || !_text.IsRunEdge(to + 1))
                    continue;
                var key = Fingerprints.Of(value, NumberSeed + ((ulong)(to - from) << 8));
                Add(key);
                if (to + 1 - from > wholeDigits)
                    (whole, wholeDigits) = (key, to + 1 - from);
            }
        }

        return whole;
    }

    /// <summary>Long tokens with letters and digits.</summary>
    public void AddTokens(string? text)
    {
        Span<byte> token = stackalloc byte[MaxTokenLength];
        var (length, letters, digits) = (0, 0, 0);
        for (var i = 0; i <= (text?.Length ?? -1); i++)
        {
            var character = text is not null && i < text.Length ? text[i] : ' ';
            if (char.IsAsciiLetterOrDigit(character))
            {
                if (length < MaxTokenLength)
                    token[length] = (byte)(char.IsAsciiLetterLower(character) ? character - 32 : character);
                length++;
                letters += char.IsAsciiLetter(character) ? 1 : 0;
                digits += char.IsAsciiDigit(character) ? 1 : 0;
                continue;
            }

            if (length is >= MinTokenLength and <= MaxTokenLength && letters > 0 && digits > 0)
                Add(Fingerprints.Of(token[..length], TokenSeed));
            (length, letters, digits) = (0, 0, 0);
        }
    }

    private void Add(ulong key)
    {
        if (!Keys.Contains(key))
            Keys.Add(key);
    }
}
