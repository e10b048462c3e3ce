using System.Globalization;
using System.Text;
using OrderToCash.LoadTests.Parse;

namespace OrderToCash.LoadTests.Ingest;

/// <summary>Writes the open items that entries of a generated statement name, each of a customer of its own.</summary>
internal static class ItemsGenerator
{
    /// <summary>Writes CSV, the items of the statement's first entries.</summary>
    public static void Write(Stream stream, int items)
    {
        using var writer = new StreamWriter(stream, new UTF8Encoding(false), 1 << 16, leaveOpen: true);
        writer.WriteLine("customer,document,kind,issueDate,dueDate,amount,currency");
        for (var number = 1; number <= items; number++)
        {
            var minor = CamtGenerator.MinorOf(number);
            writer.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"C{number:0000000},RE26-{number:0000000},invoice,2026-02-21,2026-03-07,"
                + $"{minor / 100}.{minor % 100:00},EUR"));
        }
    }
}
