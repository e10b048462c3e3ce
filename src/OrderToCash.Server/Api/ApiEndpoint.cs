using System.Collections.Immutable;
using Microsoft.AspNetCore.Http;
using OrderToCash.Server.Keys;

namespace OrderToCash.Server.Api;

/// <summary>An endpoint: what is mapped, guarded and described in the OpenAPI document is this alone.</summary>
/// <param name="Path">With parameters in braces, <c>/v1/orders/{id}</c>.</param>
/// <param name="Role">What the caller must be allowed; None where no key is asked for.</param>
internal sealed record ApiEndpoint(string Method, string Path, Roles Role, string Summary, RequestDelegate Handle)
{
    /// <summary>Which limit of requests at a time counts.</summary>
    public SlotKind Slot { get; init; } = SlotKind.Request;

    /// <summary>True where it answers although the store is away.</summary>
    public bool WorksWithoutStore { get; init; }

    /// <summary>What may stand in the query.</summary>
    public ImmutableArray<ApiParameter> Query { get; init; } = [];

    /// <summary>What it takes as body: content type and the name of its schema.</summary>
    public ImmutableArray<(string ContentType, string? Schema)> Takes { get; init; } = [];

    /// <summary>What it answers with, where that is not JSON.</summary>
    public string Answers { get; init; } = JsonAnswer.ContentType;

    /// <summary>The schema of the answer; null for any JSON.</summary>
    public string? AnswerSchema { get; init; }

    /// <summary>The statuses of success with what they mean.</summary>
    public ImmutableArray<(int Status, string Meaning)> Successes { get; init; } = [(200, "Done.")];
}

/// <summary>A parameter of the query.</summary>
/// <param name="Type">As JSON Schema names it: <c>string</c>, <c>integer</c>, <c>boolean</c>.</param>
internal sealed record ApiParameter(string Name, string Type, string Description, bool IsRequired = false);

/// <summary>What is limited apart: requests that end soon, streams of intake, readers of changes.</summary>
internal enum SlotKind
{
    /// <summary>An ordinary request.</summary>
    Request,

    /// <summary>Takes its own place, when it turns out to be a stream.</summary>
    Stream,

    /// <summary>A reader of changes.</summary>
    Changes,

    /// <summary>A delivery to a webhook: requests that wait for the store must not take its place.</summary>
    Delivery,

    /// <summary>Not limited: whoever looks whether the server lives must get an answer.</summary>
    Free,
}
