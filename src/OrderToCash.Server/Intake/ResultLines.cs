using System.Buffers;
using System.Text.Json;
using OrderToCash.Application.Pipelines;
using OrderToCash.Server.Api;

namespace OrderToCash.Server.Intake;

/// <summary>The answers of a stream, a line for each input, on their way to the client.</summary>
/// <remarks>
/// The pipeline adds; one task, <see cref="RunAsync"/>, writes to the client; the body's reader asks for room before it
/// reads on, so a client that does not take its answers is not read from either, and memory stays bounded.
/// </remarks>
internal sealed class ResultLines : IDisposable
{
    /// <summary>Answers that wait for the client; with more the body is not read.</summary>
    private const int MaxWaitingBytes = 256 * 1024;

    /// <summary>Guards everything below; held while a line is copied.</summary>
    private readonly Lock _gate = new();
    private readonly Utf8JsonWriter _writer;
    private ArrayBufferWriter<byte> _waiting = new();
    private ArrayBufferWriter<byte> _leaving = new();
    private TaskCompletionSource? _more;
    private TaskCompletionSource? _room;
    private bool _isOver;
    private bool _isBroken;

    public ResultLines() => _writer = new Utf8JsonWriter(_waiting, JsonAnswer.Writing);

    /// <summary>Adds what became of an input.</summary>
    public void Add(long position, in IntakeOutcome outcome)
    {
        lock (_gate)
        {
            if (_isBroken)
                return;
            _writer.Reset(_waiting);
            _writer.WriteStartObject();
            _writer.WriteNumber("line"u8, position);
            _writer.WriteString("result"u8, outcome.Word);
            if (outcome.Rejection is { } rejection)
            {
                _writer.WriteString("reason"u8, rejection.Reason);
                Problem.WriteFields(_writer, rejection);
            }
            else if (outcome.WhyNothing is { } why)
            {
                _writer.WriteString("reason"u8, why);
            }

            _writer.WriteEndObject();
            EndLine();
        }
    }

    /// <summary>Adds the last line: what the stream came to, and why it ended where that was not its end.</summary>
    public void AddSummary(in StreamCounts counts, Problem? problem)
    {
        lock (_gate)
        {
            if (_isBroken)
                return;
            _writer.Reset(_waiting);
            _writer.WriteStartObject();
            _writer.WriteStartObject("summary"u8);
            counts.Write(_writer);
            _writer.WriteEndObject();
            if (problem is not null)
            {
                _writer.WritePropertyName("problem"u8);
                _writer.WriteRawValue(problem.ToBytes());
            }

            _writer.WriteEndObject();
            EndLine();
        }
    }

    /// <summary>No more lines follow.</summary>
    public void Complete()
    {
        lock (_gate)
        {
            _isOver = true;
            _more?.TrySetResult();
        }
    }

    /// <summary>Completes when the client has taken so much that there is room for more.</summary>
    public async ValueTask WaitForRoomAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            Task room;
            lock (_gate)
            {
                if (_isBroken || _waiting.WrittenCount < MaxWaitingBytes)
                    return;
                room = (_room ??= New()).Task;
            }

            await room.WaitAsync(cancellationToken);
        }
    }

    /// <summary>Writes lines as they come, until <see cref="Complete"/>.</summary>
    /// <param name="start">Begins the answer; called before the first line.</param>
    /// <exception cref="IOException">The client is gone; what else is added is dropped.</exception>
    public async Task RunAsync(Action start, Stream client, CancellationToken cancellationToken)
    {
        var isStarted = false;
        try
        {
            while (await NextAsync(cancellationToken))
            {
                if (!isStarted)
                    start();
                isStarted = true;
                await client.WriteAsync(_leaving.WrittenMemory, cancellationToken);
                await client.FlushAsync(cancellationToken);
                _leaving.ResetWrittenCount();
            }
        }
        finally
        {
            lock (_gate)
            {
                _isBroken = !_isOver;
                _room?.TrySetResult();
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _writer.Dispose();

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private void EndLine()
    {
        _writer.Flush();
        _waiting.Write("\n"u8);
        _more?.TrySetResult();
    }

    /// <summary>Takes the lines that wait; false where none follow.</summary>
    private async ValueTask<bool> NextAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            Task more;
            lock (_gate)
            {
                if (_waiting.WrittenCount > 0)
                {
                    (_waiting, _leaving) = (_leaving, _waiting);
                    _room?.TrySetResult();
                    _room = null;
                    return true;
                }

                if (_isOver)
                    return false;
                more = (_more = New()).Task;
            }

            await more.WaitAsync(cancellationToken);
        }
    }
}
