using System.Collections.Immutable;
using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;
using OrderToCash.Adapters.Files;
using OrderToCash.Adapters.Marketplaces;
using OrderToCash.Application.Pipelines;
using OrderToCash.Domain.Inventory;
using OrderToCash.Server.Api;
using OrderToCash.Server.Keys;

namespace OrderToCash.Server.Intake;

/// <summary>The endpoints that take something in.</summary>
internal sealed class IntakeEndpoints(SingleIntake single, StreamIntake stream, BankIntake bank)
{
    private const string Ndjson = StreamIntake.ContentType;
    private const string Csv = "text/csv";
    private const int MaxSourceLength = 200;

    private static readonly string[] StreamTypes =
        [Ndjson, "application/ndjson", "application/jsonl", "application/gzip", "application/octet-stream"];

    private static readonly ApiParameter Source = new(
        "source", "string", "What the stream is called in reports and in the quarantine; the key's name unless given.");

    /// <summary>The endpoints.</summary>
    public IEnumerable<ApiEndpoint> All() =>
    [
        Of(
            "/v1/orders", FileSources.Orders, "Take in an order or a cancellation, or a stream of them.",
            [
                Source,
                new("format", "string",
                    "retail-csv: invoice lines as CSV; or a platform, whose documents are translated: "
                    + string.Join(", ", MarketplaceFormat.Names) + "."),
                new("shop", "string", "The sales channel of a platform's orders; the platform's name unless given."),
                new("taxRate", "number", "Percent, for a platform's lines of which nothing says a tax."),
                new("autoStock", "integer", "For trials: receive so many pieces of each SKU before its first order."),
            ]),
        Of("/v1/stock", FileSources.Stock, "Take in a stock movement or count, or a stream of them.", [Source]),
        Of(
            "/v1/open-items", FileSources.OpenItems,
            "Take in an open item or a customer of another system, or a stream of them.", [Source]),
        Of(
            "/v1/direct-debits", FileSources.Debits,
            "Take in a direct debit that was handed to the bank, or a stream of them.", [Source]),
        Of("/v1/shipments", FileSources.Shipments, "Take in a shipment, or a stream of them.", [Source]),
        new(
            HttpMethods.Post, "/v1/bank-statements", Roles.Ingest, "Take in bank statements (camt.053).",
            bank.HandleAsync)
        {
            Slot = SlotKind.Stream, Query = [Source], Takes = [("application/xml", null)],
            Successes = [(200, "Verified and booked; each statement with its result.")],
        },
    ];

    /// <summary>What an input's source is called.</summary>
    public static string SourceName(HttpContext context)
    {
        string? name = context.Request.Query[Source.Name];
        if (string.IsNullOrEmpty(name))
            return "http:" + RequestGate.CallerOf(context).Name;
        return name.Length <= MaxSourceLength && !name.Any(char.IsControl)
            ? name
            : throw new ProblemException(Problem.BadRequest(
                Source.Name, $"{name.Length} characters", $"at most {MaxSourceLength}, without control characters"));
    }

    private ApiEndpoint Of(string path, string format, string summary, ImmutableArray<ApiParameter> query) =>
        new(HttpMethods.Post, path, Roles.Ingest, summary, context => HandleAsync(context, format))
        {
            Slot = SlotKind.Stream, Query = query,
            Takes = [(JsonAnswer.ContentType, format), (Ndjson, format), .. ForCsv(format)],
            AnswerSchema = "result",
            Successes =
            [
                (200, "Known already (one input); or a line for each input in order, and a summary (a stream)."),
                (201, "Taken in, durably (one input)."),
            ],
        };

    private static (string ContentType, string? Schema)[] ForCsv(string format) =>
        format == FileSources.Shipments ? [] : [(Csv, null)];

    private Task HandleAsync(HttpContext context, string format)
    {
        var request = context.Request;
        var isPacked = request.Headers.ContentEncoding.Count > 0;
        var type = request.ContentType is { } text
            ? MediaTypeHeaderValue.TryParse(text, out var parsed) ? parsed.MediaType.Value : text
            : JsonAnswer.ContentType;
        var formatRead = FormatOf(request, format);
        var isPlatforms = MarketplaceFormat.Parse(formatRead) is not null;
        if (type == JsonAnswer.ContentType && !isPacked && !isPlatforms)
            return single.HandleAsync(context, format);
        var isCsv = type == Csv && format != FileSources.Shipments;
        if (!isCsv && !isPacked && !isPlatforms && !StreamTypes.Contains(type))
        {
            throw new ProblemException(Problem.Of(new Rejection(
                "unsupported-media-type", "Content-Type", request.ContentType ?? "none",
                $"{JsonAnswer.ContentType} for one input, {Ndjson} for a stream")) with
            {
                Status = StatusCodes.Status415UnsupportedMediaType,
            });
        }

        if (isPacked && request.Headers.ContentEncoding != "gzip")
        {
            throw new ProblemException(Problem.Of(new Rejection(
                "unsupported-media-type", "Content-Encoding", $"{request.Headers.ContentEncoding}", "gzip")) with
            {
                Status = StatusCodes.Status415UnsupportedMediaType,
            });
        }

        var name = SourceName(context);
        var autoStock = AutoStock(request);
        return stream.HandleAsync(context, formatRead, body =>
        {
            var source = FileSources.OfStream(body, name, formatRead);
            return autoStock is { } pieces ? new AutoStockSource(source, pieces) : source;
        });
    }

    private static string FormatOf(HttpRequest request, string format)
    {
        string? asked = request.Query["format"];
        if (string.IsNullOrEmpty(asked))
            return format;
        if (asked == "retail-csv" && format == FileSources.Orders)
            return FileSources.RetailCsv;
        try
        {
            if (format == FileSources.Orders
                && MarketplaceFormat.Of(asked, request.Query["shop"], TaxRate(request)) is { } known)
                return known.Name;
        }
        catch (ArgumentException exception)
        {
            throw new ProblemException(
                Problem.BadRequest(exception.ParamName ?? "shop", "an unusable value", exception.Message));
        }

        throw new ProblemException(Problem.BadRequest(
            "format", asked, "for orders: retail-csv, " + string.Join(", ", MarketplaceFormat.Names)));
    }

    private static decimal? TaxRate(HttpRequest request)
    {
        string? text = request.Query["taxRate"];
        if (string.IsNullOrEmpty(text))
            return null;
        return decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var rate)
            ? rate
            : throw new ProblemException(Problem.BadRequest("taxRate", text, "a decimal number from 0 to 100"));
    }

    private static int? AutoStock(HttpRequest request)
    {
        string? text = request.Query["autoStock"];
        if (string.IsNullOrEmpty(text))
            return null;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var pieces)
            && pieces is >= 1 and <= StockItem.MaxQuantity
            ? pieces
            : throw new ProblemException(
                Problem.BadRequest("autoStock", text, $"a whole number from 1 to {StockItem.MaxQuantity:N0}"));
    }
}
