using System.Buffers.Text;
using System.Globalization;
using System.Text;
using OrderToCash.Application.Queries;

namespace OrderToCash.Adapters.ReadModels;

/// <summary>The place of an item in a list: a number and a text, together no two items share them.</summary>
/// <remarks>Written as base64url of <c>list|number|text</c>: it means something to the list that made it.</remarks>
internal readonly record struct Cursor(long Number, string Text)
{
    private const int MaxLength = 4096;

    /// <summary>The cursor as callers hand it back.</summary>
    public string Write(string list) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(
        string.Create(CultureInfo.InvariantCulture, $"{list}|{Number}|{Text}")));

    /// <summary>The place that a caller hands back; the given one for the first page.</summary>
    /// <exception cref="InvalidCursorException">It is not a cursor of this list.</exception>
    public static Cursor Read(string list, string? written, Cursor first)
    {
        if (written is null) return first;
        if (written.Length <= MaxLength && Base64Url.IsValid(written))
        {
            var parts = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(written)).Split('|', 3);
            if (parts.Length == 3 && parts[0] == list
                && long.TryParse(parts[1], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
            {
                return new Cursor(number, parts[2]);
            }
        }

        throw new InvalidCursorException(
            "The cursor is not one of this list: hand in `next` of the page before as it was, or none.");
    }
}
