using System.Collections.Immutable;

namespace OrderToCash.Server.Keys;

/// <summary>What a key may do. Values are bits.</summary>
[Flags]
public enum Roles
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Send orders, stock, shipments and bank statements, and cancel orders.</summary>
    Ingest = 1,

    /// <summary>Read everything.</summary>
    Read = 2,

    /// <summary>Decide: release and reject orders, register accounts, retry refused inputs, audit.</summary>
    Operate = 4,

    /// <summary>All of it.</summary>
    All = Ingest | Read | Operate,
}

/// <summary>Roles as they are written: <c>ingest,read</c>.</summary>
public static class RoleNames
{
    private static readonly (string Name, Roles Role)[] Known =
        [("ingest", Roles.Ingest), ("read", Roles.Read), ("operate", Roles.Operate)];

    /// <summary>The names, for messages.</summary>
    public static string Choices { get; } = string.Join(", ", Known.Select(known => known.Name));

    /// <summary>The roles of these names; null where one is not known.</summary>
    public static Roles? Parse(IEnumerable<string> names)
    {
        var roles = Roles.None;
        foreach (var name in names)
        {
            var index = Array.FindIndex(Known, known => known.Name == name.Trim());
            if (index < 0)
                return null;
            roles |= Known[index].Role;
        }

        return roles == Roles.None ? null : roles;
    }

    /// <summary>The names of the roles.</summary>
    public static ImmutableArray<string> Of(Roles roles) =>
        [.. Known.Where(known => roles.HasFlag(known.Role)).Select(known => known.Name)];
}
