using System.Data.Common;

namespace OrderToCash.Adapters.ReadModels;

/// <summary>What differs between the stores whose read models are asked in SQL.</summary>
internal abstract class ReadModelDialect : IAsyncDisposable
{
    /// <summary>What stands before a table's name, <c>read_models.</c>.</summary>
    public abstract string Schema { get; }

    /// <summary>A connection of the tables in use; the caller disposes it.</summary>
    public abstract ValueTask<DbConnection> OpenAsync(CancellationToken cancellationToken);

    /// <summary>True where a column's value is one of the list that is bound under the name.</summary>
    public abstract string IsOneOf(string column, string parameter);

    /// <summary>
    /// What to list orders <c>o</c> of a status from, and which of its tables has the columns <c>status</c>,
    /// <c>placed_ticks</c> and <c>order_id</c> that a page is read along: <c>o</c>, or one that is joined with it.
    /// </summary>
    public abstract (string From, string Key) OrdersByStatus { get; }

    /// <summary>The condition and the order for orders that have every word; <c>@Words</c> is bound.</summary>
    public abstract string SearchSql(string columns);

    /// <summary>The words as <c>@Words</c> takes them: each is the beginning of a word of the order.</summary>
    public abstract string SearchText(IReadOnlyList<string> words);

    /// <summary>A text to compare with, as the store can take it.</summary>
    public virtual string Key(string text) => text;

    /// <summary>True where the store itself said no, or could not be asked.</summary>
    public virtual bool IsFailure(Exception exception) => exception is DbException or IOException;

    /// <inheritdoc/>
    public virtual ValueTask DisposeAsync() => default;
}
