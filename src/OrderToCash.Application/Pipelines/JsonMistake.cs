using System.Text.Json;
using System.Text.RegularExpressions;

namespace OrderToCash.Application.Pipelines;

/// <summary>
/// What is wrong with a settings file, in words of the file: the library's own name types that its writer never saw.
/// </summary>
public static partial class JsonMistake
{
    /// <summary>The mistake, with its place, and what is expected there.</summary>
    /// <param name="settings">What the file describes: its members in camelCase are the fields that there are.</param>
    public static string Describe(JsonException exception, Type settings)
    {
        if (Unknown().Match(exception.Message) is { Success: true } unknown)
        {
            if (!unknown.Groups[2].Value.EndsWith(settings.Name, StringComparison.Ordinal))
                return $"the field '{unknown.Groups[1].Value}' is not known where it stands.";
            var known = settings.GetProperties()
                .Where(static property => property.CanWrite && property.GetMethod is { IsStatic: false })
                .Select(static property => JsonNamingPolicy.CamelCase.ConvertName(property.Name));
            return $"the field '{unknown.Groups[1].Value}' is not known; expected are {string.Join(", ", known)}.";
        }

        if (OtherKind().Match(exception.Message) is not { Success: true } other)
            return exception.Message;
        var word = WordFor(other.Groups[1].Value, exception.Path is null or "$");
        return $"{PlaceOf(exception)} holds something else; expected is {word}.";
    }

    private static string PlaceOf(JsonException exception)
    {
        var field = exception.Path is null or "$" ? "the file" : exception.Path["$.".Length..];
        return exception.LineNumber is { } line ? $"line {line + 1}, {field}," : field;
    }

    private static string WordFor(string type, bool isWhole) =>
        type.Contains("Int", StringComparison.Ordinal) ? "a whole number"
        : type.Contains("Decimal", StringComparison.Ordinal) ? "a number, as 19 or 5.5"
        : type.Contains("Boolean", StringComparison.Ordinal) ? "true or false"
        : type.Contains("List", StringComparison.Ordinal) || type.EndsWith("[]", StringComparison.Ordinal) ? "a list"
        : type.EndsWith("System.String", StringComparison.Ordinal) ? "a text"
        : isWhole ? "one JSON object"
        : "another value, as the documentation of the file shows";

    [GeneratedRegex("^The JSON property '(.*)' could not be mapped .* type '(.*)'", RegexOptions.Singleline)]
    private static partial Regex Unknown();

    [GeneratedRegex("^The JSON value could not be converted to ([^ ]+?)\\.? ", RegexOptions.Singleline)]
    private static partial Regex OtherKind();
}
