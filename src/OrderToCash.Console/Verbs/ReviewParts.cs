using System.Globalization;
using OrderToCash.Application.Review;

namespace OrderToCash.Console.Verbs;

/// <summary>Reads <c>DOCUMENT=AMOUNT,skonto=X,charges=X,write-off=X</c>.</summary>
internal static class ReviewParts
{
    /// <summary>The part; amounts have a point, and no blanks.</summary>
    /// <exception cref="UserFailureException">It is none.</exception>
    public static ReviewPart Parse(string text)
    {
        var pieces = text.Split(',');
        var equals = pieces[0].LastIndexOf('=');
        if (equals <= 0 || !TryRead(pieces[0].AsSpan(equals + 1), out var amount))
            throw Wrong(text);
        var part = new ReviewPart(pieces[0][..equals], amount);
        foreach (var piece in pieces.AsSpan(1))
        {
            var end = piece.IndexOf('=', StringComparison.Ordinal);
            if (end < 0 || !TryRead(piece.AsSpan(end + 1), out var more))
                throw Wrong(text);
            part = piece[..end] switch
            {
                "skonto" => part with { Skonto = more },
                "charges" => part with { Charges = more },
                "write-off" => part with { WriteOff = more },
                _ => throw Wrong(text),
            };
        }

        return part;
    }

    private static bool TryRead(ReadOnlySpan<char> text, out decimal amount) => decimal.TryParse(
        text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture,
        out amount);

    private static UserFailureException Wrong(string text) => new(
        $"'{text}': expected DOCUMENT=AMOUNT with a point for decimals, and besides skonto=, charges=, write-off=; for "
        + "example RE-1=98.00,skonto=2.00.");
}
