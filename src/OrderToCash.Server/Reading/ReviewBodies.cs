using System.Text.Json.Nodes;
using OrderToCash.Application.Review;
using OrderToCash.Domain.Values;
using OrderToCash.Server.Api;

namespace OrderToCash.Server.Reading;

/// <summary>What persons decide about payments as bodies of requests: read by the server, written by the console.
/// </summary>
public static class ReviewBodies
{
    private const string Reason = "reason";

    /// <summary>The verb in the path and the body of a decision.</summary>
    public static (string Verb, JsonObject Body) Of(ReviewRequest request) => request switch
    {
        ReviewRequest.Accept accept => ("accept", new JsonObject
        {
            ["suggestion"] = accept.Number, ["note"] = accept.Note,
        }),
        ReviewRequest.Assign assign => ("assign", new JsonObject
        {
            ["documents"] = Views.Nodes.List(assign.Documents, document => JsonValue.Create(document)),
            ["customer"] = assign.Customer?.Value, ["note"] = assign.Note,
        }),
        ReviewRequest.Split split => ("split", new JsonObject
        {
            ["parts"] = Views.Nodes.List(split.Parts, static part => new JsonObject
            {
                ["document"] = part.Document, ["amount"] = part.Amount, ["skonto"] = part.Skonto,
                ["charges"] = part.Charges, ["writeOff"] = part.WriteOff,
            }),
            ["rest"] = split.Rest?.Value, ["customer"] = split.Customer?.Value, ["note"] = split.Note,
        }),
        ReviewRequest.OnAccount onAccount => ("on-account", new JsonObject
        {
            ["customer"] = onAccount.Customer.Value, ["note"] = onAccount.Note,
        }),
        ReviewRequest.Ignore ignore => ("ignore", new JsonObject { [Reason] = ignore.Reason }),
        ReviewRequest.Undo undo => ("undo", new JsonObject { [Reason] = undo.Reason, ["rematch"] = undo.Rematch }),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    /// <summary>The schemas of the bodies, by name.</summary>
    internal static IEnumerable<(string Name, JsonObject Schema)> Schemas()
    {
        yield return ("accept", OpenApiDocument.Object([], ("suggestion", "integer"), ("note", "string")));
        yield return ("assign", OpenApiDocument.Object(
            ["documents"], ("documents", "array"), ("customer", "string"), ("note", "string")));
        var split = OpenApiDocument.Object(
            ["parts"], ("parts", "array"), ("rest", "string"), ("customer", "string"), ("note", "string"));
        if (split["properties"]?["parts"] is JsonObject parts)
        {
            parts["items"] = OpenApiDocument.Object(
                ["document", "amount"], ("document", "string"), ("amount", "string"), ("skonto", "string"),
                ("charges", "string"), ("writeOff", "string"));
        }

        yield return ("split", split);
        yield return ("onAccount", OpenApiDocument.Object(["customer"], ("customer", "string"), ("note", "string")));
        yield return ("ignore", OpenApiDocument.Object([Reason], (Reason, "string")));
        yield return ("undo", OpenApiDocument.Object([Reason], (Reason, "string"), ("rematch", "boolean")));
    }

    internal static ReviewRequest Accept(BodyFields fields) =>
        new ReviewRequest.Accept(fields.Integer("suggestion") ?? 1, fields.Text("note"));

    internal static ReviewRequest Assign(BodyFields fields) => new ReviewRequest.Assign(
        fields.RequiredTexts("documents"), Customer(fields, "customer"), fields.Text("note"));

    internal static ReviewRequest Split(BodyFields fields)
    {
        ReviewPart[] parts =
        [
            .. fields.List("parts").Select(static part => new ReviewPart(
                part.Fields.RequiredText("document"),
                part.Fields.Decimal("amount", $"parts[{part.Index}].amount")
                    ?? throw BodyFields.Refused(
                        $"parts[{part.Index}].amount", "missing-field", "nothing", "an amount"),
                part.Fields.Decimal("skonto", $"parts[{part.Index}].skonto") ?? 0,
                part.Fields.Decimal("charges", $"parts[{part.Index}].charges") ?? 0,
                part.Fields.Decimal("writeOff", $"parts[{part.Index}].writeOff") ?? 0)),
        ];
        if (parts.Length == 0)
            throw BodyFields.Refused("parts", "missing-field", "nothing", "a list of at least one document");
        return new ReviewRequest.Split(
            [.. parts], Customer(fields, "rest"), Customer(fields, "customer"), fields.Text("note"));
    }

    internal static ReviewRequest OnAccount(BodyFields fields) => new ReviewRequest.OnAccount(
        new AccountId(fields.RequiredText("customer")), fields.Text("note"));

    internal static ReviewRequest Ignore(BodyFields fields) => new ReviewRequest.Ignore(fields.RequiredText(Reason));

    internal static ReviewRequest Undo(BodyFields fields) =>
        new ReviewRequest.Undo(fields.RequiredText(Reason), fields.Flag("rematch"));

    private static AccountId? Customer(BodyFields fields, string name) =>
        fields.Text(name) is { Length: > 0 } text ? new AccountId(text) : null;
}
