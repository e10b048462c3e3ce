using System.Text;
using System.Text.Json;

namespace OrderToCash.Application.Codecs;

/// <summary>The stored words of an enum, by its numbers: the enum's names can change, the words never.</summary>
internal sealed class StoredWords
{
    /// <summary><c>HoldReason</c>.</summary>
    public static readonly StoredWords HoldReasons = new("hold reason", "review", "credit", "prepayment");

    /// <summary><c>Confirmation</c>.</summary>
    public static readonly StoredWords Confirmations = new("confirmation", "full", "partly-backordered", "backordered");

    /// <summary><c>StockStep</c>.</summary>
    public static readonly StoredWords StockSteps = new("step", "reserve", "allocate", "ship", "reduce");

    /// <summary><c>RefusalReason</c>.</summary>
    public static readonly StoredWords RefusalReasons = new("refusal reason", "unknown-sku", "out-of-stock");

    /// <summary><c>MovementKind</c>.</summary>
    public static readonly StoredWords MovementKinds = new("movement", "count", "receipt", "correction", "scrap");

    /// <summary><c>ItemKind</c>.</summary>
    public static readonly StoredWords ItemKinds = new("kind of item", "invoice", "prepayment", "credit-note");

    /// <summary><c>PaymentMethod</c>.</summary>
    public static readonly StoredWords PaymentMethods = new("payment method", "prepayment", "invoice", "psp");

    /// <summary><c>PspStatus</c>.</summary>
    public static readonly StoredWords PspStatuses = new("payment status", "pending", "authorized", "captured");

    /// <summary><c>EvidenceKind</c>.</summary>
    public static readonly StoredWords EvidenceKinds = new(
        "kind of evidence", "reference", "payer", "amount", "against");

    /// <summary><c>TransactionField</c>; 0, in no text, is left out.</summary>
    public static readonly StoredWords TransactionFields = new(
        "field of a transaction", "text", "structured-reference", "end-to-end-id", "name", "iban", "mandate",
        "ultimate-name");

    /// <summary><c>AsideKind</c>.</summary>
    public static readonly StoredWords AsideKinds = new("kind of setting aside", "transfer", "other", "ignored");

    /// <summary><c>SettlementRowKind</c>; 0, a sale, is left out.</summary>
    public static readonly StoredWords RowKinds = new(
        "kind of row", "refund", "chargeback", "fee", "reserve", "conversion", "other");

    /// <summary><c>RowUse</c>.</summary>
    public static readonly StoredWords RowUses = new("use of a row", "customer", "provider", "other");

    /// <summary><c>RowStatus</c>; 0, open, is left out.</summary>
    public static readonly StoredWords RowStatuses = new("status of a row", "ready", "asked", "done", "returning");

    /// <summary><c>SettlementStatus</c>; 0, unknown, is left out.</summary>
    public static readonly StoredWords SettlementStatuses = new(
        "status of a settlement", "recorded", "settled", "undoing");

    private readonly string _what;
    private readonly JsonEncodedText[] _words;

    private StoredWords(string what, params string[] words)
    {
        _what = what;
        _words = Array.ConvertAll(words, static word => JsonEncodedText.Encode(word));
    }

    /// <summary>The word with a number, 1 for the first.</summary>
    public JsonEncodedText this[int number] => _words[number - 1];

    /// <summary>The number of a word.</summary>
    /// <exception cref="FormatException">It is none of the words.</exception>
    public int NumberOf(ReadOnlySpan<byte> word)
    {
        for (var i = 0; i < _words.Length; i++)
        {
            if (word.SequenceEqual(_words[i].EncodedUtf8Bytes))
            {
                return i + 1;
            }
        }

        throw new FormatException($"'{Encoding.UTF8.GetString(word)}' is not a known {_what}.");
    }
}
