namespace OrderToCash.Adapters.Settlements;

/// <summary>A row of a report.</summary>
/// <param name="Line">The line it begins in, 1 for the first.</param>
internal readonly record struct ReportRow(int Line, string[] Fields)
{
    /// <summary>True for an empty line.</summary>
    public bool IsBlank => Fields.All(string.IsNullOrWhiteSpace);
}
