using System.Globalization;

namespace OrderToCash.Adapters.Banks;

/// <summary>Goes from statement to statement through a message; decides by content whether it is a camt.053 at
/// all.</summary>
internal sealed class CamtDocument(CamtXml xml)
{
    private const string Family = "camt.053.001.";
    private const int MaxVersion = 13;

    private string? _root;
    private bool _isStatementMessage;
    private int _statementCount;

    /// <summary>Moves the parser to the first tag of the next statement; false at the end of a message that had
    /// one.</summary>
    /// <exception cref="BankRefusedException">It is another message, or one without any statement.</exception>
    public bool NextStatement()
    {
        while (xml.NextElement())
        {
            _root ??= xml.Name;
            switch (xml.Name)
            {
                case "Stmt" when _isStatementMessage:
                    _statementCount++;
                    return true;
                case "BkToCstmrStmt" or "BkToCstmrStmtV01":
                    RefuseOther(xml.Namespace);
                    _isStatementMessage = true;
                    break;
                case "Document":
                    RefuseOther(xml.Namespace);
                    break;
                case "BkToCstmrAcctRpt" or "BkToCstmrAcctRptV01":
                    Refuse("camt.052");
                    break;
                case "BkToCstmrDbtCdtNtfctn" or "BkToCstmrDbtCdtNtfctnV01":
                    Refuse("camt.054");
                    break;
                default:
                    break;
            }
        }

        if (_statementCount > 0)
            return false;

        throw _isStatementMessage
            ? new BankRefusedException("no-statement", "BkToCstmrStmt", "no Stmt", "at least one statement")
            : new BankRefusedException(
                "not-camt053", "file", $"XML with the root {_root}",
                "BkToCstmrStmt in a Document of camt.053.001.02 or .08");
    }

    // A message without a namespace is told by its elements' names alone.
    private void RefuseOther(string messageNamespace)
    {
        if (messageNamespace.Length == 0)
            return;

        var family = messageNamespace.LastIndexOf(Family, StringComparison.Ordinal);
        if (family < 0)
            Refuse(messageNamespace[(messageNamespace.LastIndexOf(':') + 1)..]);

        var version = messageNamespace.AsSpan(family + Family.Length);
        if (!int.TryParse(version, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            || number is 0 or > MaxVersion)
        {
            throw new BankRefusedException(
                "unsupported-version", $"line {xml.Line}, {xml.Name}", Family + version.ToString(),
                $"{Family}01 to {Family}{MaxVersion}",
                "Ask the bank for version 02 or 08.");
        }
    }

    private void Refuse(string found)
    {
        var advice = found.StartsWith("camt.052", StringComparison.Ordinal)
            ? "An intraday report is provisional: the day's camt.053 books the same entries."
            : found.StartsWith("camt.054", StringComparison.Ordinal)
                ? "A notification books nothing: the day's camt.053 has the entries."
                : null;
        throw new BankRefusedException(
            "wrong-message", $"line {xml.Line}, {xml.Name}", found, "camt.053 (bank-to-customer statement)", advice);
    }
}
