using System.Text;
using Microsoft.AspNetCore.Http;

namespace OrderToCash.ChannelSimulator.Api;

/// <summary>What lets somebody into the API, as each platform asks for it.</summary>
internal static class Credentials
{
    /// <summary>True where a request has the right ones.</summary>
    public static bool Fit(ShopOptions options, IHeaderDictionary headers)
    {
        if (options.Platform == ShopOptions.Shopify)
            return headers["X-Shopify-Access-Token"] == options.Secret;
        var pair = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{options.Key}:{options.Secret}"));
        return headers.Authorization == "Basic " + pair;
    }

    /// <summary>What is answered to others.</summary>
    public static string Refusal(string platform) => platform == ShopOptions.Shopify
        ? """{"errors":"[API] Invalid API key or access token (unrecognized login or wrong password)"}"""
        : """
          {"code":"woocommerce_rest_cannot_view","message":"Sorry, you cannot list resources.","data":{"status":401}}
          """;
}
