using System.Text;

namespace OrderToCash.LoadTests.Http;

/// <summary>Makes good bodies bad: one to eight changes each, the same for the same seed.</summary>
internal sealed class Mutations(Random random)
{
    private static readonly byte[][] Pieces =
    [
        .. new[]
        {
            "null", "true", "-1", "1e999", "99999999999999999999999999999999", "\"\"", "[]", "{}", "[[[[[[[[[[", "}",
            "\\u0000", "\\ud800", "\"EUX\"", "2026-13-45T99:99:99Z", "\n", "\r\n\r\n", "\"lines\":[", "0.0000000001",
            "<!DOCTYPE x>", "&x;", "<Ntry>", "</Document>", "--", "'", "%00",
        }.Select(Encoding.UTF8.GetBytes),
        [0xFF, 0xFE], [0xC0, 0x80], [0x1F, 0x8B], [0],
    ];

    /// <summary>A changed copy.</summary>
    public byte[] Of(byte[] good)
    {
        var body = new List<byte>(good);
        for (var change = random.Next(1, 9); change > 0 && body.Count > 0; change--)
        {
            var at = random.Next(body.Count);
            switch (random.Next(7))
            {
                case 0:
                    body[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 1:
                    body[at] = (byte)random.Next(256);
                    break;
                case 2:
                    body.RemoveRange(at, Math.Min(body.Count - at, random.Next(1, 40)));
                    break;
                case 3:
                    body.InsertRange(at, Pieces[random.Next(Pieces.Length)]);
                    break;
                case 4:
                    body.InsertRange(at, body.GetRange(0, Math.Min(body.Count, random.Next(1, 200))));
                    break;
                case 5:
                    body.RemoveRange(at, body.Count - at);
                    break;
                default:
                    // Another number, where there is one: most rules are about them.
                    var digit = body.FindIndex(at, static one => one is >= (byte)'0' and <= (byte)'9');
                    if (digit >= 0)
                        body[digit] = (byte)('0' + random.Next(10));
                    break;
            }
        }

        return [.. body];
    }
}
