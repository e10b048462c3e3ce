namespace OrderToCash.Server.Keys;

/// <summary>Who sends a request.</summary>
/// <param name="Name">The key's name; <c>anonymous</c> where no key is asked for.</param>
/// <param name="Bucket">Limits the caller's requests a second.</param>
public sealed record Caller(string Name, Roles Roles, TokenBucket Bucket)
{
    /// <summary>As decisions record it: <c>key:shop</c>.</summary>
    public string Who => "key:" + Name;
}
