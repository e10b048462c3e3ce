using System.Globalization;

namespace OrderToCash.Adapters.Banks;

/// <summary>Goes from statement to statement through a message; decides by content what it is.</summary>
internal sealed class CamtDocument(CamtXml xml)
{
    private const string Family = "camt.05";
    private const string Variant = ".001.";
    private const int MaxVersion = 13;

    private string? _root;
    private CamtKind? _kind;
    private int _statementCount;

    /// <summary>What the message is; known once it has a statement.</summary>
    public CamtKind Kind => _kind ?? CamtKind.Statement;

    /// <summary>Moves the parser to the first tag of the next statement, report or notification; false at the end of a
    /// message that had one.</summary>
    /// <exception cref="BankRefusedException">It is another message, or one without any statement.</exception>
    public bool NextStatement()
    {
        while (xml.NextElement())
        {
            _root ??= xml.Name;
            switch (xml.Name)
            {
                case "Stmt" when _kind == CamtKind.Statement:
                case "Rpt" when _kind == CamtKind.Report:
                case "Ntfctn" when _kind == CamtKind.Notification:
                    _statementCount++;
                    return true;
                case "BkToCstmrStmt" or "BkToCstmrStmtV01":
                    Enter(CamtKind.Statement);
                    break;
                case "BkToCstmrAcctRpt" or "BkToCstmrAcctRptV01":
                    Enter(CamtKind.Report);
                    break;
                case "BkToCstmrDbtCdtNtfctn" or "BkToCstmrDbtCdtNtfctnV01":
                    Enter(CamtKind.Notification);
                    break;
                case "Document":
                    RefuseOther(xml.Namespace);
                    break;
                default:
                    break;
            }
        }

        if (_statementCount > 0)
            return false;

        throw _kind is { } kind
            ? new BankRefusedException(
                "no-statement", $"camt.0{(int)kind}", "nothing in the message", "at least one statement")
            : new BankRefusedException(
                "not-camt", "file", $"XML with the root {_root}",
                "BkToCstmrStmt, BkToCstmrAcctRpt or BkToCstmrDbtCdtNtfctn in a Document of camt.053, .052 or .054");
    }

    private void Enter(CamtKind kind)
    {
        RefuseOther(xml.Namespace);
        _kind = kind;
    }

    // A message without a namespace is told by its elements' names alone.
    private void RefuseOther(string messageNamespace)
    {
        if (messageNamespace.Length == 0)
            return;

        var name = messageNamespace[(messageNamespace.LastIndexOf(':') + 1)..];
        var isRead = name.StartsWith(Family, StringComparison.Ordinal) && name.Length > Family.Length
            && name[Family.Length] is '2' or '3' or '4'
            && name.AsSpan(Family.Length + 1).StartsWith(Variant, StringComparison.Ordinal);
        if (!isRead)
        {
            throw new BankRefusedException(
                "wrong-message", $"line {xml.Line}, {xml.Name}", name,
                "camt.053 (statement), camt.052 (report) or camt.054 (notification)");
        }

        var version = name.AsSpan(Family.Length + 1 + Variant.Length);
        if (!int.TryParse(version, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            || number is 0 or > MaxVersion)
        {
            throw new BankRefusedException(
                "unsupported-version", $"line {xml.Line}, {xml.Name}", name, $"version 01 to {MaxVersion}",
                "Ask the bank for version 02 or 08.");
        }
    }
}
