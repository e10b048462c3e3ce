using OrderToCash.LoadTests.Peak;

namespace OrderToCash.LoadTests.Payments;

/// <summary>What a run of payments does.</summary>
/// <param name="Store"><c>volatile</c>, <c>sqlite</c> or <c>postgres</c>.</param>
/// <param name="Count">Payments that are measured.</param>
/// <param name="Items">Open items, of which each is paid once at most.</param>
/// <param name="PerFile">Payments of a file, which is one statement.</param>
/// <param name="WarmUp">Payments before the clock starts.</param>
/// <param name="Connection">The PostgreSQL server; null: a temporary cluster of its own.</param>
/// <param name="Projections">Whether read models follow.</param>
internal sealed record PaymentsOptions(
    string Store, int Count, int Items, int PerFile, int WarmUp, int Shards, int Seed, string? Folder, bool Ceiling,
    string? Connection, bool Projections, string? Json)
{
    /// <summary>The same store, as <c>peak</c> makes one.</summary>
    public PeakOptions StoreOptions => new(
        Store, Count, Profile.Flat, 0, null, null, Shards, Seed, Folder, Ceiling, null, WarmUp, null, Connection,
        Projections);
}
