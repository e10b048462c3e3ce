using System.Text;

namespace OrderToCash.IntegrationTests;

/// <summary>One run over a file where every other line is bad, for all tests of bad lines.</summary>
public sealed class BadOrdersRun : IAsyncLifetime
{
    /// <summary>A line that is longer than any line may be.</summary>
    public const string Huge = "10 MB";

    /// <summary>Bytes kept of it.</summary>
    public const int HugeKept = 64 * 1024;

    private const string FileName = "orders.ndjson";

    /// <summary>What is bad, by name; the n-th stands on line 2n + 1, and a good order on the line behind it.</summary>
    private static readonly (string Name, byte[] Line)[] Bad =
    [
        ("malformed", Encoding.UTF8.GetBytes("{\"channel\":\"shop\",\"orderNumber\":\"7\"")),
        ("type", Changed("\"quantity\":1", "\"quantity\":\"two\"")),
        ("negative", Changed("\"quantity\":1", "\"quantity\":-1")),
        ("zero", Changed("\"quantity\":1", "\"quantity\":0")),
        ("currency", Changed("\"EUR\"", "\"EUX\"")),
        ("utf-8", [.. Encoding.UTF8.GetBytes("{\"channel\":\"M"), 0xFC, .. Encoding.UTF8.GetBytes("ller\"}")]),
        (Huge, Changed("Teekanne", new string('x', 10_000_000))),
    ];

    private readonly O2cFolder _folder = new();

    /// <summary>The run.</summary>
    internal O2cResult Result { get; private set; } = new(0, [], "");

    /// <summary>How many bad lines.</summary>
    internal static int Count => Bad.Length;

    /// <inheritdoc/>
    public async Task InitializeAsync()
    {
        (await _folder.RunAsync("ingest", "stock", _folder.Write("stock.ndjson", Inputs.Stock("A-1", 1000)))).Ends(0);
        var bytes = new List<byte>();
        for (var i = 0; i < Bad.Length; i++)
            bytes.AddRange(
                [.. Bad[i].Line, (byte)'\n', .. Encoding.UTF8.GetBytes(Inputs.Order($"good-{i}")), (byte)'\n']);

        Result = await _folder.RunAsync("ingest", "orders", _folder.Write(FileName, [.. bytes]));
    }

    /// <summary>The line of a bad input, and its bytes as they are to be kept.</summary>
    internal static (long Position, byte[] Kept) Find(string name)
    {
        var index = Array.FindIndex(Bad, bad => bad.Name == name);
        var line = Bad[index].Line;
        return ((2 * index) + 1, name == Huge ? line[..HugeKept] : line);
    }

    /// <summary>The bytes that the quarantine has of a line.</summary>
    internal async Task<byte[]> QuarantinedAsync(long position) =>
        (await _folder.QuarantinedAsync(FileName, position)).Raw.ToArray();

    /// <summary>What the program shows of the quarantine.</summary>
    internal async Task<O2cResult> QuarantineAsync(params string[] arguments) =>
        (await _folder.RunAsync(["quarantine", .. arguments])).Ends(0);

    /// <inheritdoc/>
    public Task DisposeAsync()
    {
        _folder.Dispose();
        return Task.CompletedTask;
    }

    private static byte[] Changed(string good, string bad) =>
        Encoding.UTF8.GetBytes(Inputs.Order("bad").Replace(good, bad, StringComparison.Ordinal));
}
