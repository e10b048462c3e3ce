using System.CommandLine;
using OrderToCash.Adapters.Files;
using OrderToCash.Adapters.Marketplaces;
using OrderToCash.Console.Access;
using OrderToCash.Console.Running;
using OrderToCash.Domain.Inventory;

namespace OrderToCash.Console.Verbs;

/// <summary><c>o2c ingest</c>: takes in files and streams.</summary>
internal static class IngestVerbs
{
    private const string CanonicalFormat = "ndjson";
    private const string RetailFormat = "retail-csv";

    /// <summary>The commands.</summary>
    public static Command Create()
    {
        var format = new Option<string>("--format")
        {
            Description =
                $"What the files hold: {CanonicalFormat}, invoice lines as CSV ({RetailFormat}), or documents of "
                + "a shop, marketplace or partner; auto tells those by their content.",
            DefaultValueFactory = _ => CanonicalFormat,
        };
        format.AcceptOnlyFromAmong([CanonicalFormat, RetailFormat, .. MarketplaceFormat.Names]);
        var shop = new Option<string?>("--shop")
        {
            Description = "The sales channel of a marketplace's orders; the format's name unless given.",
            HelpName = "NAME",
        };
        var taxRate = new Option<decimal?>("--tax-rate")
        {
            Description = "Percent, for a marketplace's lines of which nothing says a tax.", HelpName = "PERCENT",
        };
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
                "orders", "Orders and cancellations (NDJSON, JSON).",
                (parsed, file) => new IngestInput(
                    file, FormatOf(parsed.GetValue(format), parsed.GetValue(shop), parsed.GetValue(taxRate)),
                    parsed.GetValue(mapping), PiecesOf(parsed.GetValue(autoStock))),
                format, shop, taxRate, mapping, autoStock),
            Of("shipments", "What warehouses shipped (NDJSON, JSON).", FileSources.Shipments),
            Of("items", "Open items and customers of another system (NDJSON, JSON, CSV).", FileSources.OpenItems),
            Of("debits", "Direct debits that were handed to the bank (NDJSON, JSON, CSV).", FileSources.Debits),
            Of(
                "bank", "Bank statements (camt.052/053/054, MT940, MT942), CSV by a mapping, and settlement reports.",
                (parsed, file) => OfBank(file, parsed.GetValue(mapping), IngestInput.BankCsv), mapping),
            Of(
                "settlements",
                "Payment providers' settlement reports: PayPal, Stripe, Klarna, Amazon, and CSV by a mapping.",
                (parsed, file) => OfBank(file, parsed.GetValue(mapping), IngestInput.SettlementCsv), mapping));
    }

    private static string FormatOf(string? format, string? shop, decimal? taxRate)
    {
        try
        {
            return format == RetailFormat ? FileSources.RetailCsv
                : MarketplaceFormat.Of(format ?? "", shop, taxRate)?.Name ?? FileSources.Orders;
        }
        catch (ArgumentException exception)
        {
            throw new UserFailureException(exception.Message);
        }
    }

    private static int? PiecesOf(int? autoStock) =>
        autoStock is null or (>= 1 and <= StockItem.MaxQuantity) ? autoStock
        : throw new UserFailureException($"--auto-stock {autoStock}: expected 1 to {StockItem.MaxQuantity:N0}.");

    /// <summary>What a file is, its content tells, or a mapping explains.</summary>
    private static IngestInput OfBank(string file, string? mapping, string mappedFormat) =>
        mapping is null ? new IngestInput(file, IngestInput.Bank) : new IngestInput(file, mappedFormat, mapping);

    private static Command Of(string name, string description, string format) =>
        Of(name, description, (_, file) => new IngestInput(file, format));

    private static Command Of(
        string name, string description, Func<ParseResult, string, IngestInput> input,
        params ReadOnlySpan<Symbol> options)
    {
        var files = new Argument<string[]>("FILE")
        {
            Description = "Files, or folders of files, taken in one after the other; - is standard input.",
            Arity = ArgumentArity.OneOrMore,
        };
        return Verb.Of(
            name, description, writes: true,
            (parsed, context) => RunAsync(
                context, [.. parsed.GetRequiredValue(files).SelectMany(FilesOf).Select(file => input(parsed, file))]),
            [files, .. options]);
    }

    /// <summary>The files of a folder, by name; hidden ones are left out.</summary>
    private static IEnumerable<string> FilesOf(string path) =>
        Directory.Exists(path)
            ? Directory.EnumerateFiles(path).Where(file => !Path.GetFileName(file).StartsWith('.'))
                .Order(StringComparer.Ordinal)
            : [path];

    private static async Task<int> RunAsync(VerbContext context, IngestInput[] inputs)
    {
        await using var access = context.OpenAccess();
        var report = new IngestReport(context);
        foreach (var input in inputs)
        {
            CheckExists(input);
            var result = await access.TakeAsync(input, report);
            report.Add(result);
            if (!result.IsComplete)
                break;
        }

        await access.FinishAsync();
        report.Finish(inputs.Length);
        return context.Stop.IsRequested ? ExitCode.Stopped
            : report.HasRefused ? ExitCode.Findings
            : ExitCode.Success;
    }

    private static void CheckExists(IngestInput input)
    {
        if (!input.IsStandardInput && !File.Exists(input.File))
            throw new UserFailureException($"{input.File} can't be read: there is no such file. Check the path.");
    }
}
