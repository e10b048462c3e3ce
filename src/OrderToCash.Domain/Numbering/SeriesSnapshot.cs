using System.Collections.Immutable;

namespace OrderToCash.Domain.Numbering;

/// <summary>All of a <see cref="SeriesState"/>, to be stored.</summary>
/// <param name="Recent">Oldest first.</param>
public sealed record SeriesSnapshot(string Id, long Last, ImmutableArray<AssignedNumber> Recent);
