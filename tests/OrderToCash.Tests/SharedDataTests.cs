namespace OrderToCash.Tests;

public sealed class SharedDataTests
{
    [Fact]
    public void Names_what_is_missing_unless_servers_are_required()
    {
        var expected = Environment.GetEnvironmentVariable("O2C_REQUIRE_SERVERS") == "1"
            ? null
            : "needs ../shared/data/no/such/file.xml, which is not beside this clone";

        Assert.Equal(expected, SharedData.WhyMissing("no/such/file.xml"));
    }

    [SharedDataFact("SOURCES.md")]
    public void Is_found_where_it_is_present() => Assert.True(File.Exists(SharedData.FullPath("SOURCES.md")));
}
