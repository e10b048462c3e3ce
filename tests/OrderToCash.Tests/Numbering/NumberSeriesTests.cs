using OrderToCash.Domain.Flows;
using OrderToCash.Domain.Numbering;
using OrderToCash.Domain.Orders;
using OrderToCash.Domain.Values;
using Xunit;

namespace OrderToCash.Tests.Numbering;

public class NumberSeriesTests
{
    private static readonly DateTimeOffset At = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    private SeriesState _state = NumberSeries.Initial("invoice-2026");

    [Fact]
    public void Gives_numbers_without_gaps_as_printed()
    {
        Assert.Equal("RE-2026-0000001", Assign("1", "S-1").Reply.Number);
        var e = Assert.IsType<SeriesEvent.NumberAssigned>(Assert.Single(Assign("2", "S-1").Events));
        Assert.Equal(new SeriesEvent.NumberAssigned(2, "RE-2026-0000002", Order("2"), "S-1"), e);
        Assert.Equal(2, _state.Last);
    }

    [Fact]
    public void The_same_request_again_gets_the_same_number_and_writes_nothing()
    {
        Assign("1", "S-1");
        Assign("1", "S-2");
        var again = Assign("1", "S-1");
        Assert.Equal("RE-2026-0000001", again.Reply.Number);
        Assert.Empty(again.Events);
    }

    [Fact]
    public void Remembers_the_last_1024_requests()
    {
        for (var order = 1; order <= 1_025; order++)
            Assign(order.ToString(), "S");
        Assert.Equal("RE-2026-0000002", Assign("2", "S").Reply.Number);
        Assert.Equal("RE-2026-0001026", Assign("1", "S").Reply.Number);
        Assert.Equal(SeriesState.MaxKept, _state.Recent.Count);
    }

    [Fact]
    public void A_series_that_outgrows_seven_digits_goes_on()
    {
        _state = NumberSeries.FromSnapshot(new SeriesSnapshot("invoice-2027", 9_999_998, []));
        Assert.Equal("RE-2027-9999999", Assign("1", "S").Reply.Number);
        Assert.Equal("RE-2027-10000000", Assign("2", "S").Reply.Number);
    }

    [Fact]
    public void Another_series_prints_its_own_name()
    {
        _state = NumberSeries.Initial("delivery-2026");
        Assert.Equal("delivery-2026-0000001", Assign("1", "S").Reply.Number);
    }

    [Fact]
    public void The_order_that_asked_learns_its_number()
    {
        var message = Assert.Single(SeriesReactions.React("invoice-2026", Assign("1", "S-1").Events[0]));
        Assert.Equal(new EntityAddress(Kinds.Order, "shop:1"), message.To);
        Assert.Equal(new OrderCommand.NoteInvoiceNumber("S-1", "RE-2026-0000001"), message.Command);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Any_sequence_gives_each_request_one_number_and_survives_a_snapshot(int seed)
    {
        var random = new Random(seed);
        var given = new Dictionary<(string, string), string>();
        for (var step = 0; step < 3_000; step++)
        {
            var request = (random.Next(400).ToString(), "S-" + random.Next(2));
            var decision = Assign(request.Item1, request.Item2);
            if (given.TryAdd(request, decision.Reply.Number))
            {
                var e = Assert.IsType<SeriesEvent.NumberAssigned>(decision.Events[0]);
                Assert.Equal($"RE-2026-{given.Count:D7}", e.Text);
            }

            Assert.True(given[request] == decision.Reply.Number, $"seed {seed}, step {step}");
            if (step % 100 == 0)
                _state = NumberSeries.FromSnapshot(NumberSeries.ToSnapshot(_state));
        }

        Assert.Equal(given.Count, given.Values.Distinct().Count());
    }

    private static OrderId Order(string name) => new("shop:" + name);

    private Decision<SeriesReply, SeriesEvent> Assign(string order, string request)
    {
        var decision = NumberSeries.Decide(_state, new SeriesCommand.Assign(Order(order), request), At);
        foreach (var e in decision.Events)
            _state = NumberSeries.Evolve(_state, e);
        return decision;
    }
}
