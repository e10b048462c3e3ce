using OrderToCash.Application.Projections;

namespace OrderToCash.Tests.Projections;

public class ProjectionOptionsTests
{
    /// <summary>
    /// A short batch waits for the least interval, a long one as long as it took, the longest no more.
    /// </summary>
    [Theory]
    [InlineData(0, 250)]
    [InlineData(100, 150)]
    [InlineData(125, 125)]
    [InlineData(200, 200)]
    [InlineData(350, 350)]
    [InlineData(500, 200)]
    [InlineData(700, 0)]
    [InlineData(5000, 0)]
    public void A_rest_grows_with_the_work_and_ends_where_batches_would_be_too_far_apart(int worked, int rest)
    {
        var options = new ProjectionOptions
        {
            MinInterval = TimeSpan.FromMilliseconds(250), MaxInterval = TimeSpan.FromMilliseconds(700),
        };

        Assert.Equal(TimeSpan.FromMilliseconds(rest), options.RestAfter(TimeSpan.FromMilliseconds(worked)));
    }

    /// <summary>Tests and load tests want no waiting: the least interval counts, and then nothing is held up.</summary>
    [Fact]
    public void Without_intervals_there_is_no_rest()
    {
        var options = new ProjectionOptions { MinInterval = TimeSpan.Zero, MaxInterval = TimeSpan.Zero };

        Assert.Equal(TimeSpan.Zero, options.RestAfter(TimeSpan.FromMilliseconds(40)));
    }
}
