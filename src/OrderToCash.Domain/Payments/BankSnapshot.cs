using System.Collections.Immutable;
using OrderToCash.Domain.Values;

namespace OrderToCash.Domain.Payments;

/// <summary>A bank account's state as data, to be stored and read back.</summary>
/// <param name="Identities">Hashes of the remembered identities, oldest first, 16 bytes each.</param>
/// <param name="Statements">Ids of the remembered statements, oldest first.</param>
/// <param name="Expected">What is announced and not booked, in the order it was announced.</param>
/// <param name="Periods">
/// What is booked, and gaps in it, in the order of the balances.
/// </param>
/// <param name="PendingLines">New entries of the pending statement.</param>
/// <param name="LetIn">The statement that a person let go on from another balance.</param>
public sealed record BankSnapshot(
    string Id, bool IsRegistered, Currency Currency, string? Name, StatementHeader? LastStatement,
    PendingStatement? Pending, FeedStop? Stop, int NumberRun, long EntryCount,
    ImmutableArray<byte> Identities,
    ImmutableArray<string> Statements, ImmutableArray<BankTransaction> Expected, ImmutableArray<BookedPeriod> Periods,
    bool HasForgotten, ImmutableArray<BookedLine> PendingLines, string? LetIn)
{
    /// <summary>The data of a state; the same state gives the same data.</summary>
    public static BankSnapshot ToSnapshot(BankAccountState state) => new(
        state.Id.Value, state.IsRegistered, state.Currency, state.Name, state.LastStatement, state.Pending,
        state.Stop, state.NumberRun, state.EntryCount, state.Identities.ToBytes(), state.Statements.ToImmutableArray(),
        state.Expected.ToImmutableArray(), state.Periods.ToImmutableArray(), state.Periods.HasForgotten,
        state.Periods.PendingLines, state.LetIn);

    /// <summary>The state of the data: it decides and evolves as the one that the data was taken from.</summary>
    public static BankAccountState FromSnapshot(BankSnapshot snapshot)
    {
        var state = BankAccount.Initial(snapshot.Id);
        state.IsRegistered = snapshot.IsRegistered;
        state.Currency = snapshot.Currency;
        state.Name = snapshot.Name;
        state.LastStatement = snapshot.LastStatement;
        state.Pending = snapshot.Pending;
        state.Stop = snapshot.Stop;
        state.NumberRun = snapshot.NumberRun;
        state.EntryCount = snapshot.EntryCount;
        state.Identities.AddBytes(snapshot.Identities.AsSpan());
        foreach (var statement in snapshot.Statements)
            state.Statements.Add(statement);
        state.Expected.Add(snapshot.Expected);
        foreach (var period in snapshot.Periods)
            state.Periods.Add(period);
        foreach (var line in snapshot.PendingLines)
            state.Periods.AddPending(line);
        state.Periods.HasForgotten = snapshot.HasForgotten;
        state.LetIn = snapshot.LetIn;
        return state;
    }
}
