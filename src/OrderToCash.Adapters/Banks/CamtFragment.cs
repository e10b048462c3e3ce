using System.Text;
using System.Text.RegularExpressions;

namespace OrderToCash.Adapters.Banks;

/// <summary>A statement without the message around it, as the quarantine keeps it.</summary>
internal static partial class CamtFragment
{
    /// <summary>The bytes of a message with this statement; other bytes as they are.</summary>
    public static byte[] Complete(ReadOnlyMemory<byte> raw)
    {
        var text = TextOf(raw.Span);
        var tag = text is null ? null : StartTag().Match(text);
        if (text is null || tag is not { Success: true })
            return raw.ToArray();

        var (message, family) = tag.Groups["name"].Value switch
        {
            "Rpt" => ("BkToCstmrAcctRpt", "camt.052"),
            "Ntfctn" => ("BkToCstmrDbtCdtNtfctn", "camt.054"),
            _ => ("BkToCstmrStmt", "camt.053"),
        };
        var prefix = tag.Groups["prefix"].Value;
        var declared = prefix.Length == 0 ? "xmlns" : $"xmlns:{prefix.TrimEnd(':')}";
        return Encoding.UTF8.GetBytes(
            $"<{prefix}Document {declared}=\"urn:iso:std:iso:20022:tech:xsd:{family}.001.08\"><{prefix}{message}>{text}"
            + $"</{prefix}{message}></{prefix}Document>");
    }

    // The declaration of the encoding is not in the fragment: what is no UTF-8 is taken for the encoding of most old
    // files.
    private static string? TextOf(ReadOnlySpan<byte> raw)
    {
        if (raw is [(byte)'<', 0, ..])
            return Encoding.Unicode.GetString(raw);
        if (raw is [0, (byte)'<', ..])
            return Encoding.BigEndianUnicode.GetString(raw);
        if (raw is not [(byte)'<', ..])
            return null;

        try
        {
            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(raw);
        }
        catch (DecoderFallbackException)
        {
            return Encoding.Latin1.GetString(raw);
        }
    }

    [GeneratedRegex(@"\A<(?<prefix>[\w.-]+:)?(?<name>Stmt|Rpt|Ntfctn)[\s>]")]
    private static partial Regex StartTag();
}
