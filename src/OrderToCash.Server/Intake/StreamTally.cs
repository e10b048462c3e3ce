using OrderToCash.Application.Pipelines;

namespace OrderToCash.Server.Intake;

/// <summary>Counts what became of a stream's inputs. Told by one pipeline.</summary>
internal sealed class StreamTally
{
    private readonly Dictionary<string, long> _reasons = new(StringComparer.Ordinal);
    private long _accepted;
    private long _duplicates;
    private long _rejected;
    private long _nothingToDo;

    /// <summary>Inputs that are decided.</summary>
    public long Read => _accepted + _duplicates + _rejected + _nothingToDo;

    /// <summary>Counts an input.</summary>
    public void Add(in IntakeOutcome outcome)
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
                break;
            default:
                _rejected++;
                break;
        }

        if (outcome.Reason is { } reason)
            _reasons[reason] = _reasons.GetValueOrDefault(reason) + 1;
    }

    /// <summary>The counts so far.</summary>
    public StreamCounts Counts(string source, bool isComplete) =>
        new(source, Read, _accepted, _duplicates, _rejected, _nothingToDo, _reasons, isComplete);
}
