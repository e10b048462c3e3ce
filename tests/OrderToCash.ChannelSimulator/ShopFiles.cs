namespace OrderToCash.ChannelSimulator;

/// <summary>What a person says of the shop. Secrets come as files, never as arguments.</summary>
internal static class ShopFiles
{
    /// <summary>An address of the web.</summary>
    /// <exception cref="InvalidDataException">It is none.</exception>
    public static Uri Address(string text) => Uri.TryCreate(text, UriKind.Absolute, out var address)
        && (address.Scheme == Uri.UriSchemeHttp || address.Scheme == Uri.UriSchemeHttps)
        ? address
        : throw new InvalidDataException($"'{text}' is no address: expected http://HOST:PORT.");

    /// <summary>The first line of a file.</summary>
    /// <exception cref="InvalidDataException">It is empty.</exception>
    public static string FirstLine(string file) => File.ReadLines(file).FirstOrDefault()?.Trim() is { Length: > 0 } line
        ? line
        : throw new InvalidDataException($"the first line of {file} is empty, expected a secret.");

    /// <summary>What lets into the API. A file that is missing is written with what the shop takes.</summary>
    public static (string Key, string Secret) Credentials(string platform, string? file)
    {
        var usual = new ShopOptions(platform);
        var isShopify = platform == ShopOptions.Shopify;
        if (file is null)
            return (usual.Key, usual.Secret);
        if (!File.Exists(file))
            File.WriteAllText(file, isShopify ? usual.Secret + "\n" : $"{usual.Key}\n{usual.Secret}\n");
        var lines = File.ReadLines(file).Take(2).Select(line => line.Trim()).ToArray();
        return isShopify && lines is [{ Length: > 0 }, ..]
            ? (usual.Key, lines[0])
            : !isShopify && lines is [{ Length: > 0 }, { Length: > 0 }]
                ? (lines[0], lines[1])
                : throw new InvalidDataException(
                    $"{file}: expected " + (isShopify ? "a token on the first line." : "key and secret on two lines."));
    }
}
