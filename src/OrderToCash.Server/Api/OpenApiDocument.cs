using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using OrderToCash.Adapters.Files;
using OrderToCash.Server.Keys;
using OrderToCash.Server.Reading;

namespace OrderToCash.Server.Api;

/// <summary>Describes the endpoints for machines. Source: OpenAPI Specification 3.1.1.</summary>
/// <remarks>
/// Written from the endpoints that are mapped and from the schemas of the formats, which are themselves written from
/// what the readers look up: so the three can't differ.
/// </remarks>
internal static class OpenApiDocument
{
    private const string KeyScheme = "key";

    /// <summary>The endpoint that hands it out.</summary>
    public static ApiEndpoint Endpoint(IReadOnlyList<ApiEndpoint> others)
    {
        ApiEndpoint? self = null;
        var document = new Lazy<JsonObject>(() => Of([.. others, self ?? throw new InvalidOperationException("Bug.")]));
        self = new ApiEndpoint(
            HttpMethods.Get, "/openapi/v1.json", Roles.None, "This description.",
            context => JsonAnswer.WriteTaggedAsync(context, document.Value))
        {
            WorksWithoutStore = true,
        };
        return self;
    }

    /// <summary>The document.</summary>
    public static JsonObject Of(IReadOnlyList<ApiEndpoint> endpoints)
    {
        var paths = new JsonObject();
        foreach (var group in endpoints.GroupBy(endpoint => endpoint.Path))
        {
            paths[group.Key] = new JsonObject(group.Select(endpoint => KeyValuePair.Create<string, JsonNode?>(
                endpoint.Method.ToLowerInvariant(), Operation(endpoint))));
        }

        return new JsonObject
        {
            ["openapi"] = "3.1.1",
            ["info"] = new JsonObject
            {
                ["title"] = "OrderToCash", ["version"] = "v1",
                ["description"] = "Takes orders all the way to cash. What is acknowledged is durable; every input can "
                    + "be sent again, a repeat changes nothing.",
            },
            ["paths"] = paths,
            ["components"] = new JsonObject
            {
                ["securitySchemes"] = new JsonObject
                {
                    [KeyScheme] = new JsonObject
                    {
                        ["type"] = "http", ["scheme"] = "bearer",
                        ["description"] = "An API key, o2c_…; roles: " + RoleNames.Choices + ".",
                    },
                },
                ["schemas"] = Schemas(),
            },
        };
    }

    private static JsonObject Operation(ApiEndpoint endpoint)
    {
        var operation = new JsonObject { ["summary"] = endpoint.Summary };
        var parameters = new JsonArray();
        foreach (var part in endpoint.Path.Split('/').Where(part => part.StartsWith('{')))
            parameters.Add(Parameter("path", part.Trim('{', '}'), "string", "The id, percent-encoded.", true));
        foreach (var query in endpoint.Query)
            parameters.Add(Parameter("query", query.Name, query.Type, query.Description, query.IsRequired));
        if (parameters.Count > 0)
            operation["parameters"] = parameters;
        if (!endpoint.Takes.IsEmpty)
            operation["requestBody"] = new JsonObject { ["required"] = true, ["content"] = Content(endpoint) };
        operation["responses"] = Responses(endpoint);
        operation["security"] = endpoint.Role == Roles.None
            ? []
            : new JsonArray(new JsonObject
            {
                [KeyScheme] = new JsonArray([.. RoleNames.Of(endpoint.Role).Select(role => JsonValue.Create(role))]),
            });
        return operation;
    }

    private static JsonObject Parameter(string place, string name, string type, string description, bool isRequired) =>
        new()
        {
            ["name"] = name, ["in"] = place, ["required"] = isRequired, ["description"] = description,
            ["schema"] = new JsonObject { ["type"] = type },
        };

    private static JsonObject Content(ApiEndpoint endpoint) => new(endpoint.Takes.Select(body =>
        KeyValuePair.Create<string, JsonNode?>(body.ContentType, new JsonObject
        {
            ["schema"] = body.Schema is { } schema ? Reference(schema) : new JsonObject { ["type"] = "string" },
        })));

    private static JsonObject Responses(ApiEndpoint endpoint)
    {
        var responses = new JsonObject();
        foreach (var (status, meaning) in endpoint.Successes)
        {
            responses[$"{status}"] = new JsonObject
            {
                ["description"] = meaning,
                ["content"] = new JsonObject
                {
                    [endpoint.Answers] = new JsonObject
                    {
                        ["schema"] = endpoint.AnswerSchema is { } schema ? Reference(schema) : new JsonObject(),
                    },
                },
            };
        }

        responses["default"] = new JsonObject
        {
            ["description"] = "Not done; the problem says why, and names the field where an input was wrong.",
            ["content"] = new JsonObject
            {
                [Problem.ContentType] = new JsonObject { ["schema"] = Reference("problem") },
            },
        };
        return responses;
    }

    private static JsonObject Reference(string schema) => new() { ["$ref"] = "#/components/schemas/" + schema };

    private static JsonObject Schemas()
    {
        var schemas = new JsonObject();
        foreach (var format in (string[])
            [FileSources.Orders, FileSources.Stock, FileSources.Shipments, FileSources.OpenItems, FileSources.Debits])
            schemas[format] = JsonNode.Parse(JsonSchemaText.Of(format) ?? "{}");
        schemas["cancellation"] = Object(["reason"], ("reason", "string"), ("lines", "array"));
        schemas["release"] = Object([], ("note", "string"), ("hold", "string"));
        schemas["rejection"] = Object(["reason"], ("reason", "string"));
        schemas["gap"] = Object(["reason"], ("reason", "string"));
        schemas["withdrawal"] = Object(["reason"], ("reason", "string"));
        schemas["policy"] = Object(
            ["policy", "maxPayments", "maxAmount"], ("policy", "object"), ("maxPayments", "integer"),
            ("maxAmount", "integer"));
        schemas["outboundRetry"] = Object(["shop"], ("shop", "string"), ("id", "string"), ("dead", "boolean"));
        schemas["checkSetting"] = Object(["value", "reason"], ("value", "string"), ("reason", "string"));
        schemas["block"] = Object(["reason"], ("reason", "string"));
        schemas["creditLimit"] = Object(
            ["reason"], ("amount", "number"), ("currency", "string"), ("reason", "string"));
        schemas["bankAccount"] = Object(["iban"], ("iban", "string"), ("currency", "string"), ("name", "string"));
        schemas["payer"] = Object([], ("iban", "string"), ("name", "string"));
        schemas["rowAllocation"] = Object(
            ["row", "customer", "document"], ("row", "integer"), ("customer", "string"), ("document", "string"));
        foreach (var (name, schema) in ReviewBodies.Schemas())
            schemas[name] = schema;
        schemas["result"] = Object(
            ["result"], ("line", "integer"), ("result", "string"), ("order", "string"), ("sku", "string"),
            ("account", "string"), ("reason", "string"), ("field", "string"), ("found", "string"),
            ("expected", "string"), ("advice", "string"));
        schemas["problem"] = Object(
            ["type", "title", "status", "detail", "reason"], ("type", "string"), ("title", "string"),
            ("status", "integer"), ("detail", "string"), ("reason", "string"), ("field", "string"),
            ("found", "string"), ("expected", "string"), ("advice", "string"));
        return schemas;
    }

    /// <summary>The schema of a small object.</summary>
    public static JsonObject Object(string[] required, params ReadOnlySpan<(string Name, string Type)> fields)
    {
        var properties = new JsonObject();
        foreach (var (name, type) in fields)
            properties[name] = new JsonObject { ["type"] = type };
        return new JsonObject
        {
            ["type"] = "object", ["properties"] = properties,
            ["required"] = new JsonArray([.. required.Select(name => JsonValue.Create(name))]),
        };
    }
}
