using System.Text.Json;

namespace OrderToCash.Engine.Journal;

/// <summary>What is stored beside an event about where it came from.</summary>
/// <param name="Cause">The event that caused its command, <c>entity#sequence.index</c>; null for a command from
/// outside.</param>
/// <param name="Correlation">The outside input that everything here follows from; null where it follows from a
/// reminder.</param>
/// <param name="Who">Who sent the command from outside.</param>
/// <param name="Reminder">The reminder that was due.</param>
public sealed record EventMetadata(string? Cause, string? Correlation, string? Who, string? Reminder)
{
    /// <summary>Stored name of <see cref="Cause"/>.</summary>
    public static readonly JsonEncodedText CauseName = JsonEncodedText.Encode("cause");

    /// <summary>Stored name of <see cref="Correlation"/>.</summary>
    public static readonly JsonEncodedText CorrelationName = JsonEncodedText.Encode("corr");

    /// <summary>Stored name of <see cref="Who"/>.</summary>
    public static readonly JsonEncodedText WhoName = JsonEncodedText.Encode("who");

    /// <summary>Stored name of <see cref="Reminder"/>.</summary>
    public static readonly JsonEncodedText ReminderName = JsonEncodedText.Encode("reminder");

    /// <summary>The metadata of its stored form; what isn't known is ignored.</summary>
    public static EventMetadata Read(ReadOnlySpan<byte> json)
    {
        string? cause = null, correlation = null, who = null, reminder = null;
        var reader = new Utf8JsonReader(json);
        while (reader.Read())
        {
            if (reader.TokenType != JsonTokenType.PropertyName || reader.CurrentDepth != 1)
            {
                continue;
            }

            if (reader.ValueTextEquals("cause"u8))
            {
                reader.Read();
                cause = reader.GetString();
            }
            else if (reader.ValueTextEquals("corr"u8))
            {
                reader.Read();
                correlation = reader.GetString();
            }
            else if (reader.ValueTextEquals("who"u8))
            {
                reader.Read();
                who = reader.GetString();
            }
            else if (reader.ValueTextEquals("reminder"u8))
            {
                reader.Read();
                reminder = reader.GetString();
            }
        }

        return new EventMetadata(cause, correlation, who, reminder);
    }
}
