using OrderToCash.Tests;

namespace OrderToCash.IntegrationTests.Postgres;

/// <summary>The class's tests need a PostgreSQL server, and those of contracts say so where there is none.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class NeedsPostgresAttribute : NeedsAttribute
{
    /// <summary>The variable with a connection string of a server to use.</summary>
    public const string Variable = "O2C_TEST_POSTGRES";

    /// <summary>What is missing.</summary>
    public const string Why = "needs PostgreSQL: install it, or set " + Variable;

    /// <inheritdoc/>
    public override string? WhyMissing => Missing(mustBeOurs: false);

    /// <summary>Why tests can't run; null where they can, or where a missing server is to fail them.</summary>
    /// <param name="mustBeOurs">Whether the test stops and kills the server, so that only one of its own will
    /// do.</param>
    public static string? Missing(bool mustBeOurs)
    {
        var isGiven = !mustBeOurs && !string.IsNullOrEmpty(Environment.GetEnvironmentVariable(Variable));
        return isGiven || PostgresBinaries.Folder is not null
            || Environment.GetEnvironmentVariable("O2C_REQUIRE_SERVERS") == "1"
            ? null
            : Why;
    }
}

/// <summary>A fact that needs a PostgreSQL server of its own on a disk of its own.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PostgresDiskFactAttribute : FactAttribute
{
    /// <summary>Skips where one of them is missing.</summary>
    public PostgresDiskFactAttribute() =>
        Skip = NeedsPostgresAttribute.Missing(mustBeOurs: true) ?? RootFactAttribute.WhyMissing;
}

/// <summary>A theory that needs a PostgreSQL server.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PostgresTheoryAttribute : TheoryAttribute
{
    /// <summary>Skips where there is none.</summary>
    public PostgresTheoryAttribute() => Skip = NeedsPostgresAttribute.Missing(mustBeOurs: false);
}

/// <summary>A fact that needs a PostgreSQL server.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PostgresFactAttribute : FactAttribute
{
    /// <summary>Skips where there is none.</summary>
    public PostgresFactAttribute(bool mustBeOurs = false) => Skip = NeedsPostgresAttribute.Missing(mustBeOurs);
}
