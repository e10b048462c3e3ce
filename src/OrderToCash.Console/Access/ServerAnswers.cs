using System.Text.Json.Nodes;
using OrderToCash.Application.Pipelines;
using OrderToCash.Console.Running;

namespace OrderToCash.Console.Access;

/// <summary>Counts what a server answered to inputs, and tells of each.</summary>
internal sealed class ServerAnswers(string source, IngestReport report)
{
    private readonly Dictionary<string, long> _reasons = new(StringComparer.Ordinal);
    private readonly long[] _counts = new long[4];

    /// <summary>Inputs that are answered.</summary>
    public long Read => _counts[0] + _counts[1] + _counts[2] + _counts[3];

    /// <summary>What a problem or a line of an answer says was wrong with an input; null where it names none.</summary>
    public static Rejection? RejectionOf(JsonObject? problem) =>
        (string?)problem?["reason"] is { } reason
        && ((string?)problem["field"] ?? (string?)problem["place"]) is { } place
            ? new Rejection(
                reason, place, (string?)problem["found"] ?? "", (string?)problem["expected"] ?? "",
                (string?)problem["advice"])
            : null;

    /// <summary>Reads an answer.</summary>
    /// <param name="position">The member that holds the input's place.</param>
    /// <param name="details">The member that holds what was wrong; null where that is the answer itself.</param>
    public void Add(JsonObject answer, string position, JsonNode? details = null)
    {
        var result = (string?)answer["result"] switch
        {
            "accepted" => IntakeResult.Accepted,
            "duplicate" => IntakeResult.Duplicate,
            "nothing-to-do" => IntakeResult.NothingToDo,
            _ => IntakeResult.Rejected,
        };
        var rejection = result != IntakeResult.Rejected ? null
            : RejectionOf(details is null ? answer : answer["rejection"] as JsonObject);
        var why = result == IntakeResult.NothingToDo ? (string?)answer["reason"] : null;
        Add((long?)answer[position] ?? Read + 1, new IntakeOutcome(result, rejection, why));
    }

    /// <summary>An input is decided.</summary>
    public void Add(long position, IntakeOutcome outcome)
    {
        _counts[(int)outcome.Result]++;
        if (outcome.Reason is { } reason)
            _reasons[reason] = _reasons.GetValueOrDefault(reason) + 1;
        report.Add(source, position, outcome);
    }

    /// <summary>What it came to.</summary>
    public IntakeReport Report(bool isComplete) =>
        new(source, 0, Read, _counts[0], _counts[1], _counts[2], _reasons, isComplete, _counts[3]);
}
