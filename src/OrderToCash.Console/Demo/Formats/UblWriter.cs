using System.Xml;

namespace OrderToCash.Console.Demo.Formats;

/// <summary>Writes a UBL document: parts that hold others, values, and amounts in euros.</summary>
internal sealed class UblWriter(XmlWriter xml)
{
    private string _parts = "";
    private string _values = "";

    /// <summary>Begins the document.</summary>
    public void Root(string name, string space, string parts, string values)
    {
        (_parts, _values) = (parts, values);
        xml.WriteStartElement(name, space);
        xml.WriteAttributeString("xmlns", "cac", null, parts);
        xml.WriteAttributeString("xmlns", "cbc", null, values);
    }

    /// <summary>Begins a part, which ends where it is disposed of.</summary>
    public PartEnd Part(string name)
    {
        xml.WriteStartElement("cac", name, _parts);
        return new PartEnd(xml);
    }

    /// <summary>Writes a value, with an attribute where one is given.</summary>
    public void Value(string name, string text, string? attribute = null, string? attributeText = null)
    {
        xml.WriteStartElement("cbc", name, _values);
        if (attribute is not null)
            xml.WriteAttributeString(attribute, attributeText);
        xml.WriteString(text);
        xml.WriteEndElement();
    }

    /// <summary>Writes an amount.</summary>
    public void Amount(string name, long cents) => Value(name, DemoOrder.Text(cents), "currencyID", "EUR");

    /// <summary>The end of a part.</summary>
    internal readonly struct PartEnd(XmlWriter xml) : IDisposable
    {
        /// <inheritdoc/>
        public void Dispose() => xml.WriteEndElement();
    }
}
