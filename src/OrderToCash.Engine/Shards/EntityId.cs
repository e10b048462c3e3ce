using System.Text;

namespace OrderToCash.Engine.Shards;

/// <summary>An entity: its kind and its id within the kind, written <c>order/shopify:1001</c>.</summary>
/// <param name="Kind">The name of an <see cref="EntityKind"/>; contains no slash.</param>
/// <param name="Id">Any text; the same text is the same entity, byte by byte.</param>
public readonly record struct EntityId(string Kind, string Id)
{
    /// <summary>The entity that a stored name stands for.</summary>
    /// <exception cref="FormatException">There is no slash: the row was not written by this program.</exception>
    public static EntityId Parse(ReadOnlySpan<byte> utf8)
    {
        var slash = utf8.IndexOf((byte)'/');
        return slash < 1
            ? throw new FormatException($"'{Encoding.UTF8.GetString(utf8)}' is not an entity: expected kind/id.")
            : new EntityId(
                string.Intern(Encoding.UTF8.GetString(utf8[..slash])), Encoding.UTF8.GetString(utf8[(slash + 1)..]));
    }

    /// <inheritdoc/>
    public bool Equals(EntityId other) => Id == other.Id && Kind == other.Kind;

    /// <inheritdoc/>
    /// <remarks>The id alone: entities of two kinds rarely share one, and this is asked for each message.</remarks>
    public override int GetHashCode() => Id.GetHashCode(StringComparison.Ordinal);

    /// <inheritdoc/>
    public override string ToString() => Kind + "/" + Id;
}
