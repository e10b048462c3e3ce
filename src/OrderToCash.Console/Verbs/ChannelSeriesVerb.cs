using System.CommandLine;
using OrderToCash.Server.Completeness;

namespace OrderToCash.Console.Verbs;

/// <summary><c>o2c channels series</c>: which order numbers of a shop are given without gaps.</summary>
internal static class ChannelSeriesVerb
{
    /// <summary>The command.</summary>
    public static Command Create(Argument<string> platform, Argument<string> shop)
    {
        var series = new Argument<string>("SERIES")
        {
            Description = "The series with # for the counter, W-# or W-#,R-#; all, none, or platform for what the "
                + "platform does.",
        };
        return Verb.Of(
            "series", "Say which order numbers of a shop have no gaps: `o2c channels report` names those that miss.",
            writes: false,
            (parsed, context) =>
            {
                var text = parsed.GetRequiredValue(series);
                if (!SeriesChoice.TryParse(text, out var choice))
                {
                    throw new UserFailureException(
                        $"SERIES '{text}': expected all, none, platform, or series as {SeriesExample}, each with one # "
                        + "where it counts.");
                }

                return ChannelChanges.ChangeAsync(
                    context, ChannelsVerbs.FileOf(parsed, context), parsed.GetRequiredValue(platform),
                    parsed.GetRequiredValue(shop), null, channel => channel with { Series = choice });
            },
            platform, shop, series, ChannelsVerbs.File);
    }

    private const string SeriesExample = "W-# or W-#,R-#";
}
