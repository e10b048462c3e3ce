using System.Threading.Channels;
using OrderToCash.Application.Hosting;
using OrderToCash.Domain.Flows;
using OrderToCash.Engine.Shards;

namespace OrderToCash.Application.Pipelines;

/// <summary>
/// Takes a source's inputs through the engine: bounded from end to end, each one accepted, a duplicate or quarantined.
/// </summary>
/// <remarks>
/// One task runs <see cref="RunAsync"/>; shards answer from their loops. At most <see cref="MaxInFlight"/> inputs are
/// undecided at a time, and not many more bytes than <see cref="MaxBytesInFlight"/>, so a slow store slows the source.
/// The checkpoint is written last: after a crash inputs come again, and the entities' natural ids make that harmless.
/// Inputs for the same entity take effect in the order of the source, also where a failed commit sent the earlier one
/// back.
/// </remarks>
public sealed partial class Pipeline : IReplyTo
{
    /// <summary>Inputs that may be undecided at a time.</summary>
    public const int MaxInFlight = 8192;

    /// <summary>Bytes that undecided inputs may hold; one more input is always taken.</summary>
    public const long MaxBytesInFlight = 64 * 1024 * 1024;

    private const int ItemsPerCheckpoint = 2048;
    private const int RefusalsPerWrite = 256;

    /// <summary>Before commands are sent again that a failed commit sent back.</summary>
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);

    private readonly EngineHost _engine;
    private readonly IIntakeStore _store;
    private readonly TimeProvider _time;
    private readonly Channel<(long Tag, CommandReply Reply)> _answers =
        Channel.CreateUnbounded<(long, CommandReply)>(new UnboundedChannelOptions { SingleReader = true });

    /// <summary>The inputs that are not settled yet: a ring, by tag.</summary>
    private readonly InFlight?[] _window = new InFlight?[MaxInFlight];

    /// <summary>Entities that were sent a command again in this round.</summary>
    private readonly HashSet<EntityAddress> _sentAgain = [];

    private readonly List<QuarantinedInput> _refused = [];

    /// <summary>Settled inputs whose observer waits until the refused ones among them are in the quarantine.</summary>
    private readonly List<(long Position, IntakeOutcome Outcome)> _unreported = [];

    private readonly Dictionary<string, long> _reasons = new(StringComparer.Ordinal);
    private readonly Action<long, IntakeOutcome>? _onDecided;
    private Task<bool>? _arrival;

    /// <summary>An input that comes in several items, with what became of them so far; null between such.</summary>
    private InFlight? _whole;
    private long _firstTag;
    private long _nextTag;
    private long _bytesInFlight;
    private int _unanswered;
    private bool _mustRepeat;
    private CancellationToken _cancellation;
    private long _read;
    private long _accepted;
    private long _duplicates;
    private long _rejected;
    private long _nothingToDo;
    private Checkpoint _reached;
    private Checkpoint _saved;

    /// <summary>A pipeline for one run.</summary>
    /// <param name="onDecided">Told of each input in order: its position and what became of it, durably.</param>
    public Pipeline(
        EngineHost engine, IIntakeStore store, TimeProvider time, Action<long, IntakeOutcome>? onDecided = null)
    {
        _engine = engine;
        _store = store;
        _time = time;
        _onDecided = onDecided;
    }

    /// <summary>How far the run is.</summary>
    public IntakeProgress Progress { get; } = new();

    /// <inheritdoc/>
    void IReplyTo.OnReply(long tag, in CommandReply reply) => _answers.Writer.TryWrite((tag, reply));

    /// <summary>
    /// Reads the source to its end, or until cancelled: then what is in flight is finished and the report says
    /// incomplete. A source that is silent holds nothing up: what it gave is decided, told and behind the checkpoint.
    /// </summary>
    /// <remarks>
    /// Where the store refuses commits while it is cancelled, the undecided inputs are given up: they come again behind
    /// the checkpoint.
    /// </remarks>
    /// <param name="format">Kept with refused inputs so that they can be read again.</param>
    /// <param name="who">Who sends it, <c>feed:shopify</c>.</param>
    /// <exception cref="SourceUnreadableException">
    /// The source can't be read, or not to its end; what came before is decided, and behind the checkpoint.
    /// </exception>
    public async Task<IntakeReport> RunAsync(
        ISource source, string format, string? who, CancellationToken cancellationToken)
    {
        _cancellation = cancellationToken;
        var resumed = await ResumeAsync(source).ConfigureAwait(false);
        _reached = _saved = resumed;
        var isComplete = true;
        SourceUnreadableException? unreadable = null;
        using var stopReading = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var items = source.ReadAsync(resumed.Position, stopReading.Token).GetAsyncEnumerator(CancellationToken.None);
        await using var closing = items.ConfigureAwait(false);
        try
        {
            while (await NextAsync(source, format, items, stopReading).ConfigureAwait(false))
            {
                await HoldAsync(_engine.PipelineThrottle, source, format).ConfigureAwait(false);
                await HoldAsync(_engine.Throttle, source, format).ConfigureAwait(false);
                await TakeAsync(source, format, who, items.Current).ConfigureAwait(false);
                if (_reached.Position - _saved.Position >= ItemsPerCheckpoint)
                {
                    await SaveAsync(source).ConfigureAwait(false);
                }

                if (cancellationToken.IsCancellationRequested)
                {
                    isComplete = false;
                    break;
                }
            }

            await FinishWindowAsync(source, format).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            isComplete = false;
        }
        catch (SourceUnreadableException exception)
        {
            unreadable = exception;
        }

        await FinishWindowAsync(source, format).ConfigureAwait(false);
        await SaveAsync(source).ConfigureAwait(false);
        return unreadable is null
            ? new IntakeReport(
                source.Name, resumed.Position, _read, _accepted, _duplicates, _rejected, _reasons,
                isComplete && _firstTag == _nextTag, _nothingToDo,
                await CountRefusedBeforeAsync(source, resumed.Position).ConfigureAwait(false))
            : throw unreadable;
    }

    private async ValueTask TakeAsync(ISource source, string format, string? who, SourceItem item)
    {
        while (_nextTag - _firstTag >= MaxInFlight || (_bytesInFlight > MaxBytesInFlight && _nextTag > _firstTag))
        {
            if (_mustRepeat || _unanswered == 0)
            {
                // The window may be full of answers that wait for one which a failed commit sent back.
                await FinishWindowAsync(source, format).ConfigureAwait(false);
            }
            else
            {
                Note(await ReadAnswerAsync().ConfigureAwait(false));
                await SettleAsync(source, format).ConfigureAwait(false);
            }

            _cancellation.ThrowIfCancellationRequested();
        }

        if (item.HasMore || _whole is not null)
        {
            await TakePartAsync(source, format, who, item).ConfigureAwait(false);
            return;
        }

        _read++;
        _bytesInFlight += item.Raw.Length;
        var inFlight = new InFlight(item, new Origin($"{source.Name}:{item.Position}", who));
        var tag = _nextTag++;
        _window[tag % MaxInFlight] = inFlight;
        if (item.Rejection is { } rejection)
        {
            inFlight.Outcome = new IntakeOutcome(IntakeResult.Rejected, rejection);
        }
        else if (item.NothingToDo is { } why)
        {
            inFlight.Outcome = new IntakeOutcome(IntakeResult.NothingToDo, WhyNothing: why);
        }
        else if (item.Commands.Length == 1)
        {
            await PostAsync(inFlight, item.Commands[0], tag).ConfigureAwait(false);
        }
        else
        {
            await FinishWindowAsync(source, format, keepLast: true).ConfigureAwait(false);
            if (_mustRepeat)
            {
                // Given up: what builds on the undecided inputs waits for the next run as they do.
                _cancellation.ThrowIfCancellationRequested();
            }

            await RunAllAsync(inFlight).ConfigureAwait(false);
        }

        while (_answers.Reader.TryRead(out var answer))
        {
            Note(answer);
        }

        if (_mustRepeat)
        {
            await FinishWindowAsync(source, format).ConfigureAwait(false);
        }

        await SettleAsync(source, format).ConfigureAwait(false);
    }

    /// <summary>
    /// Waits for every answer; what a failed commit sent back is sent again, in order, until it is decided.
    /// </summary>
    private async ValueTask FinishWindowAsync(ISource source, string format, bool keepLast = false)
    {
        do
        {
            while (_unanswered > 0)
            {
                Note(await ReadAnswerAsync().ConfigureAwait(false));
            }

            if (_mustRepeat && !_cancellation.IsCancellationRequested)
            {
                await RepeatAsync(keepLast).ConfigureAwait(false);
            }
        }
        while (_unanswered > 0);

        await SettleAsync(source, format).ConfigureAwait(false);
    }

    /// <summary>
    /// Sends again from the first input that a failed commit sent back on: also later refusals, which may have come
    /// from it, and whatever came later for the same entity, since it was decided too early.
    /// </summary>
    private async ValueTask RepeatAsync(bool keepLast)
    {
        await Task.Delay(RetryAfter, _time, _cancellation).ConfigureAwait(false);
        _mustRepeat = false;
        _sentAgain.Clear();
        for (var tag = _firstTag; tag < _nextTag - (keepLast ? 1 : 0); tag++)
        {
            var inFlight = At(tag);
            if (inFlight.Item.Commands is not [var command] || (inFlight.Outcome is not null && _sentAgain.Count == 0))
            {
                continue;
            }

            if (inFlight.Outcome is null or { Result: IntakeResult.Rejected } || _sentAgain.Contains(command.To))
            {
                _sentAgain.Add(command.To);
                inFlight.WasAccepted |= inFlight.Outcome is { Result: IntakeResult.Accepted };
                inFlight.Outcome = null;
                await PostAsync(inFlight, command, tag).ConfigureAwait(false);
            }
        }
    }

    private InFlight At(long tag) =>
        _window[tag % MaxInFlight] ?? throw new InvalidOperationException($"Bug: no input has the tag {tag}.");

    private async ValueTask PostAsync(InFlight inFlight, Message message, long tag)
    {
        await _engine.PostAsync(
            new EntityId(message.To.Kind, message.To.Id), message.Command, inFlight.Origin, this, tag, _cancellation)
            .ConfigureAwait(false);
        _unanswered++;
    }

    private void Note((long Tag, CommandReply Reply) answer)
    {
        _unanswered--;
        var inFlight = At(answer.Tag);
        inFlight.Outcome = IntakeOutcome.Of(answer.Reply);
        _mustRepeat |= inFlight.Outcome is null;
        if (answer.Reply.Status == CommandStatus.Stopped)
        {
            throw new InvalidOperationException(answer.Reply.Error);
        }

        if (inFlight is { WasAccepted: true, Outcome: not null })
        {
            // What was sent again for the sake of order is known by now.
            inFlight.Outcome = new IntakeOutcome(IntakeResult.Accepted);
        }
    }

    /// <summary>
    /// Counts the inputs at the head of the window that are decided, and reports them once refusals are kept.
    /// </summary>
    private async ValueTask SettleAsync(ISource source, string format)
    {
        while (_firstTag < _nextTag && At(_firstTag).Outcome is { } outcome)
        {
            var item = At(_firstTag).Item;
            _window[_firstTag++ % MaxInFlight] = null;
            _bytesInFlight -= item.Raw.Length;
            _reached = new Checkpoint(item.Position, item.Fingerprint);
            Progress.Advance(item.BytesRead);
            Count(source, format, item, outcome);
        }

        if (_refused.Count == 0 || _refused.Count >= RefusalsPerWrite)
        {
            await ReportAsync().ConfigureAwait(false);
        }
    }

    private async ValueTask ReportAsync()
    {
        if (_refused.Count > 0)
        {
            await _store.QuarantineAsync(_refused, CancellationToken.None).ConfigureAwait(false);
            _refused.Clear();
        }

        if (_onDecided is not null)
        {
            foreach (var (position, outcome) in _unreported)
            {
                _onDecided(position, outcome);
            }
        }

        _unreported.Clear();
    }

    private void Count(ISource source, string format, SourceItem item, IntakeOutcome outcome)
    {
        switch (outcome.Result)
        {
            case IntakeResult.Accepted:
                _accepted++;
                break;
            case IntakeResult.Duplicate:
                _duplicates++;
                break;
            case IntakeResult.NothingToDo:
                _nothingToDo++;
                AddReason(outcome.Reason ?? "unknown");
                break;
            default:
                _rejected++;
                var rejection = outcome.Rejection ?? new Rejection("unknown", "decision", "no reason", "a reason");
                AddReason(rejection.Reason);
                _refused.Add(new QuarantinedInput(
                    source.Name, item.Format ?? format, item.Position, item.RawLater?.Invoke() ?? item.Raw, rejection,
                    _time.GetUtcNow()));
                break;
        }

        _unreported.Add((item.Position, outcome));
    }

    private void AddReason(string reason) => _reasons[reason] = _reasons.GetValueOrDefault(reason) + 1;

    /// <summary>The quarantine first, then the checkpoint: a crash in between repeats inputs and loses none.</summary>
    private async ValueTask SaveAsync(ISource source)
    {
        await ReportAsync().ConfigureAwait(false);
        if (source.Identity is { } identity && _reached != _saved)
        {
            await _store.WriteCheckpointAsync(identity, _reached, CancellationToken.None).ConfigureAwait(false);
        }

        _saved = _reached;
    }

    private sealed class InFlight(SourceItem item, Origin origin)
    {
        public SourceItem Item { get; set; } = item;

        public Origin Origin { get; } = origin;

        public IntakeOutcome? Outcome { get; set; }

        /// <summary>It was accepted before it was sent again.</summary>
        public bool WasAccepted { get; set; }
    }
}
