using System.Text;

namespace OrderToCash.Tests.CashApplication.Payers;

/// <summary>Writes as payers do and as banks pass on.</summary>
public sealed class PayerText(Random random)
{
    private static readonly string[] Before =
        ["", "Rechnung ", "RG ", "Rg.Nr. ", "Invoice ", "Re.-Nr.: ", "Faktura ", "Betr. ", "Zahlung ", "IHRE RECHNUNG ",
            "factuur ", "Beleg "];

    private static readonly string[] Behind =
        ["", " vom 14.02.2026", " danke", " v. 3.3.26", " EUR", " Vielen Dank & Gruß", " Tel. 0341/1032848", " abzgl.",
            " St-Nr 37/123/45678", " 12 Stk", " Vertrag 4711/08", " Mandat 17"];

    /// <summary>A text around what is named.</summary>
    public string Around(string named) => Case(Pick(Before) + named + Pick(Behind));

    /// <summary>A number as some payer writes it; still the same number.</summary>
    public string Number(string number)
    {
        switch (random.Next(7))
        {
            case 0:
                return number.ToLowerInvariant();
            case 1:
                return new string([.. number.Where(char.IsLetterOrDigit)]);
            case 2:
                return number.Replace('-', '/').Replace('.', '-');
            case 3:
                return WithBlanks(number, 1);
            case 4:
                return WithBlanks(number, 3);
            default:
                return number;
        }
    }

    /// <summary>Letters that look like digits, one to three of them; null where there is nothing to mistake.</summary>
    public string? LookAlike(string number)
    {
        var text = new StringBuilder(number);
        var changes = 0;
        for (var i = 0; i < 20 && changes < 3; i++)
        {
            var place = random.Next(text.Length);
            var other = text[place] switch
            {
                '0' => 'O',
                '1' => 'I',
                '5' => 'S',
                '8' => 'B',
                '2' => 'Z',
                '6' => 'G',
                _ => '\0'
            };
            if (other == '\0' || (changes > 0 && random.Next(2) == 0))
                continue;
            text[place] = other;
            changes++;
        }

        return changes == 0 ? null : text.ToString();
    }

    /// <summary>A number with one slip.</summary>
    public string Slip(string number)
    {
        var place = random.Next(1, number.Length);
        while (!char.IsDigit(number[place]))
            place = (place + 1) % number.Length;
        var digit = (char)('0' + ((number[place] - '0' + random.Next(1, 10)) % 10));
        return random.Next(4) switch
        {
            0 => number.Remove(place, 1),
            1 => number.Insert(place, digit.ToString()),
            2 when place + 1 < number.Length && char.IsDigit(number[place + 1]) && number[place] != number[place + 1] =>
                number[..place] + number[place + 1] + number[place] + number[(place + 2)..],
            _ => number[..place] + digit + number[(place + 1)..],
        };
    }

    /// <summary>A name as some bank passes it on.</summary>
    public string Name(string name)
    {
        var text = random.Next(6) switch
        {
            0 => name.Replace("ä", "ae").Replace("ö", "oe").Replace("ü", "ue").Replace("ß", "ss"),
            1 => name.Replace("ä", "a").Replace("ö", "o").Replace("ü", "u").Replace("ß", "ss"),
            2 when name.Count(character => character == ' ') == 1 => string.Join(", ", name.Split(' ').Reverse()),
            3 => "Herr " + name,
            4 => name + " u. Kim",
            _ => name,
        };
        return Case(text);
    }

    /// <summary>Where the bank cuts: every 27 or 35 characters, or nowhere.</summary>
    public int[] Breaks(string text)
    {
        var width = random.Next(3) switch { 0 => 27, 1 => 35, _ => 1000 };
        return [.. Enumerable.Range(1, text.Length / width).Select(line => line * width)];
    }

    private string Case(string text) => random.Next(4) == 0 ? text.ToUpperInvariant() : text;

    private string WithBlanks(string number, int count)
    {
        for (var i = 0; i < count; i++)
            number = number.Insert(random.Next(1, number.Length), " ");
        return number;
    }

    private string Pick(string[] of) => of[random.Next(of.Length)];
}
