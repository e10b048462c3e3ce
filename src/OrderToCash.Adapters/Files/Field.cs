namespace OrderToCash.Adapters.Files;

/// <summary>What a field's value is.</summary>
public enum FieldKind
{
    /// <summary>A text.</summary>
    Text = 1,

    /// <summary>A text of 1 to 200 characters without control characters.</summary>
    Name = 2,

    /// <summary>A decimal number, as a text or as a number.</summary>
    Decimal = 3,

    /// <summary>A whole number.</summary>
    Integer = 4,

    /// <summary>True or false.</summary>
    Boolean = 5,

    /// <summary>A time, RFC 3339 with offset.</summary>
    Time = 6,

    /// <summary>One of a few words.</summary>
    Choice = 7,

    /// <summary>An object.</summary>
    Object = 8,

    /// <summary>A list of objects.</summary>
    List = 9,

    /// <summary>A day, <c>2026-11-27</c>.</summary>
    Day = 10,

    /// <summary>A list of texts.</summary>
    Texts = 11,
}

/// <summary>A field of a format: the reader looks fields up here, and the JSON Schema is written from here.</summary>
/// <param name="Number">Its place among the object's fields, from 0.</param>
/// <param name="Description">For users, in one sentence.</param>
public sealed record Field(int Number, string Name, FieldKind Kind, bool IsRequired, string Description)
{
    /// <summary>The words of a <see cref="FieldKind.Choice"/>, in the order of the numbers they are read as.</summary>
    public string[] Choices { get; init; } = [];

    /// <summary>
    /// The fields of an <see cref="FieldKind.Object"/>, or of the elements of a <see cref="FieldKind.List"/>.
    /// </summary>
    public FieldSet? Fields { get; init; }

    /// <summary>What is expected, in the words of a rejection.</summary>
    public string Expected => Kind switch
    {
        FieldKind.Text => "a text",
        FieldKind.Name => "a text of 1 to 200 characters",
        FieldKind.Decimal => "a decimal number, as \"19.99\" or 19.99",
        FieldKind.Integer => "a whole number",
        FieldKind.Boolean => "true or false",
        FieldKind.Time => "a time with offset, as 2026-11-27T10:00:00+01:00",
        FieldKind.Choice => "one of " + string.Join(", ", Choices),
        FieldKind.Object => "an object",
        FieldKind.Day => "a day, as 2026-11-27",
        FieldKind.Texts => "a list of texts",
        _ => "a list",
    };
}
