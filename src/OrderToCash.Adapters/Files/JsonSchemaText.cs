using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace OrderToCash.Adapters.Files;

/// <summary>
/// The JSON Schemas of the own formats, written from the fields that the readers look up: so they can't differ.
/// </summary>
/// <remarks>
/// Source: JSON Schema, draft 2020-12. A schema describes one object: a line of a file, or an element of its list.
/// Rules between fields (totals, distinct line ids) aren't in it.
/// </remarks>
public static class JsonSchemaText
{
    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The schema of a format of <see cref="FileSources"/>; null for CSV alone.</summary>
    public static string? Of(string format) => format switch
    {
        FileSources.Orders => Text(OrderSchema()),
        FileSources.Stock => Text(SchemaOf(MovementFields.MovementSet)),
        FileSources.Shipments => Text(SchemaOf(ShipmentFields.ShipmentSet)),
        FileSources.OpenItems => Text(SchemaOf(OpenItemFields.ItemSet)),
        FileSources.Debits => Text(SchemaOf(DebitFields.DebitSet)),
        _ => null,
    };

    /// <summary>An order has its required fields; a cancellation only those that name the order.</summary>
    private static JsonObject OrderSchema()
    {
        var set = OrderFields.OrderSet;
        var schema = SchemaOf(set);
        schema.Remove("required");
        var cancel = set[OrderFields.Cancel].Name;
        schema["oneOf"] = new JsonArray(
            new JsonObject
            {
                ["title"] = "An order",
                ["required"] = Names(set.Fields.Where(field => field.IsRequired).Select(field => field.Name)),
                ["not"] = new JsonObject { ["required"] = Names([cancel]) },
            },
            new JsonObject
            {
                ["title"] = "A cancellation",
                ["required"] = Names([set[OrderFields.Channel].Name, set[OrderFields.OrderNumber].Name, cancel]),
            });
        return schema;
    }

    private static JsonObject SchemaOf(FieldSet set)
    {
        var properties = new JsonObject();
        foreach (var field in set.Fields)
        {
            properties[field.Name] = SchemaOf(field);
        }

        return new JsonObject
        {
            ["title"] = set.Title,
            ["type"] = "object",
            ["properties"] = properties,
            ["required"] = Names(set.Fields.Where(field => field.IsRequired).Select(field => field.Name)),
        };
    }

    /// <summary>What a field may hold; null besides where it may be absent.</summary>
    private static JsonObject SchemaOf(Field field)
    {
        var value = field.Kind switch
        {
            FieldKind.Text => Typed("string"),
            FieldKind.Name => new JsonObject { ["type"] = "string", ["minLength"] = 1, ["maxLength"] = 200 },
            FieldKind.Decimal => AnyOf(
                new JsonObject { ["type"] = "string", ["pattern"] = @"^-?\d+(\.\d+)?$" }, Typed("number")),
            FieldKind.Integer => Typed("integer"),
            FieldKind.Boolean => Typed("boolean"),
            FieldKind.Time => new JsonObject { ["type"] = "string", ["format"] = "date-time" },
            FieldKind.Choice => new JsonObject { ["enum"] = Names(field.Choices) },
            FieldKind.Object => SchemaOf(SetOf(field)),
            FieldKind.Day => new JsonObject { ["type"] = "string", ["format"] = "date" },
            FieldKind.Texts => new JsonObject { ["type"] = "array", ["items"] = Typed("string") },
            _ => new JsonObject { ["type"] = "array", ["items"] = SchemaOf(SetOf(field)) },
        };
        var schema = field.IsRequired ? value : AnyOf(value, Typed("null"));
        schema.Insert(0, "description", field.Description);
        return schema;
    }

    private static FieldSet SetOf(Field field) =>
        field.Fields ?? throw new InvalidOperationException($"Bug: the field {field.Name} has no fields.");

    private static JsonObject Typed(string type) => new() { ["type"] = type };

    private static JsonObject AnyOf(params JsonNode[] schemas) => new() { ["anyOf"] = new JsonArray(schemas) };

    private static JsonArray Names(IEnumerable<string> names) => [.. names.Select(name => (JsonNode)name)];

    private static string Text(JsonObject schema)
    {
        schema.Insert(0, "$schema", "https://json-schema.org/draft/2020-12/schema");
        return schema.ToJsonString(Indented) + "\n";
    }
}
