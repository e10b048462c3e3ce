using System.Text.Json;

namespace OrderToCash.Server.Intake;

/// <summary>What a stream came to.</summary>
/// <param name="IsComplete">False where it ended before its end.</param>
internal readonly record struct StreamCounts(
    string Source, long Read, long Accepted, long Duplicates, long Rejected, long NothingToDo,
    IReadOnlyDictionary<string, long> Reasons, bool IsComplete)
{
    /// <summary>Writes them as members of the object that is being written.</summary>
    public void Write(Utf8JsonWriter writer)
    {
        writer.WriteString("source", Source);
        writer.WriteNumber("read", Read);
        writer.WriteNumber("accepted", Accepted);
        writer.WriteNumber("duplicates", Duplicates);
        writer.WriteNumber("rejected", Rejected);
        writer.WriteNumber("nothingToDo", NothingToDo);
        writer.WriteStartObject("reasons");
        foreach (var (reason, count) in Reasons)
            writer.WriteNumber(reason, count);
        writer.WriteEndObject();
        writer.WriteBoolean("complete", IsComplete);
    }
}
