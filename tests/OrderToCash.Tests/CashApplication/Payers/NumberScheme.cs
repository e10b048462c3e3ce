using System.Globalization;

namespace OrderToCash.Tests.CashApplication.Payers;

/// <summary>How a merchant numbers documents: drawn anew for each world.</summary>
public sealed class NumberScheme
{
    private readonly string _letters;
    private readonly string _mark;
    private readonly int _digits;
    private readonly int _kind;
    private readonly long _first;

    public NumberScheme(Random random)
    {
        _kind = random.Next(8);
        _letters = string.Concat(Enumerable.Range(0, random.Next(1, 5)).Select(_ => (char)('A' + random.Next(26))));
        _mark = random.Next(5) switch { 0 => "/", 1 => ".", 2 => "", 3 => "_", _ => "-" };
        _digits = random.Next(5, 9);
        _first = random.Next(3) == 0 ? 1 : random.Next(1, 9) * Power(_digits - 1) / 7;
    }

    /// <summary>True where two documents may have the same number up to what stands before it.</summary>
    public bool Restarts => _kind is 3 or 4;

    public string Number(int index, int year, int shop)
    {
        var counter = _first + index;
        var padded = counter.ToString("D" + _digits, CultureInfo.InvariantCulture);
        return _kind switch
        {
            0 => $"{_letters}{year % 100}{_mark}{padded}",
            1 => $"{year}{counter.ToString("D6", CultureInfo.InvariantCulture)}",
            2 => $"{_letters}{_mark}{padded}{_mark}{(char)('A' + (counter * 7 % 23))}",
            3 => $"{_letters}{_mark}{year}{_mark}{padded}",
            4 => $"{(char)('A' + shop)}{_letters}{_mark}{padded}",
            5 => (Power(_digits) + counter).ToString(CultureInfo.InvariantCulture),
            6 => $"{_letters}{_mark}{padded}/{year % 100}",
            _ => $"{_letters}{padded}",
        };
    }

    private static long Power(int exponent) => (long)Math.Pow(10, exponent);
}
