using OrderToCash.Engine.Journal;

namespace OrderToCash.Adapters.Stores;

/// <summary>Names of events in SQL.</summary>
internal static class SelectedNames
{
    /// <summary>The names of a selection as literals, for <c>IN (…)</c>; NULL, which no name equals, where it is empty.
    /// </summary>
    public static string ListOf(EventSelection selection) => selection.Names.IsEmpty
        ? "NULL"
        : string.Join(", ", selection.Names.Select(
            static name => $"'{name.Replace("'", "''", StringComparison.Ordinal)}'"));
}
