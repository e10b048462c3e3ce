using System.Collections.Immutable;

namespace OrderToCash.Domain.CashApplication;

/// <summary>What a token in a payment's text may be.</summary>
public enum ReferenceKind
{
    /// <summary>An invoice number of ours, by its form.</summary>
    InvoiceNumber = 1,

    /// <summary>A token that may be an order id or an order number; only the index knows.</summary>
    Order = 2,
}

/// <summary>A token in a text that may name a document.</summary>
/// <param name="Text">The token; an invoice number in its canonical form, anything else as written.</param>
/// <param name="Range">Where it stands in the text.</param>
/// <param name="IsExact">False for an invoice number that blanks or line breaks cut into pieces.</param>
public readonly record struct Reference(ReferenceKind Kind, string Text, Range Range, bool IsExact);

/// <summary>Finds tokens that may name documents.</summary>
public static class References
{
    /// <summary>The longest token that is looked at; no shop's order numbers come near it.</summary>
    public const int MaxTokenLength = 64;

    /// <summary>
    /// The tokens of a text, in its order: invoice numbers as full tokens, never inside a longer run of letters and
    /// digits; those that blanks cut, if no exact one stands there; then all other tokens with a digit, whole and,
    /// where marks join several, each part. The whole token comes before its parts.
    /// </summary>
    public static ImmutableArray<Reference> Find(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
            return [];
        var found = ImmutableArray.CreateBuilder<Reference>();
        InvoiceNumbers.Find(text, found);
        var invoices = found.Count;
        OrderTokens.Find(text, found);
        // An order token that overlaps an invoice number is a piece of it, or holds it.
        for (var i = found.Count - 1; i >= invoices; i--)
        {
            if (OverlapsAny(found, invoices, found[i].Range))
                found.RemoveAt(i);
        }

        return found.DrainToImmutable();
    }

    private static bool OverlapsAny(ImmutableArray<Reference>.Builder found, int count, Range range)
    {
        for (var i = 0; i < count; i++)
        {
            var other = found[i].Range;
            if (range.Start.Value < other.End.Value && other.Start.Value < range.End.Value)
                return true;
        }

        return false;
    }
}
