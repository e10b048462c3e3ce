using OrderToCash.Adapters.Shops;
using Xunit;

namespace OrderToCash.Tests.Shops;

/// <summary>One process of a machine asks and tells a shop.</summary>
public sealed class ShopClaimTests : IDisposable
{
    private static readonly Uri Tea = new("https://tea.example/shop");

    private readonly string _folder = Directory.CreateTempSubdirectory("o2c-claims-").FullName;

    [Fact]
    public void The_second_is_told_who_has_it_and_gets_it_when_that_one_ends()
    {
        using var second = Of(Tea);
        using (var first = Of(Tea))
        {
            Assert.Null(first.Take());
            Assert.Null(first.Take());
            Assert.StartsWith($"process {Environment.ProcessId} (", second.Take(), StringComparison.Ordinal);
            using var other = Of(new Uri("https://tea.example/other"));
            Assert.Null(other.Take());
        }

        Assert.Null(second.Take());
        using var third = Of(new Uri("https://TEA.example/shop/"));
        Assert.NotNull(third.Take());
    }

    [Fact]
    public void Without_a_folder_to_write_to_nobody_is_kept_away()
    {
        using var claim = new ShopClaim(Tea, TimeProvider.System, Path.Combine(_folder, "missing"));
        Assert.Null(claim.Take());
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private ShopClaim Of(Uri shop) => new(shop, TimeProvider.System, _folder);
}
