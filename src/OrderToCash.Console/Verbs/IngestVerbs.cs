using System.CommandLine;
using OrderToCash.Adapters.Banks;
using OrderToCash.Adapters.Files;
using OrderToCash.Application.Pipelines;
using OrderToCash.Console.Running;
using OrderToCash.Domain.Values;

namespace OrderToCash.Console.Verbs;

/// <summary><c>o2c ingest</c>: takes in files and streams.</summary>
internal static class IngestVerbs
{
    private const string BankFormat = "bank";
    private const string CanonicalFormat = "ndjson";
    private const string RetailFormat = "retail-csv";

    /// <summary>The commands.</summary>
    public static Command Create()
    {
        var format = new Option<string>("--format")
        {
            Description = $"What the files hold: {CanonicalFormat}, or invoice lines as CSV ({RetailFormat}).",
            DefaultValueFactory = _ => CanonicalFormat,
        };
        format.AcceptOnlyFromAmong(CanonicalFormat, RetailFormat);
        var mapping = new Option<string?>("--mapping")
        {
            Description = "How the CSV's columns are to be read, a JSON file.", HelpName = "FILE",
        };
        var autoStock = new Option<int?>("--auto-stock")
        {
            Description = "For trials: receive so many pieces of each SKU before its first order.", HelpName = "N",
        };
        return Verb.Group(
            "ingest", "Take in files, or standard input (-).",
            Of("stock", "Stock movements and counts (NDJSON, JSON, CSV).", FileSources.Stock),
            Of(
                "orders", "Orders and cancellations (NDJSON, JSON).", FileSources.Orders,
                (parsed, file, token) => OrdersAsync(
                    file, parsed.GetValue(format) == RetailFormat, parsed.GetValue(mapping), parsed.GetValue(autoStock),
                    token),
                format, mapping, autoStock),
            Of("shipments", "What warehouses shipped (NDJSON, JSON).", FileSources.Shipments),
            Of(
                "bank", "Bank statements (camt.053).", BankFormat,
                async (_, file, token) => new Opened(await OpenBankAsync(file, token), BankFormat)));
    }

    /// <summary>A bank statement's source; it is to be disposed.</summary>
    public static Task<CamtSource> OpenBankAsync(string file, CancellationToken cancellationToken)
    {
        var actor = new Actor("feed:bank");
        return file == "-"
            ? CamtSource.OpenAsync("stdin", new StandardInput(), actor, cancellationToken)
            : CamtSource.OpenAsync(file, actor, cancellationToken);
    }

    private static Command Of(string name, string description, string format) => Of(
        name, description, format, (_, file, _) => Task.FromResult(new Opened(Open(file, format, null), format)));

    private static Command Of(
        string name, string description, string format,
        Func<ParseResult, string, CancellationToken, Task<Opened>> open, params ReadOnlySpan<Symbol> options)
    {
        var files = new Argument<string[]>("FILE")
        {
            Description = "Files, taken in one after the other; - is standard input.",
            Arity = ArgumentArity.OneOrMore,
        };
        return Verb.Of(
            name, description, writes: true,
            (parsed, context) => RunAsync(
                context, parsed.GetRequiredValue(files), file => open(parsed, file, context.Stop.Token)),
            [files, .. options]);
    }

    private static async Task<int> RunAsync(VerbContext context, string[] files, Func<string, Task<Opened>> open)
    {
        await using var store = await context.StartEngineAsync();
        var run = new IngestRun(context, store);
        foreach (var file in files)
        {
            CheckExists(file);
            var (source, format) = await open(file);
            using var closing = source as IDisposable;
            if (!await run.TakeAsync(source, format))
                break;
        }

        await run.FinishAsync(files.Length);
        return context.Stop.IsRequested ? ExitCode.Stopped
            : run.Rejected > 0 ? ExitCode.Findings
            : ExitCode.Success;
    }

    private static void CheckExists(string file)
    {
        if (file != "-" && !File.Exists(file))
            throw new UserFailureException($"{file} can't be read: there is no such file. Check the path.");
    }

    private static ISource Open(string file, string format, RetailCsvMapping? mapping) => file == "-"
        ? FileSources.OfStream(new StandardInput(), "stdin", format, null, mapping)
        : FileSources.OfFile(file, format, null, mapping);

    private static async Task<Opened> OrdersAsync(
        string file, bool isRetail, string? mappingFile, int? autoStock, CancellationToken cancellationToken)
    {
        var mapping = mappingFile is null ? null : await RetailCsvMapping.LoadAsync(mappingFile, cancellationToken);
        var format = isRetail ? FileSources.RetailCsv : FileSources.Orders;
        var source = Open(file, format, mapping);
        return new Opened(autoStock is { } pieces ? new AutoStockSource(source, pieces) : source, format);
    }

    private sealed record Opened(ISource Source, string Format);
}
