using System.Collections.Concurrent;
using System.Collections.Frozen;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace OrderToCash.Server.Keys;

/// <summary>Tells who sends a request, by its key.</summary>
/// <remarks>
/// Any thread. The file is looked at again at most once a second, so a revoked key ends within a second, without a
/// restart. Where it can't be read the keys stay as they were.
/// </remarks>
public sealed class KeyRing
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    private readonly KeyFile? _file;
    private readonly ILogger _logger;
    private readonly TimeProvider _time;
    private readonly int _perSecond;
    private readonly Caller _anonymous;
    private readonly ConcurrentDictionary<string, TokenBucket> _buckets = new(StringComparer.Ordinal);
    private volatile FrozenDictionary<string, ApiKey> _keys = FrozenDictionary<string, ApiKey>.Empty;
    private DateTime _changedAt;
    private long _lookedAt;
    private volatile bool _hadKeys;

    /// <summary>The keys of a file; without one, everybody may do everything.</summary>
    /// <param name="perSecond">Requests of one key a second.</param>
    /// <exception cref="InvalidDataException">It is not a key file.</exception>
    public KeyRing(KeyFile? file, int perSecond, TimeProvider time, ILogger logger)
    {
        (_file, _time, _logger, _perSecond) = (file, time, logger, perSecond);
        _anonymous = new Caller("anonymous", Roles.All, new TokenBucket(perSecond, time));
        _lookedAt = time.GetTimestamp();
        if (file is not null)
            Load(file);
    }

    /// <summary>True where a key is asked for. Once there was one, that stays so until a restart.</summary>
    public bool AsksForKeys => _hadKeys;

    /// <summary>Who sends the request; null where its key is missing or not valid.</summary>
    public Caller? Find(HttpRequest request)
    {
        LookAgain();
        if (!AsksForKeys)
            return _anonymous;
        return TextOf(request) is { } text && ApiKey.IdOf(text) is { } id && _keys.TryGetValue(id, out var key)
            && key.Matches(text)
            ? new Caller(key.Name, key.Roles, _buckets.GetOrAdd(id, _ => new TokenBucket(_perSecond, _time)))
            : null;
    }

    private static string? TextOf(HttpRequest request)
    {
        const string Scheme = "Bearer ";
        string? authorization = request.Headers.Authorization;
        return authorization is not null && authorization.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
            ? authorization[Scheme.Length..].Trim()
            : (string?)request.Headers["X-Api-Key"];
    }

    private void LookAgain()
    {
        var last = Interlocked.Read(ref _lookedAt);
        if (_file is null || _time.GetElapsedTime(last) < LookEvery
            || Interlocked.CompareExchange(ref _lookedAt, _time.GetTimestamp(), last) != last)
        {
            return;
        }

        try
        {
            if (_file.ChangedAt != _changedAt)
                Load(_file);
        }
        catch (Exception exception) when (
            exception is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            LogMessages.KeysUnreadable(_logger, _file.Path, exception.Message);
        }
    }

    private void Load(KeyFile file)
    {
        // The time first: a change in between is seen the next time.
        _changedAt = file.ChangedAt;
        var all = file.Read();
        _keys = all.Where(key => key.RevokedAt is null).ToFrozenDictionary(key => key.Id, StringComparer.Ordinal);
        // Revoking the last key must not open the server to everybody.
        _hadKeys |= !all.IsEmpty;
    }
}
