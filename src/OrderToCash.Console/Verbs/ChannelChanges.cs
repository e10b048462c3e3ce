using System.Collections.Immutable;
using System.Text.Json.Nodes;
using OrderToCash.Adapters.Marketplaces;
using OrderToCash.Server.Hooks;
using OrderToCash.Server.Views;

namespace OrderToCash.Console.Verbs;

/// <summary>What <c>o2c channels</c> changes in the file of channels.</summary>
internal static class ChannelChanges
{
    private const int MinVerificationToken = 32;
    private const int MaxVerificationToken = 80;

    public static Task<int> AddAsync(
        VerbContext context, ChannelFile file, HookChannel channel, (string Value, bool IsNew) secret)
    {
        var channels = file.Read();
        Check(channel, channels);
        var hasSecret = channel.Proof != HookProof.Ebay;
        channel = channel with { Secrets = hasSecret ? [new HookSecret(secret.Value, context.Time.GetUtcNow())] : [] };
        file.Write(channels.Add(channel));
        return DoneAsync(
            context, channel, hasSecret && secret.IsNew ? secret.Value : null, "is added. Tell the shop to deliver to");
    }

    public static Task<int> RotateAsync(
        VerbContext context, ChannelFile file, string platform, string shop, (string Value, bool IsNew) secret)
    {
        return ChangeAsync(context, file, platform, shop, secret.IsNew ? secret.Value : null, channel =>
        {
            if (channel.Proof == HookProof.Ebay)
                throw new UserFailureException("eBay signs with keys of its own: see `o2c channels key`.");
            if (channel.Secrets.Length >= HookChannel.MaxSecrets)
            {
                throw new UserFailureException(
                    $"{platform}/{shop} has {channel.Secrets.Length} secrets already: end the older one first, with "
                    + $"`o2c channels retire {platform} {shop}`.");
            }

            return channel with
            {
                Secrets = channel.Secrets.Add(new HookSecret(secret.Value, context.Time.GetUtcNow())),
            };
        });
    }

    public static Task<int> RetireAsync(VerbContext context, ChannelFile file, string platform, string shop) =>
        ChangeAsync(context, file, platform, shop, null, channel => channel.Secrets.Length > 1
            ? channel with { Secrets = [.. channel.Secrets[1..]] }
            : throw new UserFailureException(
                $"{platform}/{shop} has one secret: without it nothing would be proven. Add the next one first, with "
                + $"`o2c channels rotate {platform} {shop}`."));

    public static Task<int> AddKeyAsync(
        VerbContext context, ChannelFile file, string platform, string shop, HookKey key)
    {
        if (!key.IsUsable)
        {
            throw new UserFailureException(
                $"The key {key.Id} can't be read: expected the PEM of an EC public key, as eBay's getPublicKey gives "
                + "it.");
        }

        return ChangeAsync(context, file, platform, shop, null, channel => channel with
        {
            Keys = [.. channel.Keys.Where(known => known.Id != key.Id), key],
        });
    }

    public static Task<int> RemoveAsync(VerbContext context, ChannelFile file, string platform, string shop)
    {
        var channels = file.Read();
        var channel = Find(channels, platform, shop);
        file.Write(channels.Remove(channel));
        context.Output.Note($"o2c: {platform}/{shop} is removed. Its deliveries stay in the inbox.");
        return Task.FromResult(ExitCode.Success);
    }

    /// <summary>Changes a shop and shows it.</summary>
    /// <param name="shown">A new secret, which is shown this once; null for none.</param>
    public static Task<int> ChangeAsync(
        VerbContext context, ChannelFile file, string platform, string shop, string? shown,
        Func<HookChannel, HookChannel> change)
    {
        var channels = file.Read();
        var before = Find(channels, platform, shop);
        var after = change(before);
        file.Write(channels.Replace(before, after));
        return DoneAsync(context, after, shown, "is changed. It delivers to");
    }

    /// <summary>The shop of this name.</summary>
    /// <exception cref="UserFailureException">There is none.</exception>
    public static HookChannel Find(ImmutableArray<HookChannel> channels, string platform, string shop) =>
        channels.FirstOrDefault(channel => channel.Platform == platform && channel.Shop == shop)
        ?? throw new UserFailureException($"There is no channel {platform}/{shop}. See `o2c channels list`.");

    private static void Check(HookChannel channel, ImmutableArray<HookChannel> channels)
    {
        try
        {
            if (MarketplaceFormat.Of(channel.Platform, channel.Shop, channel.TaxRate) is null)
            {
                throw new UserFailureException(
                    $"PLATFORM '{channel.Platform}': expected one of {string.Join(", ", MarketplaceFormat.Names)}.");
            }
        }
        catch (ArgumentException exception)
        {
            throw new UserFailureException(exception.Message);
        }

        // Orders are known by shop and number: two platforms in one shop would write over each other's.
        if (channels.FirstOrDefault(known => known.Shop == channel.Shop) is { } other)
        {
            throw new UserFailureException(
                $"There is a shop '{channel.Shop}' already, of {other.Platform}: every shop has a name of its own, "
                + "since its orders are known by it. See `o2c channels list`.");
        }

        if (channel.VerificationToken is { Length: < MinVerificationToken or > MaxVerificationToken })
        {
            throw new UserFailureException(
                $"--verification-token: expected {MinVerificationToken} to {MaxVerificationToken} characters, as eBay "
                + "does.");
        }

        if ((channel.VerificationToken is null) != (channel.Endpoint is null))
        {
            throw new UserFailureException(
                "eBay's question is answered from both: say --verification-token and --endpoint, or neither.");
        }
    }

    private static Task<int> DoneAsync(VerbContext context, HookChannel channel, string? shown, string what)
    {
        if (context.Output.IsJson)
        {
            var result = ChannelViews.Of(channel);
            if (shown is not null)
                result["secret"] = JsonValue.Create(shown);
            context.Output.Document(result);
            return Task.FromResult(ExitCode.Success);
        }

        if (shown is not null)
            context.Output.Line(shown);
        context.Output.Note(
            $"o2c: {channel.Platform}/{channel.Shop} {what} /hooks/{channel.Platform}/{channel.Shop}. Running servers "
            + "notice within a second." + (shown is null ? "" : " This is its secret; it is not shown again."));
        return Task.FromResult(ExitCode.Success);
    }
}
