using System.Globalization;
using System.Text;

namespace OrderToCash.Server.Client;

/// <summary>Reads an answer of HTTP/1.1 line by line, as it comes. Source: RFC 9112, sections 4 to 7.</summary>
/// <remarks>One task. Only what a server may answer to a request that asks for nothing special.</remarks>
internal sealed class AnswerReader(Stream stream)
{
    private const int MaxLineBytes = 1024 * 1024;

    private readonly byte[] _buffer = new byte[16 * 1024];
    private int _start;
    private int _end;
    private bool _isChunked;

    /// <summary>Bytes of the body or chunk that are to come; null where the connection ends it.</summary>
    private long? _left;
    private bool _isOver;

    /// <summary>Reads up to the body and returns the status.</summary>
    public async Task<int> ReadHeadAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var first = await ReadRawLineAsync(cancellationToken) ?? throw CutOff();
            var parts = first.Split(' ');
            if (parts.Length < 2 || !first.StartsWith("HTTP/1.", StringComparison.Ordinal)
                || !int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var status))
            {
                throw new IOException($"This is no answer of HTTP/1.1: {first}");
            }

            await ReadFieldsAsync(cancellationToken);
            // 100 Continue comes before the answer.
            if (status >= 200)
                return status;
        }
    }

    /// <summary>The next line of the body, without its end; null where there is none.</summary>
    public async Task<string?> ReadLineAsync(CancellationToken cancellationToken)
    {
        var line = new List<byte>();
        while (await ReadByteAsync(cancellationToken) is var one && one >= 0)
        {
            if (one == '\n')
                return Encoding.UTF8.GetString([.. line]);
            line.Add((byte)one);
            if (line.Count > MaxLineBytes)
                throw new IOException("A line of the answer is too long.");
        }

        return line.Count == 0 ? null : Encoding.UTF8.GetString([.. line]);
    }

    private static IOException CutOff() => new("The server has cut the connection before its answer's end.");

    private async Task ReadFieldsAsync(CancellationToken cancellationToken)
    {
        (_isChunked, _left, _isOver) = (false, null, false);
        while (await ReadRawLineAsync(cancellationToken) is { } field)
        {
            if (field.Length == 0)
                return;
            var colon = field.IndexOf(':', StringComparison.Ordinal);
            var name = colon < 0 ? "" : field[..colon];
            var value = field[(colon + 1)..].Trim();
            if (name.Equals("Content-Length", StringComparison.OrdinalIgnoreCase))
                _left = long.Parse(value, NumberStyles.None, CultureInfo.InvariantCulture);
            else if (name.Equals("Transfer-Encoding", StringComparison.OrdinalIgnoreCase))
                (_isChunked, _left) = (true, 0);
        }

        throw CutOff();
    }

    /// <summary>A byte of the body; −1 at its end.</summary>
    private async ValueTask<int> ReadByteAsync(CancellationToken cancellationToken)
    {
        if (_isOver)
            return -1;
        if (_left == 0)
        {
            _isOver = !_isChunked || !await NextChunkAsync(cancellationToken);
            if (_isOver)
                return -1;
        }

        if (!await HasMoreAsync(cancellationToken))
        {
            _isOver = true;
            return _left is null ? -1 : throw CutOff();
        }

        _left--;
        if (_left == 0 && _isChunked)
        {
            var last = _buffer[_start++];
            await ReadRawLineAsync(cancellationToken);
            return last;
        }

        return _buffer[_start++];
    }

    private async ValueTask<bool> NextChunkAsync(CancellationToken cancellationToken)
    {
        var size = await ReadRawLineAsync(cancellationToken) ?? throw CutOff();
        _left = long.Parse(size.Split(';')[0], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
        return _left > 0;
    }

    private async Task<string?> ReadRawLineAsync(CancellationToken cancellationToken)
    {
        var line = new StringBuilder();
        while (await HasMoreAsync(cancellationToken))
        {
            var one = (char)_buffer[_start++];
            if (one == '\n')
                return line.ToString().TrimEnd('\r');
            line.Append(one);
            if (line.Length > MaxLineBytes)
                throw new IOException("A line of the answer's head is too long.");
        }

        return line.Length == 0 ? null : throw CutOff();
    }

    private async ValueTask<bool> HasMoreAsync(CancellationToken cancellationToken)
    {
        if (_start < _end)
            return true;
        _start = 0;
        _end = await stream.ReadAsync(_buffer, cancellationToken);
        return _end > 0;
    }
}
