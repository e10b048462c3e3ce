using OrderToCash.Domain.Values;

namespace OrderToCash.Adapters.Banks;

/// <summary>Reads the charges of an entry or a transaction. They are told along: nothing is refused for them.</summary>
/// <remarks>
/// Source: ISO 20022 camt.053, Charges: up to version 02 each has an amount of its own, from 04 on they are records
/// (<c>Rcrd</c>) below a total (<c>TtlChrgsAndTaxAmt</c>).
/// </remarks>
internal sealed class CamtCharges(CamtXml xml, Currency? own)
{
    private long? _totalMinor;

    /// <summary>The sum of two; null where neither is known.</summary>
    public static long? Add(long? one, long? other) => one is null ? other : one + (other ?? 0);

    /// <summary>
    /// The parser stands on their first tag. Positive where they were taken; null where none is in the account's
    /// currency.
    /// </summary>
    public long? Read()
    {
        var recorded = ReadRecord();
        return recorded ?? _totalMinor;
    }

    private long? ReadRecord()
    {
        long? minor = null;
        long? inside = null;
        var isCredit = false;
        var depth = xml.Enter();
        while (xml.Next(depth))
        {
            switch (xml.Name)
            {
                case "Amt":
                    minor = ReadAmount();
                    break;
                case "TtlChrgsAndTaxAmt":
                    _totalMinor = ReadAmount();
                    break;
                case "CdtDbtInd":
                    isCredit = xml.Token() is "CRDT";
                    break;
                case "Rcrd":
                    inside = Add(inside, ReadRecord());
                    break;
                default:
                    break;
            }
        }

        return Add(inside, isCredit ? -minor : minor);
    }

    private long? ReadAmount() =>
        own is { } currency && (xml.Attribute("Ccy") ?? currency.Code) == currency.Code
            ? CamtAmount.Parse(xml.Token(), currency)
            : null;
}
