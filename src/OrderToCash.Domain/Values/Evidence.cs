namespace OrderToCash.Domain.Values;

/// <summary>One fact behind an automatic decision, kept in the event so that it can be shown later.</summary>
/// <param name="Fact">What was looked at, in the field's words: <c>total stated</c>, <c>credit limit</c>.</param>
/// <param name="Found">The value found.</param>
/// <param name="Expected">The value it was compared with; null where nothing was compared.</param>
/// <param name="Rule">The rule that looked, where a decision has several; else null.</param>
public readonly record struct Evidence(string Fact, string Found, string? Expected = null, string? Rule = null);
