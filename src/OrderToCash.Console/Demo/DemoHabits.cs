using System.Globalization;
using System.Text;

namespace OrderToCash.Console.Demo;

/// <summary>How payers write: numbers in pieces, in lower case, with letters for digits, with slips.</summary>
internal sealed class DemoHabits(DemoWorld world)
{
    /// <summary>A bank's own words behind the payer's, in so many of a hundred transfers.</summary>
    private const int BankWordsPercent = 6;

    /// <summary>So a bank prints the payer's name: as it is, in capitals, turned round, or cut.</summary>
    public string NameOf(DemoCustomer customer, string key)
    {
        var name = customer.Name;
        var space = name.LastIndexOf(' ');
        return world.Dice("name" + key) switch
        {
            < 15 => name.ToUpperInvariant(),
            < 27 when !customer.IsFirm && space > 0 => $"{name[(space + 1)..]}, {name[..space]}",
            < 40 => name[..Math.Min(name.Length, 27)].TrimEnd(),
            < 45 when !customer.IsFirm => "Herr oder Frau " + name,
            _ => name,
        };
    }

    /// <summary>Words for one invoice, which need not name it.</summary>
    /// <param name="number">The invoice's, <c>RE-2025-0000123</c>.</param>
    /// <param name="order">The order's, as the channel gave it.</param>
    /// <param name="key">The same key, the same words.</param>
    public string TextOf(string number, string order, DemoCustomer customer, string key)
    {
        var (prefix, counter) = (number[..8], number[8..]);
        var text = world.Dice("words" + key) switch
        {
            < 8 => $"rg.nr. {number.ToLowerInvariant()} vom november",
            < 15 => $"Zahlung {prefix.Replace('-', ' ')}{counter[..4]} {counter[4..]} {customer.Name}",
            < 19 => "Rechnung " + LookAlike(number),
            < 27 => $"Bestellung {order}",
            < 31 => $"Rg. {counter} Kd-Nr. {customer.Id}",
            < 33 => "Rechnung " + Slip(number, key),
            < 36 => $"{number.Replace("-", "", StringComparison.Ordinal)}/{customer.Id}/28112025",
            < 40 => $"Re {number} v. 28.11.25, Rueckfragen Tel. 030 {4_000_000 + world.Dice(key, 999_999)}",
            < 44 => "Danke und Gruß",
            < 47 => $"RN {prefix[3..7]}/{counter.TrimStart('0').PadLeft(6, '0')}",
            < 55 => number,
            _ => $"Rechnung {number} vielen Dank",
        };
        return text + BankWords(key);
    }

    /// <summary>Words for several invoices.</summary>
    public string ListOf(IReadOnlyList<string> numbers, string key)
    {
        var list = world.Dice("list" + key) switch
        {
            < 20 => numbers[0] + string.Concat(numbers.Skip(1).Select(static number => ", -" + number[11..])),
            < 40 => string.Join(" und ", numbers.Select(static number => number[8..])),
            < 60 => string.Join(' ', numbers).ToLowerInvariant(),
            _ => string.Join(", ", numbers),
        };
        return (numbers.Count == 1 ? "Rechnung " : "Rechnungen ") + list + BankWords(key);
    }

    /// <summary>Words for an order that is paid in advance.</summary>
    public string AdvanceOf(string order, DemoCustomer customer, string key) => world.Dice("advance" + key) switch
    {
        < 10 => "Vorkasse " + customer.Name,
        < 25 => order.ToLowerInvariant(),
        < 35 => $"Best. {order[..(order.Length / 2)]} {order[(order.Length / 2)..]}",
        < 45 => $"Kundennr. {customer.Id}, Bestellnr. {order}",
        _ => $"Vorkasse Bestellung {order} danke",
    };

    private string BankWords(string key) => world.Dice("bank" + key) switch
    {
        < BankWordsPercent / 2 => string.Create(
            CultureInfo.InvariantCulture,
            $" DATUM 28.11.2025, 10.{world.Dice(key, 60):D2} UHR 1.TAN {world.Dice("tan" + key, 900_000) + 100_000}"),
        < BankWordsPercent => " ABWA+ " + DemoNames.PersonOf(world.Dice("abwa" + key, 8000)),
        _ => "",
    };

    // One or two digits become the letters that look like them.
    private static string LookAlike(string number)
    {
        var text = new StringBuilder(number);
        var changes = 0;
        for (var i = text.Length - 1; i >= 8 && changes < 2; i--)
        {
            var letter = text[i] switch { '0' => 'O', '1' => 'I', '5' => 'S', '8' => 'B', _ => text[i] };
            changes += letter == text[i] ? 0 : 1;
            text[i] = letter;
        }

        return text.ToString();
    }

    // One slip of the keys: two digits exchanged, one left out, one typed twice, or another one.
    private string Slip(string number, string key)
    {
        var place = number.Length - 1 - world.Dice("place" + key, 5);
        return world.Dice("slip" + key, 4) switch
        {
            0 => number[..(place - 1)] + number[place] + number[place - 1] + number[(place + 1)..],
            1 => number.Remove(place, 1),
            2 => number.Insert(place, number[place..(place + 1)]),
            _ => number[..place] + (char)('0' + ((number[place] - '0' + 1) % 10)) + number[(place + 1)..],
        };
    }
}
