using System.Globalization;
using Microsoft.AspNetCore.Http;
using OrderToCash.Application.Queries;

namespace OrderToCash.Server.Api;

/// <summary>Values of the query, each read or refused by name.</summary>
internal static class QueryValues
{
    /// <summary>A text; null where it is not there.</summary>
    public static string? Text(HttpContext context, string name)
    {
        string? text = context.Request.Query[name];
        return string.IsNullOrEmpty(text) ? null : text;
    }

    /// <summary>A text that has to be there.</summary>
    public static string RequiredText(HttpContext context, string name) =>
        Text(context, name) ?? throw Refused(name, "nothing", "a text");

    /// <summary>True for <c>?name</c> and <c>?name=true</c>.</summary>
    public static bool Flag(HttpContext context, string name)
    {
        if (!context.Request.Query.TryGetValue(name, out var value))
            return false;
        return (string?)value is "" or "true" || ((string?)value is "false" ? false
            : throw Refused(name, value.ToString(), "true or false"));
    }

    /// <summary>A whole number.</summary>
    public static long? Integer(HttpContext context, string name)
    {
        if (Text(context, name) is not { } text)
            return null;
        return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
            ? value
            : throw Refused(name, text, "a whole number");
    }

    /// <summary>A time; without an offset it is in UTC.</summary>
    public static DateTimeOffset? Time(HttpContext context, string name)
    {
        if (Text(context, name) is not { } text)
            return null;

        // An unescaped plus is a blank in a query.
        return DateTimeOffset.TryParse(
            text.Replace(' ', '+'), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time
            : throw Refused(name, text, "a time, as 2026-11-27T00:00:00Z");
    }

    /// <summary>A day.</summary>
    public static DateOnly? Day(HttpContext context, string name)
    {
        if (Text(context, name) is not { } text)
            return null;
        return DateOnly.TryParseExact(
            text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? day
            : throw Refused(name, text, "a day, as 2026-11-27");
    }

    /// <summary>One of an enum's words, <c>on-hold</c>.</summary>
    public static TEnum? Word<TEnum>(HttpContext context, string name)
        where TEnum : struct, Enum
    {
        if (Text(context, name) is not { } text)
            return null;
        foreach (var value in Enum.GetValues<TEnum>())
        {
            if (Views.Nodes.Word(value) == text)
                return value;
        }

        var words = Enum.GetValues<TEnum>().Select(Views.Nodes.Word).Where(static word => word != "none");
        throw Refused(name, text, "one of " + string.Join(", ", words));
    }

    /// <summary>A misspelt filter must not pass for no filter: the list would look complete.</summary>
    /// <param name="known">What may be in the query.</param>
    public static void RefuseOthers(HttpContext context, IReadOnlyCollection<ApiParameter> known)
    {
        foreach (var name in context.Request.Query.Keys)
        {
            if (known.Any(parameter => parameter.Name.Equals(name, StringComparison.OrdinalIgnoreCase)))
                continue;
            var names = string.Join(", ", known.Select(static parameter => parameter.Name));
            throw Refused(
                name, "a parameter of this name", names.Length > 0 ? $"one of {names}" : "none: there are no filters");
        }
    }

    /// <summary>What goes alone with <paramref name="other"/> is refused beside anything else.</summary>
    public static void RefuseBeside(HttpContext context, string name, string other)
    {
        foreach (var key in context.Request.Query.Keys)
        {
            if (!key.Equals(name, StringComparison.OrdinalIgnoreCase)
                && !key.Equals(other, StringComparison.OrdinalIgnoreCase) && Text(context, key) is not null)
            {
                throw Refused(key, $"beside {name}", $"{name} alone, or filters without it");
            }
        }
    }

    /// <summary>The part of a list that is asked for: <c>limit</c> and <c>after</c>.</summary>
    public static PageRequest Page(HttpContext context) =>
        new(Limit(context, PageRequest.DefaultSize, PageRequest.MaxSize), Text(context, "after"));

    /// <summary>How many are asked for at most.</summary>
    public static int Limit(HttpContext context, int usual, int max)
    {
        var limit = Integer(context, "limit") ?? usual;
        return limit >= 1 && limit <= max
            ? (int)limit
            : throw Refused("limit", limit.ToString(CultureInfo.InvariantCulture), $"1 to {max}");
    }

    /// <summary>A value that can't be read.</summary>
    public static ProblemException Refused(string name, string found, string expected) =>
        new(Problem.BadRequest(name, found, expected));
}
