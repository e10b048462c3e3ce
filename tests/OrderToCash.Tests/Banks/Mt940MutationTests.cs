using System.Text;
using OrderToCash.Application.Pipelines;
using OrderToCash.Domain.Payments;
using Xunit;
using Xunit.Abstractions;

namespace OrderToCash.Tests.Banks;

/// <summary>Whatever happens to a file, it is read or refused with a place, and what is booked adds up.</summary>
public sealed class Mt940MutationTests(ITestOutputHelper output)
{
    private static readonly string[] Samples =
    [
        Mt940.Text("166?00GUTSCHRIFT?20EREF+123?21SVWZ+Stühle?30COBADEFF?31DE89370400440532013000?32MÜLLER?33AG"),
        Mt940.Text("/EREF/1//CNTP/NL75INGB0000012345/INGBNL2A/KPN///REMI/USTD//Factuurnr: 2015/"),
        Mt940.Text("911 TRANSAKCJA; Z RACH.: 56114010810000267002001001; OD: JAN NOWAK; TYT.: PRZELEW"),
        Mt940.Text("SEPA  IBAN: NL56CHAS0101010101\nNAAM: AA\nOMSCHRIJVING: x\nKENMERK: 7541410"),
        Mt940.Of(
            ":61:2603160316RCR1,00NRTIREF//260760000001B\n/OCMT/EUR2,00//CHGS/EUR1,00/\n:86:109?20OAMT+1,00?34912\n"
            + ":61:260316EC5,NMSC", "C260316EUR99,"),
    ];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Mutated_file_is_read_or_refused_with_a_place(int seed)
    {
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        for (var round = 0; round < 400; round++)
        {
            var bytes = Mutated(random, Encoding.UTF8.GetBytes(Samples[random.Next(Samples.Length)]));
            foreach (var item in await Mt940.ReadAsync(bytes))
            {
                if (item.Rejection is { } rejection)
                {
                    Assert.NotEmpty(rejection.Place);
                    Assert.Empty(item.Commands);
                    continue;
                }

                if (item.Commands is [{ Command: BankCommand.BookEntries }, ..])
                    AssertAddsUp(item);
            }
        }
    }

    private static void AssertAddsUp(SourceItem item)
    {
        var header = Camt.Header(item);
        var sum = Camt.Transactions(item).Sum(x => x.SignedMinor);
        Assert.Equal(header.ClosingMinor, header.OpeningMinor + sum);
    }

    private static byte[] Mutated(Random random, byte[] bytes)
    {
        var mutated = bytes.ToList();
        for (var changes = random.Next(1, 6); changes > 0 && mutated.Count > 2; changes--)
        {
            var at = random.Next(mutated.Count);
            switch (random.Next(5))
            {
                case 0:
                    mutated[at] = (byte)random.Next(256);
                    break;
                case 1:
                    mutated.RemoveRange(at, Math.Min(random.Next(1, 20), mutated.Count - at));
                    break;
                case 2:
                    mutated.InsertRange(at, mutated.GetRange(0, Math.Min(random.Next(1, 200), mutated.Count)));
                    break;
                case 3:
                    mutated.Insert(at, ":?/+0-\r\n{9,C"u8[random.Next(12)]);
                    break;
                default:
                    mutated.RemoveRange(at, mutated.Count - at);
                    break;
            }
        }

        return [.. mutated];
    }
}
