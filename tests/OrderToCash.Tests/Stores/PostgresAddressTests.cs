using OrderToCash.Adapters.Postgres;
using OrderToCash.Adapters.Stores;

namespace OrderToCash.Tests.Stores;

/// <summary>How a store in PostgreSQL is named, and what of that is shown.</summary>
public sealed class PostgresAddressTests
{
    [Theory]
    [InlineData("Host=db;Username=ada;Password=x;Database=shop", "postgres://ada@db:5432/shop")]
    [InlineData("postgres://ada:x@db/shop", "postgres://ada@db:5432/shop")]
    [InlineData("postgresql://ada@db:5433/shop?sslmode=require", "postgres://ada@db:5433/shop")]
    [InlineData("postgres://a%40b@db/my%20shop", "postgres://a@b@db:5432/my shop")]
    [InlineData("postgres://ada@local/shop?host=/var/run/postgresql", "postgres://ada@/var/run/postgresql:5432/shop")]
    [InlineData("Host=db;Username=ada;Search Path=other", "postgres://ada@db:5432/ada?search_path=other")]
    [InlineData("postgres://ada@db?search_path=other", "postgres://ada@db:5432/ada?search_path=other")]
    public void Connection_strings_and_uris_name_a_store_without_showing_its_password(string text, string name) =>
        Assert.Equal(name, PostgresAddress.Parse(text).Name);

    [Theory]
    [InlineData("Hots=db", "not a connection string")]
    [InlineData("postgres://ada@db/shop?colour=red", "not a connection string")]
    [InlineData("mysql://db/shop", "begins with mysql://")]
    [InlineData("Username=ada", "names no host")]
    [InlineData("Host=db;Search Path=one,two", "is not one schema")]
    [InlineData("Host=db;Search Path=x;DROP", "not a connection string")]
    public void What_is_wrong_is_said(string text, string what) =>
        Assert.Contains(what, Assert.Throws<FormatException>(() => PostgresAddress.Parse(text)).Message);

    [Fact]
    public void The_same_store_is_known_by_other_users_too()
    {
        var store = PostgresAddress.Parse("postgres://ada@db/shop");
        Assert.True(store.IsSameStore(PostgresAddress.Parse("Host=db;Username=bob;Database=shop")));
        Assert.False(store.IsSameStore(PostgresAddress.Parse("postgres://ada@db/shop?search_path=other")));
    }

    [Theory]
    [InlineData("o2c --store postgres://ada:se:cret@db/shop audit", "o2c --store postgres://ada:***@db/shop audit")]
    [InlineData("o2c --store postgres:Password=secret;Port=1", "o2c --store postgres:Password=***;Port=1")]
    [InlineData("o2c --to \"postgres:Host=db;pwd = 'se;cret'\" x", "o2c --to \"postgres:Host=db;pwd=***\" x")]
    [InlineData("o2c --store sqlite:./data audit", "o2c --store sqlite:./data audit")]
    public void Passwords_are_left_out_of_commands(string command, string shown) =>
        Assert.Equal(shown, CommandLine.Redact(command));
}
