using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using OrderToCash.Domain.Values;

namespace OrderToCash.Domain.Numbering;

/// <summary>A series of document numbers without gaps: each is given for good to one request of one order.</summary>
public static class NumberSeries
{
    private const string InvoiceSeries = "invoice-";

    /// <summary>A series that has given no number.</summary>
    /// <param name="id">What it numbers and the year, <c>invoice-2026</c>.</param>
    public static SeriesState Initial(string id) => new(id);

    /// <summary>What follows from a command; changes nothing.</summary>
    public static Decision<SeriesReply, SeriesEvent> Decide(SeriesState state, SeriesCommand command, DateTimeOffset at)
    {
        _ = at;
        return command switch
        {
            SeriesCommand.Assign assign => Assign(state, assign),
            _ => throw new UnreachableException(command.GetType().Name),
        };
    }

    /// <summary>The state after an event; it is the same instance, changed.</summary>
    public static SeriesState Evolve(SeriesState state, SeriesEvent e)
    {
        switch (e)
        {
            case SeriesEvent.NumberAssigned assigned:
                state.Add(new AssignedNumber(assigned.Number, assigned.Order, assigned.RequestId));
                return state;
            default:
                throw new UnreachableException(e.GetType().Name);
        }
    }

    /// <summary>All of the state, to be stored.</summary>
    public static SeriesSnapshot ToSnapshot(SeriesState state) => new(state.Id.Value, state.Last, [.. state.Recent]);

    /// <summary>The state that a snapshot was taken of.</summary>
    public static SeriesState FromSnapshot(SeriesSnapshot snapshot)
    {
        var state = new SeriesState(snapshot.Id);
        foreach (var assigned in snapshot.Recent)
            state.Add(assigned);
        state.Last = snapshot.Last;
        return state;
    }

    internal static string PrefixOf(string id) =>
        (id.StartsWith(InvoiceSeries, StringComparison.Ordinal) ? "RE-" + id[InvoiceSeries.Length..] : id) + "-";

    private static Decision<SeriesReply, SeriesEvent> Assign(SeriesState state, SeriesCommand.Assign command)
    {
        if (state.TryFind(command.Order, command.RequestId, out var known))
            return new(new SeriesReply(Text(state, known)), []);
        var number = state.Last + 1;
        var text = Text(state, number);
        return new(
            new SeriesReply(text),
            ImmutableArray.Create<SeriesEvent>(
                new SeriesEvent.NumberAssigned(number, text, command.Order, command.RequestId)));
    }

    /// <summary>At least seven digits; a series that outgrows them goes on with eight.</summary>
    private static string Text(SeriesState state, long number) =>
        string.Create(CultureInfo.InvariantCulture, $"{state.Prefix}{number:D7}");
}
