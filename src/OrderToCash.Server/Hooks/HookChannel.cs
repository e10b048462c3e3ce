using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using OrderToCash.Application.Outbound;

namespace OrderToCash.Server.Hooks;

/// <summary>A shop that delivers: what its deliveries are, and what proves them.</summary>
/// <param name="Platform">The platform's name, <c>shopify</c>; <c>auto</c> for what the content says.</param>
/// <param name="Shop">The sales channel of its orders; one shop has one platform.</param>
/// <param name="TaxRate">Percent, where a document states no tax; null means 0.</param>
/// <param name="Secrets">Any of them counts: while one is replaced by the next there are two.</param>
/// <param name="Keys">eBay's public keys by their id.</param>
/// <param name="VerificationToken">What eBay's challenge is answered with; null for others.</param>
/// <param name="Endpoint">The URL that eBay was told, to the letter; null for others.</param>
public sealed record HookChannel(
    string Platform, string Shop, decimal? TaxRate, HookProof Proof, ImmutableArray<HookSecret> Secrets,
    ImmutableArray<HookKey> Keys, string? VerificationToken, string? Endpoint)
{
    /// <summary>More than two secrets at a time are a mistake.</summary>
    public const int MaxSecrets = 2;

    /// <summary>How we ask the shop, and tell it something; null where it only delivers.</summary>
    public ChannelApi? Api { get; init; }

    /// <summary>
    /// Which of its order numbers are given one after the other, <c>W-#</c>: those that are missing are told. Null: as
    /// its platform does it; empty: none.
    /// </summary>
    public ImmutableArray<string>? Series { get; init; }

    /// <summary>What we tell the shop; null where we tell it nothing.</summary>
    public ChannelPublishing? Publish { get; init; }
}

/// <summary>A secret. It has to be readable, since HMAC needs it: the file is its owner's alone.</summary>
public sealed record HookSecret(string Value, DateTimeOffset AddedAt)
{
    /// <summary>Tells secrets apart without showing them: eight digits of its SHA-256.</summary>
    public string Fingerprint => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Value)).AsSpan(0, 4));

    /// <inheritdoc/>
    /// <remarks>Without the secret: what is printed ends up in logs.</remarks>
    public override string ToString() => "secret " + Fingerprint;
}

/// <summary>A public key of eBay.</summary>
/// <param name="Id">The <c>kid</c> of signatures.</param>
/// <param name="Pem">As <c>getPublicKey</c> gives it, with or without line breaks.</param>
public sealed record HookKey(string Id, string Pem)
{
    /// <summary>True where it can be read.</summary>
    public bool IsUsable => EbayCheck.IsKey(Pem);
}
