namespace OrderToCash.Domain.Flows;

/// <summary>A change to an entity's durable reminders that an event brings.</summary>
/// <param name="Name">Which reminder of the entity; setting it again moves it.</param>
/// <param name="Due">When it fires, UTC; null clears it.</param>
public readonly record struct Reminder(string Name, DateTimeOffset? Due);
