using System.Text;
using OrderToCash.Adapters.Marketplaces;
using OrderToCash.Application.Pipelines;
using OrderToCash.Domain.Orders;
using Xunit;

namespace OrderToCash.Tests.Marketplaces;

/// <summary>Translates small documents, and says what they mean.</summary>
internal static class Deliveries
{
    public const string Shop = "shop";

    public static IReadOnlyList<Translated> Translate(
        string document, string format = "auto", decimal? taxRate = null) =>
        Translate(Encoding.UTF8.GetBytes(document), format, taxRate);

    public static IReadOnlyList<Translated> Translate(byte[] document, string format = "auto", decimal? taxRate = null)
    {
        var known = MarketplaceFormat.Of(format, Shop, taxRate) ?? throw new ArgumentException(format, nameof(format));
        return new MarketplaceTranslator(known).Translate(document);
    }

    /// <summary>The content of the one order that the document holds.</summary>
    public static OrderContent Order(string document, decimal? taxRate = null) =>
        Placed(Assert.Single(Translate(document, taxRate: taxRate)));

    public static OrderContent Placed(Translated translated)
    {
        Assert.Null(translated.Rejection);
        Assert.Null(translated.NothingToDo);
        return Assert.IsType<OrderCommand.Place>(translated.Commands[0].Command).Content;
    }

    /// <summary>
    /// What the one order says of pieces that were shipped: <c>all: </c> or <c>part: </c> with the evidence; null where
    /// none were.
    /// </summary>
    public static string? Shipped(string document)
    {
        var translated = Assert.Single(Translate(document));
        var place = Assert.IsType<OrderCommand.Place>(Assert.Single(translated.Commands).Command);
        return place.Shipped is not { } shipped ? null
            : (shipped.IsWhole ? "all: " : "part: ")
                + string.Join("; ", shipped.Evidence.Select(static fact => fact.Fact + " " + fact.Found));
    }

    /// <summary>The cancellation that follows the order, or stands alone.</summary>
    public static OrderCommand.Cancel Cancel(string document) =>
        Assert.IsType<OrderCommand.Cancel>(Steps(Assert.Single(Translate(document)))[^1]);

    /// <summary>What is asked for, one after the other.</summary>
    public static IReadOnlyList<OrderCommand> Steps(Translated translated) =>
    [
        .. translated.Commands.SelectMany(static message => message.Command is OrderCommand.Place place
            ? [place, .. place.Cancels] : (OrderCommand[])[(OrderCommand)message.Command]),
    ];

    public static Rejection Refused(string document, string format = "auto")
    {
        var translated = Assert.Single(Translate(document, format));
        Assert.Empty(translated.Commands);
        return translated.Rejection ?? throw new InvalidOperationException("Nothing was refused.");
    }

    public static string? Nothing(string document) => Assert.Single(Translate(document)).NothingToDo;

    /// <summary>What the order costs by its own content, and what the platform says, in minor units.</summary>
    public static (long Computed, long? Stated) Totals(OrderContent content) =>
        (OrderTotals.Compute(content).TotalMinor, content.StatedTotalMinor);

    /// <summary>The order adds up, and nobody would hold it.</summary>
    public static void AddsUp(OrderContent content)
    {
        var (computed, stated) = Totals(content);
        Assert.Equal(stated, computed);
        Assert.DoesNotContain(OrderIntake.Check(content), finding => finding.Rule == "total-differs");
    }

    /// <summary>What became of a delivery, in the words of the documentation.</summary>
    public static string Describe(IReadOnlyList<Translated> results) => string.Join("; ", results.Select(Describe));

    private static string Describe(Translated one)
    {
        if (one.Rejection is { } rejection)
            return $"refused: `{rejection.Reason}` at {rejection.Place}";
        if (one.NothingToDo is { } nothing)
            return $"nothing to do: `{nothing}`";
        return string.Join(", then ", Steps(one).Select(command => command switch
        {
            OrderCommand.Place { Shipped.IsWhole: true } => "refused: `already-shipped`",
            OrderCommand.Place place => Describe(place),
            OrderCommand.Cancel cancel => cancel.Lines.IsEmpty ? "cancelled" : $"{cancel.Lines.Length} lines cancelled",
            _ => "another command",
        }));
    }

    private static string Describe(OrderCommand.Place place)
    {
        var content = place.Content;
        var (computed, stated) = Totals(content);
        var rules = OrderIntake.Check(content).Select(static finding => finding.Rule).Distinct().ToList();
        if (place.Shipped is not null)
            rules.Add("partly-shipped");
        var held = rules.Count == 0 ? "" : $", held: {string.Join(", ", rules)}";
        var money = content.Currency;
        var difference = stated is { } said && said != computed
            ? $" ({(said > computed ? "+" : "")}{money.Format(said - computed)})"
            : "";
        return $"order {content.OrderNumber}, lines: {content.Lines.Length}, {money.Format(computed)} {money}"
            + held + difference;
    }
}
