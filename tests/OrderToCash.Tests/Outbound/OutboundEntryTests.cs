using OrderToCash.Application.Outbound;
using Xunit;

namespace OrderToCash.Tests.Outbound;

/// <summary>How an entry goes on: the newest wins, and nothing that was uncertain is left so.</summary>
public sealed class OutboundEntryTests
{
    private static readonly DateTimeOffset At = StandingTime.Noon;

    private static OutboundEntry New => OutboundEntrySteps.Empty("shop", OutboundKind.Stock, "A", 3);

    /// <param name="minChange">What the channel is told is 10, of 12 that are there.</param>
    [Theory]
    [InlineData(11, 13, 5, false)]
    [InlineData(6, 8, 5, true)]
    [InlineData(6, 10, 5, false)]
    [InlineData(5, 12, 5, true)]
    [InlineData(15, 17, 5, true)]
    [InlineData(9, 9, 5, true)]
    [InlineData(0, 10, 50, true)]
    [InlineData(10, 10, 1, false)]
    public void A_small_change_is_let_be_while_what_was_told_is_there(
        long quantity, long available, int minChange, bool isTold)
    {
        var told = Told(10, 12);
        var after = told.WithStock(9, quantity, available, minChange, At, At);
        Assert.Equal(isTold, after.State == OutboundState.Waiting);
    }

    [Fact]
    public void From_nothing_to_something_is_always_told_and_so_is_the_first_nothing()
    {
        var nothing = New.WithStock(5, 0, 0, 50, At, At);
        Assert.Equal(OutboundState.Waiting, nothing.State);
        var told = nothing.Sent(At).Answered(TellAnswer.Told, At);
        Assert.Equal(OutboundState.Waiting, told.WithStock(6, 1, 1, 50, At, At).State);
    }

    [Fact]
    public void What_waits_is_replaced_and_an_older_value_changes_nothing()
    {
        var entry = New.WithStock(5, 7, 7, 1, At, At).WithStock(8, 3, 3, 1, At.AddMinutes(1), At.AddMinutes(1));
        Assert.Equal((8L, 3L, At), (entry.Position, entry.Quantity, entry.ChangedAt));
        Assert.Same(entry, entry.WithStock(7, 9, 9, 1, At, At));
        Assert.Same(entry, entry.WithStock(8, 3, 3, 1, At, At));
        Assert.Equal(2, entry.WithStock(8, 2, 3, 1, At, At).Quantity);
    }

    [Fact]
    public void A_value_that_comes_while_another_is_on_its_way_is_sent_after_its_answer()
    {
        var entry = New.WithStock(5, 7, 7, 1, At, At).Sent(At).WithStock(8, 3, 3, 1, At, At);
        Assert.Equal((OutboundState.Sending, 7L), (entry.State, entry.SentQuantity));
        foreach (var answer in (TellAnswer[])[TellAnswer.Told, new(TellResult.Unknown), new(TellResult.Refused)])
        {
            var next = entry.Answered(answer, At);
            Assert.Equal((OutboundState.Waiting, 3L, 8L), (next.State, next.Quantity, next.Position));
        }
    }

    [Fact]
    public void After_an_unknown_outcome_it_is_sent_again_and_once_more_later()
    {
        var lost = New.WithStock(5, 7, 7, 1, At, At).Sent(At).Answered(new TellAnswer(TellResult.Unknown, "lost"), At);
        Assert.Equal((OutboundState.Waiting, "lost", At.AddSeconds(1)), (lost.State, lost.Error, lost.DueAt));
        var taken = lost.Sent(At).Answered(TellAnswer.Told, At);
        Assert.Equal((OutboundState.Waiting, true), (taken.State, taken.IsTold()));
        Assert.Equal(At + OutboundEntrySteps.RepeatAfter, taken.DueAt);
        Assert.Equal(OutboundState.Done, taken.Sent(At).Answered(TellAnswer.Told, At).State);
    }

    [Fact]
    public void A_newer_value_does_not_wait_for_the_repeat_and_is_repeated_instead()
    {
        var taken = New.WithStock(5, 7, 7, 1, At, At).Sent(At).Answered(new TellAnswer(TellResult.Unknown), At)
            .Sent(At).Answered(TellAnswer.Told, At);
        var newer = taken.WithStock(6, 2, 2, 1, At, At);
        Assert.Equal(At, newer.DueAt);
        var told = newer.Sent(At).Answered(TellAnswer.Told, At);
        Assert.Equal((OutboundState.Waiting, At + OutboundEntrySteps.RepeatAfter), (told.State, told.DueAt));
    }

    [Fact]
    public void Pauses_grow_up_to_a_limit_or_are_what_the_channel_asked_for()
    {
        var entry = New.WithStock(5, 7, 7, 1, At, At);
        var pauses = new List<double>();
        for (var attempt = 0; attempt < 10; attempt++)
        {
            entry = entry.Sent(At).Answered(new TellAnswer(TellResult.Later), At);
            pauses.Add((entry.DueAt - At).TotalSeconds);
        }

        Assert.Equal([1, 2, 4, 8, 16, 32, 64, 128, 256, 300], pauses);
        var asked = entry.Sent(At).Answered(new TellAnswer(TellResult.Later, null, TimeSpan.FromSeconds(7)), At);
        Assert.Equal(At.AddSeconds(7), asked.DueAt);
        Assert.False(asked.IsUncertain);
        Assert.Equal(OutboundEntrySteps.MaxPause, OutboundEntrySteps.PauseAfter(int.MaxValue));
    }

    [Fact]
    public void What_was_refused_is_dead_until_a_newer_value_or_a_person_tries_again()
    {
        var dead = New.WithStock(5, 7, 7, 1, At, At).Sent(At)
            .Answered(new TellAnswer(TellResult.Refused, new string('x', 9000)), At);
        Assert.Equal(OutboundState.Dead, dead.State);
        Assert.InRange(dead.Error!.Length, 1, 501);
        var revived = dead.WithStock(6, 0, 0, 1, At.AddMinutes(1), At.AddMinutes(1));
        Assert.Equal((OutboundState.Waiting, At + OutboundEntrySteps.ReviveAfter), (revived.State, revived.DueAt));
        Assert.Equal((OutboundState.Waiting, At), (dead.Retried(At).State, dead.Retried(At).DueAt));
    }

    [Fact]
    public void What_shows_too_much_goes_first()
    {
        Assert.True(Told(10, 12).WithStock(9, 4, 6, 1, At, At).IsUrgent);
        Assert.False(Told(10, 12).WithStock(9, 20, 22, 1, At, At).IsUrgent);
        Assert.True(New.WithStock(5, 7, 7, 1, At, At).IsUrgent);
    }

    private static OutboundEntry Told(long quantity, long available) =>
        New.WithStock(5, quantity, available, 1, At, At).Sent(At).Answered(TellAnswer.Told, At);
}
