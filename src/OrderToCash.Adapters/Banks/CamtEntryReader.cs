namespace OrderToCash.Adapters.Banks;

/// <summary>Reads an entry and its details; what is wrong is noted at the statement.</summary>
internal sealed class CamtEntryReader(CamtXml xml, CamtStatementReader statement, bool keepDetails)
{
    private readonly CamtDetailReader _details = new(xml, statement, keepDetails);

    /// <summary>The parser stands on the entry's first tag.</summary>
    /// <param name="number">1 for the statement's first.</param>
    public CamtEntry Read(int number)
    {
        var entry = new CamtEntry { Number = number, Line = xml.Line };
        statement.EntryNumber = number;
        var depth = xml.Enter();
        while (xml.Next(depth))
            ReadPart(entry);

        if (entry.AmountMinor is null)
            statement.Refuse("missing-amount", entry.Line, "Amt", "nothing", "the entry's amount");
        if (entry.Direction == 0)
            statement.Refuse("missing-direction", entry.Line, "CdtDbtInd", "nothing", "CRDT or DBIT");
        statement.EntryNumber = 0;
        return entry;
    }

    private void ReadPart(CamtEntry entry)
    {
        switch (xml.Name)
        {
            case "Amt":
                entry.AmountMinor = statement.ReadAmount("Amt");
                break;
            case "CdtDbtInd":
                entry.Direction = statement.ReadDirection("CdtDbtInd");
                break;
            case "RvslInd":
                entry.IsReversal = xml.Token() is "true" or "1";
                break;
            case "Sts":
                ReadStatus(entry);
                break;
            case "BookgDt":
                entry.BookingDate = statement.ReadDate("BookgDt");
                break;
            case "ValDt":
                entry.ValueDate = statement.ReadDate("ValDt");
                break;
            case "AcctSvcrRef":
                entry.Reference = CamtDetailReader.Known(xml.Token());
                break;
            case "BkTxCd" when keepDetails:
                entry.Code = _details.ReadCode();
                break;
            case "AddtlNtryInf" when keepDetails:
                entry.AdditionalText = CamtDetailReader.Known(xml.Token());
                break;
            case "Chrgs" when keepDetails:
                entry.ChargesMinor = CamtCharges.Add(entry.ChargesMinor, _details.ReadCharges());
                break;
            case "NtryDtls":
                ReadDetails(entry);
                break;
            case "TxDtls": // Version 01 has the details in the entry itself.
                Add(entry, _details.Read(entry));
                break;
            case "Btch":
                entry.BatchId = CamtDetailReader.Known(xml.Find("PmtInfId"));
                break;
            default:
                break;
        }
    }

    private void ReadStatus(CamtEntry entry)
    {
        var line = xml.Line;
        switch (xml.Token())
        {
            case "BOOK":
                break;
            case "PDNG" or "FUTR":
                entry.IsBooked = false;
                entry.IsPending = true;
                break;
            case "INFO":
                entry.IsBooked = false;
                break;
            case var other:
                statement.Refuse(
                    "unknown-status", line, "Sts", $"\"{other}\"", "BOOK, PDNG, INFO or FUTR");
                break;
        }
    }

    private void ReadDetails(CamtEntry entry)
    {
        var line = xml.Line;
        var before = entry.DetailCount;
        long? batchTotal = null;
        var batchCount = "";
        Int128 sum = 0;
        var depth = xml.Enter();
        while (xml.Next(depth))
        {
            if (xml.Name == "TxDtls")
            {
                var detail = _details.Read(entry);
                Add(entry, detail);
                var direction = detail.Direction == 0 ? entry.Direction : detail.Direction;
                sum += detail.AmountMinor.GetValueOrDefault() * direction;
            }
            else if (xml.Name == "Btch")
            {
                (batchTotal, batchCount) = ReadBatch(entry);
            }
        }

        var count = entry.DetailCount - before;
        // A batch of 86 with one detail is a total without details: banks send those, and the entry is booked as one.
        if (batchTotal is not { } total || count == 0 || !entry.HasAllDetailAmounts || !entry.IsBooked
            || (batchCount.Length > 0 && batchCount.TrimStart('0') != count.ToString()) || Int128.Abs(sum) == total)
        {
            return;
        }

        if (statement.Statement.Currency is { } currency)
        {
            statement.Refuse(
                "batch-total-differs", line, "NtryDtls/Btch/TtlAmt", CamtAmount.Format(total, currency),
                $"{CamtAmount.Format(Int128.Abs(sum), currency)}, the sum of its {count} transactions");
        }
    }

    private (long? Total, string Count) ReadBatch(CamtEntry entry)
    {
        long? total = null;
        var count = "";
        var depth = xml.Enter();
        while (xml.Next(depth))
        {
            if (xml.Name == "PmtInfId")
                entry.BatchId = CamtDetailReader.Known(xml.Token());
            else if (xml.Name == "NbOfTxs")
                count = new string(xml.Token());
            else if (xml.Name == "TtlAmt" && _details.IsOwnCurrency())
                total = statement.ReadAmount("NtryDtls/Btch/TtlAmt");
        }

        return (total, count);
    }

    private void Add(CamtEntry entry, CamtDetail detail)
    {
        entry.DetailCount++;
        if (detail.AmountMinor is not { } amount)
            entry.HasAllDetailAmounts = false;
        else if (detail.Direction == 0)
            entry.UnsignedDetailsMinor += amount;
        else
            entry.SignedDetailsMinor += (Int128)amount * detail.Direction;

        if (keepDetails)
            entry.Details.Add(detail);
    }
}
