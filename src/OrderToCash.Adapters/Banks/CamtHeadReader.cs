using System.Globalization;

namespace OrderToCash.Adapters.Banks;

/// <summary>Reads what a statement says besides its entries: account, period, balances, totals.</summary>
internal sealed class CamtHeadReader(CamtXml xml, CamtStatementReader statement)
{
    /// <summary>The parser stands on a child of the statement that is no entry.</summary>
    public void Read()
    {
        switch (xml.Name)
        {
            case "ElctrncSeqNb":
                statement.Statement.SequenceNumber = new string(xml.Token());
                break;
            case "LglSeqNb":
                statement.Statement.LegalSequenceNumber = new string(xml.Token());
                break;
            case "CreDtTm":
                // Told along: nothing is refused for it.
                statement.Statement.CreationDate = CamtDate.Parse(xml.Token());
                break;
            case "FrToDt":
                ReadPeriod();
                break;
            case "StmtPgntn":
                ReadPage();
                break;
            case "Acct":
                ReadOwnAccount();
                break;
            case "Bal":
                ReadBalance();
                break;
            case "TxsSummry":
                ReadTotals();
                break;
            default:
                break;
        }
    }

    private void ReadPeriod()
    {
        var depth = xml.Enter();
        while (xml.Next(depth))
        {
            if (xml.Name is "FrDtTm" or "FrDt")
                statement.Statement.FromDate = statement.ReadDate("FrToDt/" + xml.Name);
            else if (xml.Name is "ToDtTm" or "ToDt")
                statement.Statement.ToDate = statement.ReadDate("FrToDt/" + xml.Name);
        }
    }

    private void ReadPage()
    {
        var page = "";
        var isLast = true;
        var depth = xml.Enter();
        while (xml.Next(depth))
        {
            if (xml.Name == "PgNb")
                page = new string(xml.Token());
            else if (xml.Name == "LastPgInd")
                isLast = xml.Token() is "true" or "1";
        }

        statement.Statement.Page = isLast && page.TrimStart('0') is "" or "1" ? null : page;
    }

    private void ReadOwnAccount()
    {
        var depth = xml.Enter();
        while (xml.Next(depth))
        {
            if (xml.Name == "Id")
                statement.Statement.Account = statement.ReadAccountId();
            else if (xml.Name == "Ccy")
                statement.TakeCurrency(new string(xml.Token()), xml.Line, "Acct/Ccy");
            else if (xml.Name == "Ownr")
                statement.Statement.OwnerName = xml.Find("Nm");
        }
    }

    private void ReadBalance()
    {
        var line = xml.Line;
        var kind = "";
        long? amount = null;
        var direction = 0;
        DateOnly? date = null;
        var depth = xml.Enter();
        while (xml.Next(depth))
        {
            if (xml.Name == "Tp")
                kind = xml.Find("Cd");
            else if (kind is not ("OPBD" or "PRCD" or "CLBD" or "ITBD"))
                continue; // Available and forward balances may be in another currency; they aren't checked.
            else if (xml.Name == "Amt")
                amount = statement.ReadAmount($"Bal[{kind}]/Amt");
            else if (xml.Name == "CdtDbtInd")
                direction = statement.ReadDirection($"Bal[{kind}]/CdtDbtInd");
            else if (xml.Name == "Dt")
                date = statement.ReadDate($"Bal[{kind}]/Dt");
        }

        if (amount is { } minor)
            statement.Statement.Balances.Add(new CamtBalance(kind, minor, direction, date, line));
    }

    private void ReadTotals()
    {
        var depth = xml.Enter();
        while (xml.Next(depth))
        {
            if (xml.Name is "TtlNtries" or "TtlCdtNtries" or "TtlDbtNtries")
                statement.Statement.Totals.Add(ReadTotal(xml.Name));
        }
    }

    private CamtTotal ReadTotal(string name)
    {
        var line = xml.Line;
        long? count = null;
        long? sum = null;
        var depth = xml.Enter();
        while (xml.Next(depth))
        {
            if (xml.Name == "NbOfNtries")
                count = ReadCount($"TxsSummry/{name}/NbOfNtries");
            else if (xml.Name == "Sum")
                sum = statement.ReadAmount($"TxsSummry/{name}/Sum");
        }

        return new CamtTotal(name, count, sum, line);
    }

    private long? ReadCount(string path)
    {
        var line = xml.Line;
        var text = xml.Token();
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count))
            return count;

        statement.Refuse("malformed-number", line, path, $"\"{text}\"", "a number of entries");
        return null;
    }
}
