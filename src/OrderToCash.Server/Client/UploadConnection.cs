using System.Globalization;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;

namespace OrderToCash.Server.Client;

/// <summary>One POST whose body and whose answer flow at the same time, over HTTP/1.1.</summary>
/// <remarks>
/// <see cref="HttpClient"/> sends a whole body before it reads the answer. A server that answers each line stops
/// reading when nobody takes its answers, so the two would wait for each other for ever. One task writes, one reads.
/// </remarks>
public sealed class UploadConnection : IAsyncDisposable
{
    private readonly Stream _stream;
    private readonly AnswerReader _answer;

    private UploadConnection(Stream stream)
    {
        _stream = stream;
        _answer = new AnswerReader(stream);
    }

    /// <summary>Connects and sends the head of the request.</summary>
    /// <param name="key">The API key; null where none is asked for.</param>
    /// <exception cref="IOException">The server can't be reached.</exception>
    public static async Task<UploadConnection> OpenAsync(
        Uri address, string? key, string contentType, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        Stream? stream = null;
        try
        {
            await socket.ConnectAsync(address.Host.Trim('[', ']'), address.Port, cancellationToken);
            stream = new NetworkStream(socket, ownsSocket: true);
            if (address.Scheme == Uri.UriSchemeHttps)
            {
                var secure = new SslStream(stream);
                stream = secure;
                await secure.AuthenticateAsClientAsync(
                    new SslClientAuthenticationOptions { TargetHost = address.Host }, cancellationToken);
            }

            var head = $"POST {address.PathAndQuery} HTTP/1.1\r\nHost: {address.Authority}\r\n"
                + (key is null ? "" : $"Authorization: Bearer {key}\r\n")
                + $"Content-Type: {contentType}\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n";
            await stream.WriteAsync(Encoding.ASCII.GetBytes(head), cancellationToken);
            var connection = new UploadConnection(stream);
            stream = null;
            return connection;
        }
        catch (SocketException exception)
        {
            throw new IOException($"{address.Authority} can't be reached: {exception.Message}", exception);
        }
        finally
        {
            if (stream is not null)
                await stream.DisposeAsync();
        }
    }

    /// <summary>Sends a part of the body; waits while the server does not take it.</summary>
    /// <exception cref="IOException">The connection is cut.</exception>
    public async Task WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        if (bytes.IsEmpty)
            return;
        var size = Encoding.ASCII.GetBytes(bytes.Length.ToString("x", CultureInfo.InvariantCulture) + "\r\n");
        var chunk = new byte[size.Length + bytes.Length + 2];
        size.CopyTo(chunk, 0);
        bytes.CopyTo(chunk.AsMemory(size.Length));
        "\r\n"u8.CopyTo(chunk.AsSpan(size.Length + bytes.Length));
        await _stream.WriteAsync(chunk, cancellationToken);
    }

    /// <summary>Says that the body is complete.</summary>
    public ValueTask CompleteAsync(CancellationToken cancellationToken) =>
        _stream.WriteAsync("0\r\n\r\n"u8.ToArray(), cancellationToken);

    /// <summary>The status of the answer; waits for it.</summary>
    /// <exception cref="IOException">The connection is cut, or the answer is not HTTP.</exception>
    public Task<int> ReadStatusAsync(CancellationToken cancellationToken) => _answer.ReadHeadAsync(cancellationToken);

    /// <summary>The next line of the answer; null at its end. Ask for the status first.</summary>
    /// <exception cref="IOException">The connection is cut before the answer's end.</exception>
    public Task<string?> ReadLineAsync(CancellationToken cancellationToken) => _answer.ReadLineAsync(cancellationToken);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _stream.DisposeAsync();
}
