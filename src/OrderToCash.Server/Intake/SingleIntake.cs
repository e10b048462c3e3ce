using System.Buffers;
using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.IO.Pipelines;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using OrderToCash.Adapters.Files;
using OrderToCash.Application.Hosting;
using OrderToCash.Application.Pipelines;
using OrderToCash.Domain.Flows;
using OrderToCash.Engine.Shards;
using OrderToCash.Server.Api;

namespace OrderToCash.Server.Intake;

/// <summary>
/// Takes in an input that comes alone: straight into its entity's mailbox, without the machinery of a stream.
/// </summary>
/// <remarks>Any thread. Readers are kept and used again.</remarks>
internal sealed class SingleIntake(
    ServedStore store, RefusalLog refusals, IdempotencyMemory memory, ApiServerOptions options,
    CancellationToken stopping)
{
    /// <summary>More than requests that read at a time: a reader is held for microseconds.</summary>
    private const int MaxReadersKept = 16;

    private readonly ConcurrentDictionary<string, ConcurrentBag<InputReader>> _readers = new(StringComparer.Ordinal);

    /// <summary>Takes in the body, one JSON object.</summary>
    public async Task HandleAsync(HttpContext context, string format)
    {
        var body = context.Request.BodyReader;
        if (context.Request.ContentLength > options.MaxBodyBytes)
            throw TooLong();
        var content = await ReadBodyAsync(body, context.RequestAborted);
        try
        {
            var bytes = content.IsSingleSegment ? content.First : content.ToArray();
            var mark = Encoding.UTF8.Preamble.Length;
            await HandleAsync(context, format, bytes.Span.StartsWith(Encoding.UTF8.Preamble) ? bytes[mark..] : bytes);
        }
        finally
        {
            body.AdvanceTo(content.End);
        }
    }

    /// <summary>Posts a command for a decision and waits for it to be durable.</summary>
    /// <exception cref="ProblemException">The store did not take it in time.</exception>
    public async Task<CommandReply> AskAsync(HttpContext context, EntityId to, object command, Origin origin)
    {
        if (store.Watch.IsAwayFor(to))
            throw new ProblemException(Problem.StoreAway);
        using var patience = new CancellationTokenSource(options.AnswerWithin, store.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, context.RequestAborted);
        try
        {
            var reply = await store.Host.AskAsync(to, command, origin, either.Token);
            return reply.Status switch
            {
                CommandStatus.Retry => throw new ProblemException(Problem.StoreAway),
                CommandStatus.Stopped => throw new ProblemException(Problem.Stopping),
                _ => reply,
            };
        }
        catch (OperationCanceledException) when (
            patience.IsCancellationRequested && !context.RequestAborted.IsCancellationRequested)
        {
            throw new ProblemException(Problem.StoreAway);
        }
        catch (InvalidOperationException) when (
            stopping.IsCancellationRequested || store.Host.Completion.IsCompleted)
        {
            throw new ProblemException(Problem.Stopping);
        }
    }

    /// <summary>
    /// Answers a request once: the same again, under the same idempotency key, gets the same answer. Without a key each
    /// is done.
    /// </summary>
    /// <param name="take">Does it; where it throws, the request may come again.</param>
    public async Task OnceAsync(HttpContext context, ReadOnlyMemory<byte> body, Func<Task<Answer>> take)
    {
        var key = IdempotencyMemory.KeyOf(context);
        if (key is not null && memory.Begin(key, body.Span) is { } before)
        {
            await before.WriteAsync(context, isRepeated: true);
            return;
        }

        Answer? answer = null;
        try
        {
            answer = await take();
        }
        finally
        {
            if (key is not null)
                memory.End(key, answer);
        }

        await answer.WriteAsync(context, isRepeated: false);
    }

    /// <summary>
    /// Told before the server's own limit is reached, which would cut the connection and the answer with it.
    /// </summary>
    private ProblemException TooLong() => new(Problem.Of(new Rejection(
        "too-long", "the body", $"more than {options.MaxBodyBytes} bytes", $"at most {options.MaxBodyBytes} bytes",
        "A stream may be of any length, an input of it not.")));

    private async ValueTask<ReadOnlySequence<byte>> ReadBodyAsync(
        PipeReader body, CancellationToken cancellationToken)
    {
        while (true)
        {
            var read = await body.ReadAsync(cancellationToken);
            if (read.IsCompleted)
                return read.Buffer;
            body.AdvanceTo(read.Buffer.Start, read.Buffer.End);
            if (read.Buffer.Length > options.MaxBodyBytes)
                throw TooLong();
        }
    }

    private Task HandleAsync(HttpContext context, string format, ReadOnlyMemory<byte> bytes) =>
        OnceAsync(context, bytes, () => TakeAsync(context, format, bytes));

    private async Task<Answer> TakeAsync(HttpContext context, string format, ReadOnlyMemory<byte> bytes)
    {
        var caller = RequestGate.CallerOf(context);
        var (commands, rejection) = Read(format, bytes);
        var outcome = new IntakeOutcome(IntakeResult.Rejected, rejection);
        if (rejection is null)
        {
            if (store.Host.Throttle is { IsHolding: true })
            {
                IntakeThrottle.NotePutOff();
                throw new ProblemException(Problem.ReadModelsBehind);
            }

            var to = new EntityId(commands[0].To.Kind, commands[0].To.Id);
            var origin = new Origin("http:" + context.TraceIdentifier, caller.Who);
            var reply = await AskAsync(context, to, commands[0].Command, origin);
            outcome = IntakeOutcome.Of(reply) ?? throw new ProblemException(Problem.StoreAway);
        }

        if (outcome.Rejection is not { } refused)
            return Taken(commands[0].To, outcome.Result);

        await refusals.AddAsync(
            new QuarantinedInput("http:" + caller.Name, format, 1, bytes.ToArray(), refused, store.Time.GetUtcNow()),
            context.RequestAborted);
        var problem = Problem.Of(refused);
        return new Answer(problem.Status, problem.ToBytes(), null);
    }

    private (ImmutableArray<Message> Commands, Rejection? Rejection) Read(
        string format, ReadOnlyMemory<byte> bytes)
    {
        var readers = _readers.GetOrAdd(format, _ => []);
        if (!readers.TryTake(out var reader))
            reader = new InputReader(format);
        var read = reader.Read(bytes);
        if (readers.Count < MaxReadersKept)
            readers.Add(reader);
        else
            reader.Dispose();
        return read;
    }

    private static Answer Taken(EntityAddress to, IntakeResult result)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(bytes, JsonAnswer.Writing))
        {
            writer.WriteStartObject();
            writer.WriteString("result"u8, new IntakeOutcome(result).Word);
            writer.WriteString(to.Kind, to.Id);
            writer.WriteEndObject();
        }

        return new Answer(
            result == IntakeResult.Accepted ? StatusCodes.Status201Created : StatusCodes.Status200OK,
            bytes.WrittenSpan.ToArray(), EntityPaths.Of(to.Kind, to.Id));
    }
}
