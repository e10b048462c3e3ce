namespace OrderToCash.Domain.CashApplication.Texts;

/// <summary>Letters as banks pass them on: capitals A to Z without accents.</summary>
internal static class Letters
{
    // U+00C0 to U+017F; a blank where it is no letter. Those of two letters are in TwoOf.
    private const string Latin =
        "AAAAAAACEEEEIIIIDNOOOOO OUUUUYTSAAAAAAACEEEEIIIIDNOOOOO OUUUUYTY"
        + "AAAAAACCCCCCCCDDDDEEEEEEEEEEGGGGGGGGHHHHIIIIIIIIIIIIJJKKKLLLLLLL"
        + "LLLNNNNNNNNNOOOOOOOORRRRRRSSSSSSSSTTTTTTUUUUUUUUUUUUWWYYYZZZZZZS";

    /// <summary>
    /// The capital that stands for a character, and a second one for ä, ö, ü, ß, æ and œ; false for what is neither
    /// letter nor digit.
    /// </summary>
    public static bool TryGet(char character, out byte first, out byte second)
    {
        second = 0;
        if (character < 128)
        {
            first = (byte)(char.IsAsciiLetterLower(character) ? character - 32 : character);
            return char.IsAsciiLetterOrDigit(character);
        }

        second = TwoOf(character);
        first = (byte)Base(character);
        return first != ' ';
    }

    /// <summary>The digit that a letter is easily taken for, else 0.</summary>
    public static byte LookAlike(byte letter) => letter switch
    {
        (byte)'O' => (byte)'0',
        (byte)'I' or (byte)'L' => (byte)'1',
        (byte)'Z' => (byte)'2',
        (byte)'S' => (byte)'5',
        (byte)'G' => (byte)'6',
        (byte)'B' => (byte)'8',
        _ => 0,
    };

    private static byte TwoOf(char character) => character switch
    {
        'ä' or 'Ä' or 'ö' or 'Ö' or 'ü' or 'Ü' or 'æ' or 'Æ' or 'œ' or 'Œ' => (byte)'E',
        'ß' or 'ẞ' => (byte)'S',
        _ => 0,
    };

    private static char Base(char character) => character switch
    {
        >= '\u00C0' and <= '\u017F' => Latin[character - 0xC0],
        'ẞ' => 'S',
        'Ș' or 'ș' => 'S',
        'Ț' or 'ț' => 'T',
        // Vietnamese.
        >= '\u1EA0' and <= '\u1EB7' => 'A',
        >= '\u1EB8' and <= '\u1EC7' => 'E',
        >= '\u1EC8' and <= '\u1ECB' => 'I',
        >= '\u1ECC' and <= '\u1EE3' => 'O',
        >= '\u1EE4' and <= '\u1EF1' => 'U',
        >= '\u1EF2' and <= '\u1EF9' => 'Y',
        _ => ' ',
    };
}
