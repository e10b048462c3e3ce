using System.Globalization;
using System.Text;

namespace OrderToCash.LoadTests.Parse;

/// <summary>Writes one MT940 statement of any size, as a German bank does: 230 bytes an entry.</summary>
internal static class Mt940Generator
{
    private const int LineLength = 65;

    private static readonly string[] Names =
    [
        "Stein Autogruppe GbR", "Nguyen, Vera", "Lukasz Klein", "Krause, Andre", "Weber Isarservice UG",
        "TINA PFEIFFER",
    ];

    /// <summary>Writes at least so many bytes; returns how many entries. The stream stays the caller's.</summary>
    public static int Write(Stream stream, long bytes)
    {
        using var writer = new StreamWriter(stream, Encoding.ASCII, 1 << 16, leaveOpen: true);
        writer.NewLine = "\r\n";
        writer.WriteLine(":20:STARTUMS");
        writer.WriteLine(":25:37040044/0532013000EUR");
        writer.WriteLine(":28C:00043/001");
        writer.WriteLine(":60F:C260304EUR0,");
        var total = 0L;
        var details = new StringBuilder();
        var number = 1;
        for (var written = 0L; written < bytes; number++)
        {
            var minor = CamtGenerator.MinorOf(number);
            total += minor;
            var head = string.Create(
                CultureInfo.InvariantCulture,
                $":61:2603040304CR{minor / 100},{minor % 100:00}NTRFNONREF//2606300{number:00000000}B");
            writer.WriteLine(head);
            details.Clear();
            details.Append(
                CultureInfo.InvariantCulture,
                $"166?00SEPA-GUTSCHRIFT?109310?20EREF+E2E{number}?21SVWZ+Ihre Rechnung RE26-?22{number:0000000} vom "
                + $"21.02.2026?30BYLADEM1001?31DE02120300000000202051?32{Names[number % Names.Length]}");
            written += head.Length + details.Length;
            WriteWrapped(writer, details);
        }

        writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $":62F:C260304EUR{total / 100},{total % 100:00}"));
        writer.WriteLine("-");
        return number - 1;
    }

    private static void WriteWrapped(StreamWriter writer, StringBuilder details)
    {
        writer.Write(":86:");
        for (var at = 0; at < details.Length; at += LineLength)
            writer.WriteLine(details.ToString(at, Math.Min(LineLength, details.Length - at)));
    }
}
