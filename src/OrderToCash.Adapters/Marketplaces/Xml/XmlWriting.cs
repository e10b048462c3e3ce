using System.Xml;

namespace OrderToCash.Adapters.Marketplaces.Xml;

/// <summary>Writes a part of a document as a document of its own, so that it can be translated again alone.</summary>
internal static class XmlWriting
{
    public static byte[] ToBytes(XmlPart part)
    {
        var bytes = new MemoryStream();
        using (var writer = XmlWriter.Create(bytes, new XmlWriterSettings { OmitXmlDeclaration = true }))
            Write(writer, part);
        return bytes.ToArray();
    }

    private static void Write(XmlWriter writer, XmlPart part)
    {
        writer.WriteStartElement(part.Name);
        foreach (var (name, value) in part.Attributes)
            writer.WriteAttributeString(name, value);
        if (part.Text is { } text)
            writer.WriteString(text);
        foreach (var child in part.Children)
            Write(writer, child);
        writer.WriteEndElement();
    }
}
