using System.Globalization;
using System.Text;
using OrderToCash.Adapters.Banks;
using Xunit;

namespace OrderToCash.Tests.Banks;

/// <summary>Memory doesn't grow with a statement, nor with a file that is none. Runs alone: it measures the
/// process.</summary>
[Collection(nameof(CamtMemoryTests))]
public sealed class Mt940MemoryTests : IDisposable
{
    private const int Entries = 60_000;
    private const long MaxKeptBytes = 4_000_000;

    private readonly string _path = Path.GetTempFileName();

    public void Dispose() => File.Delete(_path);

    [Fact]
    public async Task Large_statement_is_read_in_the_memory_of_a_part()
    {
        await using (var writer = new StreamWriter(_path, append: false, Encoding.ASCII))
        {
            await writer.WriteAsync($":20:S\n:25:{Mt940.Iban}\n:28C:1\n:60F:C260316EUR0,\n");
            for (var i = 0; i < Entries; i++)
            {
                await writer.WriteAsync(string.Create(
                    CultureInfo.InvariantCulture,
                    $":61:2603160316C0,01NTRFNONREF//{i:0000000000}A\n:86:166?20SVWZ+{new string('x', 200)}\n"));
            }

            await writer.WriteAsync($":62F:C260316EUR{Entries / 100},\n-\n");
        }

        using var source = await BankSources.OpenAsync(_path, Camt.Actor, CancellationToken.None);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var (peak, parts) = (0L, 0);
        await foreach (var item in source.ReadAsync(0, CancellationToken.None))
        {
            Assert.Null(item.Rejection);
            if (parts++ % 20 == 10)
                peak = Math.Max(peak, GC.GetTotalMemory(forceFullCollection: true) - before);
        }

        Assert.Equal(Entries / 500, parts);
        Assert.True(peak < MaxKeptBytes, $"{peak} bytes");
    }

    [Fact]
    public async Task File_without_a_line_end_is_refused_and_not_held()
    {
        await using (var writer = new StreamWriter(_path, append: false, Encoding.ASCII))
        {
            await writer.WriteAsync(":20:S\n:25:");
            for (var i = 0; i < 20_000; i++)
                await writer.WriteAsync(new string('x', 1000));
        }

        using var source = await BankSources.OpenAsync(_path, Camt.Actor, CancellationToken.None);
        var item = Assert.Single(await Camt.AllAsync(source));
        Assert.Equal(("too-long", "line 2"), (item.Rejection?.Reason, item.Rejection?.Place));
    }
}
