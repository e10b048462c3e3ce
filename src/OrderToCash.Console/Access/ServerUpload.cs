using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using OrderToCash.Adapters.Files;
using OrderToCash.Adapters.Marketplaces;
using OrderToCash.Application.Pipelines;
using OrderToCash.Console.Running;
using OrderToCash.Server.Client;

namespace OrderToCash.Console.Access;

/// <summary>Sends a file as a stream, and takes the answers while it is sent.</summary>
/// <remarks>One task sends; the caller's reads. The server's pace is the file's.</remarks>
internal sealed class ServerUpload(ApiClient client, VerbContext context)
{
    private const int ChunkBytes = 64 * 1024;
    private const int Ok = 200;

    private long _sentBytes;

    /// <summary>Sends a file to its end, or to a line's end when it is stopped.</summary>
    public async Task<IntakeReport> TakeAsync(IngestInput input, string name, Stream content, IngestReport report)
    {
        var answers = new ServerAnswers(name, report);
        var total = content.CanSeek ? content.Length : 0;
        var work = SendAsync(input, name, content, answers);
        await ProgressDisplay.RunAsync(
            context.Output, context.Time, name, "inputs",
            () => (
                answers.Read,
                total > 0 ? Math.Min(1m, (decimal)Interlocked.Read(ref _sentBytes) / total) : null),
            work);
        return await work;
    }

    private async Task<IntakeReport> SendAsync(IngestInput input, string name, Stream content, ServerAnswers answers)
    {
        var isRetail = input.Format == FileSources.RetailCsv;
        var path = (isRetail ? "/v1/orders?format=retail-csv&"
                : MarketplaceFormat.Parse(input.Format) is { } marketplace ? $"/v1/orders?{QueryOf(marketplace)}&"
                : $"/v1/{input.Format}?")
            + $"source={Uri.EscapeDataString(name)}"
            + (input.AutoStock is { } pieces ? $"&autoStock={pieces}" : "");
        await using var upload = await client.UploadAsync(
            path, isRetail ? "text/csv" : "application/x-ndjson", context.Stop.Token);
        var sending = SendAsync(content, upload);
        try
        {
            // Not the stop's token: what was sent is answered, and that is to be heard.
            var status = await upload.ReadStatusAsync(CancellationToken.None);
            if (status != Ok)
                throw ApiClient.FailureOf(status, await ReadRestAsync(upload));
            return await ReadAsync(upload, answers);
        }
        catch (IOException exception)
        {
            throw new UserFailureException(
                $"The connection was cut behind {answers.Read} answers: {exception.Message} What was answered is "
                + "durable. Run the same command again: what is known counts as duplicates.");
        }
        finally
        {
            await upload.DisposeAsync();
            await sending;
        }
    }

    private static string QueryOf(MarketplaceFormat format) =>
        $"format={MarketplaceFormat.NameOf(format.Platform)}&shop={Uri.EscapeDataString(format.Shop)}"
        + (format.TaxRate is { } rate ? $"&taxRate={rate.ToString(CultureInfo.InvariantCulture)}" : "");

    /// <summary>Sends whole lines, so that a stop cuts none of them in two.</summary>
    private async Task SendAsync(Stream content, UploadConnection upload)
    {
        var buffer = new byte[ChunkBytes];
        var kept = 0;
        try
        {
            while (!context.Stop.IsRequested)
            {
                var count = await content.ReadAsync(buffer.AsMemory(kept), context.Stop.Token);
                var end = kept + count;
                var whole = count == 0 || end == buffer.Length ? end : 0;
                var lineEnd = buffer.AsSpan(0, end).LastIndexOf((byte)'\n') + 1;
                var length = count > 0 && lineEnd > 0 ? lineEnd : whole;
                await upload.WriteAsync(buffer.AsMemory(0, length), CancellationToken.None);
                Interlocked.Add(ref _sentBytes, length);
                buffer.AsSpan(length, end - length).CopyTo(buffer);
                kept = end - length;
                if (count == 0)
                    break;
            }
        }
        catch (OperationCanceledException)
        {
            // Stopped while the input was silent.
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException)
        {
            // The server has answered already, or is gone: whoever reads the answer says so.
            return;
        }

        try
        {
            await upload.CompleteAsync(CancellationToken.None);
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException)
        {
            // As above.
        }
    }

    private async Task<IntakeReport> ReadAsync(UploadConnection upload, ServerAnswers answers)
    {
        while (await upload.ReadLineAsync(CancellationToken.None) is { } text)
        {
            var line = JsonNode.Parse(text) as JsonObject ?? throw new IOException($"This is no answer: {text}");
            if (line["summary"] is not JsonObject summary)
            {
                answers.Add(line, "line");
                continue;
            }

            if (line["problem"] is JsonObject problem && (string?)problem["reason"] != "stopping")
                throw new UserFailureException((string?)problem["detail"] ?? "The stream was not taken to its end.");
            return answers.Report((bool?)summary["complete"] == true && !context.Stop.IsRequested);
        }

        throw new IOException("The answer ended without its summary.");
    }

    private static async Task<string> ReadRestAsync(UploadConnection upload)
    {
        var text = new StringBuilder();
        while (await upload.ReadLineAsync(CancellationToken.None) is { } line)
            text.AppendLine(line);
        return text.ToString();
    }
}
