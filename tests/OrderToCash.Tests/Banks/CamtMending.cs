using System.Globalization;
using System.Xml;
using System.Xml.Linq;

namespace OrderToCash.Tests.Banks;

/// <summary>Gives statements that other projects cut out of larger ones balances that agree.</summary>
internal static class CamtMending
{
    /// <summary>The file with agreeing balances and without totals; null where it is no statement.</summary>
    public static string? Mend(string path)
    {
        XDocument document;
        try
        {
            document = XDocument.Load(path);
        }
        catch (XmlException)
        {
            return null;
        }

        var statements = Children(document, "Stmt", "Rpt", "Ntfctn").ToList();
        foreach (var statement in statements)
            Mend(statement);
        return statements.Count == 0 ? null : document.ToString(SaveOptions.DisableFormatting);
    }

    private static void Mend(XElement statement)
    {
        Children(statement, "Bal", "TxsSummry", "TtlAmt").ToList().ForEach(static x => x.Remove());
        var entries = statement.Elements().Where(static x => x.Name.LocalName == "Ntry").ToList();
        var currency = entries.Count == 0
            ? "EUR"
            : (string?)Child(entries[0], "Amt")?.Attribute("Ccy") ?? "EUR";
        var sum = entries.Where(static x => (Child(x, "Sts")?.Value ?? "BOOK") == "BOOK").Sum(static x =>
            decimal.Parse(Child(x, "Amt")?.Value ?? "", CultureInfo.InvariantCulture)
            * (Child(x, "CdtDbtInd")?.Value == "DBIT" ? -1 : 1));
        foreach (var own in Children(statement, "Ccy").Where(static x => x.Parent?.Name.LocalName == "Acct"))
            own.Value = currency;
        if (statement.Name.LocalName != "Stmt")
            return;
        statement.Add(Balance(statement.Name.Namespace, "OPBD", 0, currency));
        statement.Add(Balance(statement.Name.Namespace, "CLBD", sum, currency));
    }

    private static XElement Balance(XNamespace space, string kind, decimal amount, string currency) => new(
        space + "Bal",
        new XElement(space + "Tp", new XElement(space + "CdOrPrtry", new XElement(space + "Cd", kind))),
        new XElement(
            space + "Amt", new XAttribute("Ccy", currency), Math.Abs(amount).ToString(CultureInfo.InvariantCulture)),
        new XElement(space + "CdtDbtInd", amount < 0 ? "DBIT" : "CRDT"),
        new XElement(space + "Dt", new XElement(space + "Dt", "2014-12-31")));

    private static XElement? Child(XElement element, string name) =>
        element.Elements().FirstOrDefault(x => x.Name.LocalName == name);

    private static IEnumerable<XElement> Children(XContainer container, params string[] names) =>
        container.Descendants().Where(x => names.Contains(x.Name.LocalName));
}
