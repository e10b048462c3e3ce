using System.Text;
using System.Text.Json.Nodes;
using OrderToCash.Application.Pipelines;
using OrderToCash.Engine.Journal;
using OrderToCash.Server.Views;

namespace OrderToCash.Server.Reading;

/// <summary>Refused inputs and dead letters as answers.</summary>
public static class QuarantineAnswers
{
    /// <summary>A refused input without its bytes.</summary>
    public static JsonObject Row(QuarantineEntry entry)
    {
        var row = new JsonObject
        {
            ["number"] = entry.Number, ["source"] = entry.Input.Source, ["format"] = entry.Input.Format,
            ["position"] = entry.Input.Position,
        };
        foreach (var (name, value) in Nodes.Of(entry.Input.Rejection))
            row[name] = value?.DeepClone();
        row["at"] = Nodes.Time(entry.Input.At);
        row["resolution"] = entry.Resolution;
        return row;
    }

    /// <summary>A refused input with its bytes.</summary>
    public static JsonObject Whole(QuarantineEntry entry)
    {
        var row = Row(entry);
        row["bytes"] = entry.Input.Raw.Length;
        row["raw"] = Encoding.UTF8.GetString(entry.Input.Raw.Span);
        return row;
    }

    /// <summary>Commands that could not be decided.</summary>
    public static JsonArray DeadLetters(IEnumerable<DeadLetter> letters) => Nodes.List(letters, letter => new JsonObject
    {
        ["at"] = Nodes.Time(new DateTimeOffset(letter.AtTicks, TimeSpan.Zero)),
        ["entity"] = letter.Entity.ToString(), ["cause"] = letter.Cause, ["error"] = letter.Error,
        ["command"] = letter.Command,
    });
}
