namespace OrderToCash.Adapters.Banks;

/// <summary>Field 86 with names between slashes: <c>/EREF/.../ORDP//NAME/.../REMI/...</c>, as Dutch banks write
/// it.</summary>
/// <remarks>Source: the MT940 structured formats of ABN AMRO, ING and Rabobank. Values have slashes too, so only known
/// names part them.</remarks>
internal static class Mt940Slashes
{
    private const int MaxKeyLength = 9;

    /// <summary>Fills the details; false where the text does not begin like that, and nothing is filled.</summary>
    /// <param name="purpose">Used for the purpose, to save memory.</param>
    public static bool TryRead(Mt940Segments whole, Mt940Segments purpose, Mt940Details details)
    {
        var text = whole.Span;
        var at = text.Length - text.TrimStart(' ').Length;
        if (KeyAt(text, at).IsEmpty)
            return false;

        purpose.Clear();
        var isUltimate = false;
        while (at < text.Length)
        {
            var key = KeyAt(text, at);
            var start = at + key.Length + 2;
            at += key.Length + 1;
            while (at < text.Length && KeyAt(text, at).IsEmpty)
                at++;
            isUltimate = key switch
            {
                "ULTD" or "ULTC" or "ULTB" => true,
                "ORDP" or "BENM" => false,
                _ => isUltimate,
            };
            if (start >= at)
                continue;
            if (key is "REMI" or "USTD")
                AppendPurpose(purpose, whole, start, at);
            else
                Take(key, text[start..at], isUltimate, details);
        }

        (details.Text, details.TextBreaks) = purpose.Take();
        return true;
    }

    private static void AppendPurpose(Mt940Segments purpose, Mt940Segments whole, int start, int end)
    {
        while (start < end && whole.Span[start] == '/')
            start++;
        while (end > start && whole.Span[end - 1] == '/')
            end--;
        purpose.Append(whole, start, end);
    }

    private static ReadOnlySpan<char> KeyAt(ReadOnlySpan<char> text, int at)
    {
        if (at >= text.Length || text[at] != '/')
            return default;
        var rest = text.Slice(at + 1, Math.Min(MaxKeyLength + 1, text.Length - at - 1));
        var end = rest.IndexOf('/');
        if (end < 2)
            return default;
        var key = rest[..end];
        return key is "TRTP" or "IBAN" or "BIC" or "NAME" or "REMI" or "EREF" or "ORDP" or "BENM" or "ISDT" or "ADDR"
            or "MARF" or "CSID" or "CNTP" or "PREF" or "PURP" or "ULTC" or "ULTD" or "ULTB" or "ID" or "RTRN"
            or "USTD" or "STRD" or "CDTRREFTP" or "CDTRREF" or "CD" or "ISSR" or "ACCW" or "TRCD" or "SVCL" or "SUM"
            or "OCMT" or "CHGS" or "EXCH" or "IREF"
            ? key
            : default;
    }

    private static void Take(ReadOnlySpan<char> key, ReadOnlySpan<char> value, bool isUltimate, Mt940Details details)
    {
        var plain = value.Trim('/');
        switch (key)
        {
            case "EREF":
                details.EndToEndId ??= Mt940Details.Id(plain);
                break;
            case "MARF":
                details.MandateId ??= Mt940Details.Id(plain);
                break;
            case "PREF":
                details.BatchId ??= Mt940Details.Id(plain);
                break;
            case "NAME" when isUltimate:
                details.UltimateOriginator ??= Mt940Details.Words(plain);
                break;
            case "NAME":
                details.Name ??= Mt940Details.Words(plain);
                break;
            case "IBAN":
                details.Account ??= Mt940Details.Number(plain);
                break;
            case "BIC":
                details.Bank ??= Mt940Details.Number(plain);
                break;
            case "ACCW":
                TakeAccountWithBank(plain, details);
                break;
            case "CNTP":
                TakeCounterparty(value, details);
                break;
            case "CDTRREF":
                details.StructuredReference ??= Mt940Details.Number(plain);
                break;
            case "STRD":
                // `CUR/9150000000000000`: who issued it, and the reference.
                details.StructuredReference ??= Mt940Details.Number(plain[(plain.LastIndexOf('/') + 1)..]);
                break;
            case "RTRN":
                details.ReturnReason ??= Mt940Details.Id(plain);
                break;
            case "TRTP":
                details.PostingText ??= Mt940Codes.Posting(plain.Trim(' '));
                break;
            default:
                break;
        }
    }

    // `NL54INGB0006752576,INGBNL2A`.
    private static void TakeAccountWithBank(ReadOnlySpan<char> value, Mt940Details details)
    {
        var comma = value.IndexOf(',');
        details.Account ??= Mt940Details.Number(comma < 0 ? value : value[..comma]);
    }

    // `NL88INGB0999999999/INGBNL2A/RAAMEN NV/AMSTERDAM/`.
    private static void TakeCounterparty(ReadOnlySpan<char> value, Mt940Details details)
    {
        Span<Range> parts = stackalloc Range[5];
        var count = value.Split(parts, '/');
        details.Account ??= Mt940Details.Number(value[parts[0]]);
        if (count > 1)
            details.Bank ??= Mt940Details.Number(value[parts[1]]);
        if (count > 2)
            details.Name ??= Mt940Details.Words(value[parts[2]]);
    }
}
