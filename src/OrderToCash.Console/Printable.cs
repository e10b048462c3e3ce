using System.Text;

namespace OrderToCash.Console;

/// <summary>
/// Texts of others as they may be shown: what a shop or a bank sent must not clear the screen, colour it, forge a line
/// or turn letters around.
/// </summary>
internal static class Printable
{
    /// <summary>Unicode has a picture of each control character, in their order: ␀ to ␟.</summary>
    private const char FirstPicture = '␀';

    private const char Delete = '\u007f';
    private const char DeletePicture = '␡';

    /// <summary>The text, with control characters as their pictures; line ends and tabs stay.</summary>
    public static string Of(string text) => Replace(text, static c => c is '\n' or '\t');

    /// <summary>The same, on one line.</summary>
    public static string Line(string text) => Replace(text, static c => c is '\t');

    private static string Replace(string text, Func<char, bool> stays)
    {
        StringBuilder? changed = null;
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            var isShown = stays(c) || !(char.IsControl(c) || TurnsAround(c));
            if (!isShown)
                changed ??= new StringBuilder(text, 0, i, text.Length + 16);
            if (changed is not null)
                _ = isShown ? changed.Append(c) : changed.Append(PictureOf(c));
        }

        return changed?.ToString() ?? text;
    }

    /// <summary>As JSON escapes it, where there is no picture: a JSON text means the same as before.</summary>
    private static string PictureOf(char c) => c switch
    {
        < ' ' => ((char)(FirstPicture + c)).ToString(),
        Delete => DeletePicture.ToString(),
        _ => $"\\u{(int)c:x4}",
    };

    // Source: Unicode Standard Annex #9, section 2: the explicit directional formatting characters.
    private static bool TurnsAround(char c) =>
        c is (>= '\u202a' and <= '\u202e') or (>= '\u2066' and <= '\u2069') or '\u200e' or '\u200f' or '\u061c';
}
