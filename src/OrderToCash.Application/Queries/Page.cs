using System.Collections.Immutable;
using System.Globalization;

namespace OrderToCash.Application.Queries;

/// <summary>Which part of a list is asked for.</summary>
/// <param name="Size">At most so many items, 1 to <see cref="MaxSize"/>.</param>
/// <param name="After">The cursor of the page before (<see cref="Page{T}.Next"/>); null for the first page.</param>
public readonly record struct PageRequest(int Size = PageRequest.DefaultSize, string? After = null)
{
    /// <summary>Items of a page unless said otherwise.</summary>
    public const int DefaultSize = 50;

    /// <summary>The largest page.</summary>
    public const int MaxSize = 500;

    /// <summary>The size within its limits.</summary>
    public int BoundedSize => Math.Clamp(Size == 0 ? DefaultSize : Size, 1, MaxSize);
}

/// <summary>A part of a list.</summary>
/// <param name="Next">
/// The cursor to ask for what follows; null at the end of the list. Opaque: it holds the last item's place in the
/// order of the list, so items that come or go in between neither repeat nor hide others.
/// </param>
public sealed record Page<T>(ImmutableArray<T> Items, string? Next);

/// <summary>A cursor that was not handed out by this list: a fault of the caller.</summary>
public sealed class InvalidCursorException(string message) : Exception(message);

/// <summary>The last event that a row has seen: its shard, and its position there. Makes an ETag.</summary>
public readonly record struct RowVersion(int Shard, long Position)
{
    /// <summary>As an ETag's text, <c>3-1234</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Shard}-{Position}");
}
