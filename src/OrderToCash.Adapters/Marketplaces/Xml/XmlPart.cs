using System.Globalization;
using System.Text;

namespace OrderToCash.Adapters.Marketplaces.Xml;

/// <summary>An element of an XML document. Namespaces are left out: dialects drop them.</summary>
internal sealed class XmlPart(string name, XmlPart? parent, int line)
{
    private readonly List<XmlPart> _children = [];
    private readonly StringBuilder _text = new();
    private List<(string Name, string Value)>? _attributes;

    /// <summary>The local name.</summary>
    public string Name { get; } = name;

    public XmlPart? Parent { get; } = parent;

    /// <summary>The line it begins in, from 1.</summary>
    public int Line { get; } = line;

    public IReadOnlyList<XmlPart> Children => _children;

    /// <summary>The text directly inside, without blanks around it; null where there is none.</summary>
    public string? Text => _text.ToString().Trim() is { Length: > 0 } text ? text : null;

    /// <summary>Where it is: <c>ORDER/ORDER_HEADER (line 12)</c>.</summary>
    public string Place => $"{Path()} (line {Line.ToString(CultureInfo.InvariantCulture)})";

    public void Add(XmlPart child) => _children.Add(child);

    public void AddText(string text) => _text.Append(text);

    public void AddAttribute(string attribute, string value) => (_attributes ??= []).Add((attribute, value));

    /// <summary>An attribute's value; null where there is none.</summary>
    public string? Attribute(string attribute)
    {
        foreach (var (known, value) in _attributes ?? [])
        {
            if (known == attribute)
                return value.Trim() is { Length: > 0 } text ? text : null;
        }

        return null;
    }

    /// <summary>The attributes, for writing the element again.</summary>
    public IEnumerable<(string Name, string Value)> Attributes => _attributes ?? [];

    /// <summary>The first child of a name; null where there is none.</summary>
    public XmlPart? Child(string child) => _children.Find(one => one.Name == child);

    /// <summary>The children of a name.</summary>
    public IEnumerable<XmlPart> All(string child) => _children.Where(one => one.Name == child);

    /// <summary>The first element at a path of names; null where there is none.</summary>
    public XmlPart? At(params ReadOnlySpan<string> path)
    {
        var part = this;
        foreach (var step in path)
        {
            part = part.Child(step);
            if (part is null)
                return null;
        }

        return part;
    }

    /// <summary>The text at a path of names; null where there is none.</summary>
    public string? TextAt(params ReadOnlySpan<string> path) => At(path)?.Text;

    /// <summary>A text that has to be there.</summary>
    public string Required(Reading reading, params ReadOnlySpan<string> path)
    {
        if (TextAt(path) is { } text)
            return text;
        reading.Refuse("missing-field", $"{Place}/{string.Join('/', path.ToArray())}", "nothing", "a text");
        return "";
    }

    /// <summary>An exact decimal number; null where there is none.</summary>
    public decimal? Decimal(Reading reading, params ReadOnlySpan<string> path)
    {
        if (At(path) is not { Text: { } text } part)
            return null;
        if (ExactNumbers.TryRead(text, out var value))
            return value;
        reading.Refuse(
            "invalid-number", part.Place, Reading.Shown(text), ExactNumbers.Expected);
        return null;
    }

    /// <summary>Whole pieces that have to be there; decimals that are zero are left out.</summary>
    public int RequiredPieces(Reading reading, params ReadOnlySpan<string> path)
    {
        if (Decimal(reading, path) is not { } number)
        {
            if (reading.Problem is null)
                Required(reading, path);
            return 0;
        }

        if (number >= int.MinValue && number <= int.MaxValue && decimal.Truncate(number) == number)
            return (int)number;
        reading.Refuse(
            "invalid-quantity", At(path)?.Place ?? Place, number.ToString(CultureInfo.InvariantCulture), "whole pieces",
            "A part of a piece can't be reserved or shipped.");
        return 0;
    }

    /// <summary>A time; null where there is none.</summary>
    public DateTimeOffset? Time(Reading reading, params ReadOnlySpan<string> path)
    {
        if (At(path) is not { Text: { } text } part)
            return null;
        if (Times.TryRead(text, isUtc: false, out var time))
            return time;
        reading.Refuse("invalid-time", part.Place, Reading.Shown(text), Times.Expected);
        return null;
    }

    private string Path() => Parent is null ? Name : $"{Parent.Path()}/{Name}";
}
