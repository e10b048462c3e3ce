using OrderToCash.Domain.Values;

namespace OrderToCash.Domain.Numbering;

/// <summary>What a number series can be asked to do.</summary>
public abstract record SeriesCommand
{
    private SeriesCommand()
    {
    }

    /// <summary>Give the next number to this request of the order.</summary>
    public sealed record Assign(OrderId Order, string RequestId) : SeriesCommand;
}

/// <summary>What happened to a number series.</summary>
public abstract record SeriesEvent
{
    private SeriesEvent()
    {
    }

    /// <summary>A number was given, for good.</summary>
    /// <param name="Number">1, 2, 3… without gaps.</param>
    /// <param name="Text">The number as printed, <c>RE-2026-0000001</c>.</param>
    public sealed record NumberAssigned(long Number, string Text, OrderId Order, string RequestId) : SeriesEvent;
}

/// <summary>A number series' answer: the number as printed.</summary>
public readonly record struct SeriesReply(string Number);
