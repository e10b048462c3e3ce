using System.CommandLine;
using System.Text.Json.Nodes;
using OrderToCash.Server.Keys;
using OrderToCash.Server.Views;

namespace OrderToCash.Console.Verbs;

/// <summary><c>o2c keys</c>: the keys that the server asks for.</summary>
internal static class KeysVerbs
{
    /// <summary>Where the keys are.</summary>
    public static Option<string?> File { get; } = new("--keys")
    {
        Description = "The file with the API keys' hashes; keys.json in the store's folder unless given.",
        HelpName = "FILE",
    };

    /// <summary>The commands.</summary>
    public static Command Create()
    {
        var name = new Argument<string>("NAME") { Description = "Who gets the key: a shop, a warehouse, a person." };
        var roles = new Option<string>("--roles")
        {
            Description = $"What it may do, with commas between: {RoleNames.Choices}.", Required = true,
            HelpName = "ROLES",
        };
        var which = new Argument<string>("ID|NAME") { Description = "The key." };
        return Verb.Group(
            "keys", "The API keys that `o2c serve` asks for.",
            Verb.Of(
                "add", "Make a key. It is shown once and kept nowhere; only its hash is.", writes: false,
                (parsed, context) => AddAsync(
                    context, FileOf(parsed, context), parsed.GetRequiredValue(name), parsed.GetRequiredValue(roles)),
                name, roles, File),
            Verb.Of(
                "list", "List the keys.", writes: false,
                (parsed, context) => ListAsync(context, FileOf(parsed, context)), File),
            Verb.Of(
                "revoke", "End a key, or all of a name. Running servers notice within a second.", writes: false,
                (parsed, context) => RevokeAsync(context, FileOf(parsed, context), parsed.GetRequiredValue(which)),
                which, File));
    }

    /// <summary>The key file that was named, or the store's.</summary>
    public static KeyFile FileOf(ParseResult parsed, VerbContext context) =>
        new(parsed.GetValue(File) ?? Path.Combine(context.Folder.Folder, "keys.json"));

    private static Task<int> AddAsync(VerbContext context, KeyFile file, string name, string rolesText)
    {
        if (RoleNames.Parse(rolesText.Split(',')) is not { } roles)
        {
            throw new UserFailureException(
                $"--roles '{rolesText}': expected some of {RoleNames.Choices}, with commas between.");
        }

        if (name.Length is 0 or > 100 || name.Any(char.IsControl))
            throw new UserFailureException("NAME: expected 1 to 100 characters, none of them control characters.");
        var (key, text) = ApiKey.Create(name, roles, context.Time.GetUtcNow());
        file.Add(key);
        if (context.Output.IsJson)
        {
            var result = Node(key);
            result["key"] = text;
            context.Output.Document(result);
        }
        else
        {
            context.Output.Line(text);
            context.Output.Note($"o2c: this is the key of {name}; it is not shown again. Its hash is in {file.Path}.");
        }

        return Task.FromResult(ExitCode.Success);
    }

    private static Task<int> ListAsync(VerbContext context, KeyFile file)
    {
        var keys = file.Read();
        if (keys.IsEmpty && !context.Output.IsJson)
            context.Output.Line("There are no keys.");
        else
            context.Output.Result(new JsonObject { ["keys"] = Nodes.List(keys, Node) });
        return Task.FromResult(ExitCode.Success);
    }

    private static Task<int> RevokeAsync(VerbContext context, KeyFile file, string which)
    {
        if (!file.Revoke(which, context.Time.GetUtcNow()))
        {
            context.Output.Note($"o2c: no valid key has the id or name '{which}'. See `o2c keys list`.");
            return Task.FromResult(ExitCode.Findings);
        }

        context.Output.Note($"o2c: {which} is revoked.");
        return Task.FromResult(ExitCode.Success);
    }

    private static JsonObject Node(ApiKey key) => new()
    {
        ["id"] = key.Id, ["name"] = key.Name,
        ["roles"] = Nodes.List(RoleNames.Of(key.Roles), role => JsonValue.Create(role)),
        ["created"] = Nodes.Time(key.CreatedAt), ["revoked"] = Nodes.Time(key.RevokedAt),
    };
}
