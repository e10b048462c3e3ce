using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace OrderToCash.IntegrationTests.Postgres;

/// <summary>What becomes of a connection whose client sends COMMIT.</summary>
public enum Cut
{
    /// <summary>Nothing: it goes on.</summary>
    None,

    /// <summary>It is cut before the server hears of the COMMIT.</summary>
    BeforeServer,

    /// <summary>The server commits and answers; then it is cut, and the answer is lost.</summary>
    AfterAnswer,
}

/// <summary>Passes connections on to a PostgreSQL server, and cuts some of them at COMMIT.</summary>
/// <remarks>One task accepts; each connection has one for what the client sends, and one for the answers.</remarks>
public sealed class CuttingProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentBag<Task> _connections = [];
    private readonly int _serverPort;
    private readonly Func<int, Cut> _cutOf;
    private readonly Task _accepting;
    private int _commits;
    private int _cuts;

    /// <summary>A proxy before the server on this port.</summary>
    /// <param name="cutOf">What becomes of the COMMIT with this number, from 1.</param>
    public CuttingProxy(int serverPort, Func<int, Cut> cutOf)
    {
        (_serverPort, _cutOf) = (serverPort, cutOf);
        _listener.Start();
        _accepting = AcceptAsync();
    }

    /// <summary>Where clients connect to.</summary>
    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Connections that were cut so far.</summary>
    public int Cuts => Volatile.Read(ref _cuts);

    /// <summary>The message that is a COMMIT: a simple query of 11 bytes.</summary>
    private static ReadOnlySpan<byte> Commit => "Q\0\0\0\u000bCOMMIT\0"u8;

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting;
        await Task.WhenAll(_connections);
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
                _connections.Add(PassAsync(await _listener.AcceptTcpClientAsync(_stop.Token)));
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException)
        {
            // The end.
        }
    }

    private async Task PassAsync(TcpClient client)
    {
        using (client)
        using (var server = new TcpClient { NoDelay = true })
        {
            try
            {
                client.NoDelay = true;
                await server.ConnectAsync(IPAddress.Loopback, _serverPort, _stop.Token);
                using var over = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
                var cut = new CutMark();
                var requests = CopyRequestsAsync(client.GetStream(), server.GetStream(), cut, over.Token);
                var answers = CopyAnswersAsync(server.GetStream(), client.GetStream(), cut, over.Token);
                await Task.WhenAny(requests, answers);
                await over.CancelAsync();
                await Task.WhenAll(requests, answers);
            }
            catch (Exception exception) when (exception is OperationCanceledException or IOException or SocketException)
            {
                // Cut, or one of the two has gone: the other one notices.
            }
        }
    }

    private async Task CopyRequestsAsync(
        NetworkStream from, NetworkStream to, CutMark cut, CancellationToken cancellationToken)
    {
        var bytes = new byte[64 * 1024];
        while (await from.ReadAsync(bytes, cancellationToken) is > 0 and var length)
        {
            if (bytes.AsSpan(0, length).EndsWith(Commit))
            {
                var kind = _cutOf(Interlocked.Increment(ref _commits));
                if (kind != Cut.None)
                    Interlocked.Increment(ref _cuts);
                if (kind == Cut.BeforeServer)
                    return;
                cut.IsAtNextAnswer = kind == Cut.AfterAnswer;
            }

            await to.WriteAsync(bytes.AsMemory(0, length), cancellationToken);
        }
    }

    private static async Task CopyAnswersAsync(
        NetworkStream from, NetworkStream to, CutMark cut, CancellationToken cancellationToken)
    {
        var bytes = new byte[64 * 1024];
        while (await from.ReadAsync(bytes, cancellationToken) is > 0 and var length)
        {
            if (cut.IsAtNextAnswer)
                return;
            await to.WriteAsync(bytes.AsMemory(0, length), cancellationToken);
        }
    }

    private sealed class CutMark
    {
        private volatile bool _isAtNextAnswer;

        public bool IsAtNextAnswer
        {
            get => _isAtNextAnswer;
            set => _isAtNextAnswer = value;
        }
    }
}
