namespace OrderToCash.Tests.Tidy;

/// <summary>
/// A place that breaks a rule, and what to do about it; prints as an editor's <c>file:line: message</c>.
/// </summary>
public sealed record Finding(string Path, int Line, string Message)
{
    public override string ToString() => $"{Path}:{Line}: {Message}";
}
