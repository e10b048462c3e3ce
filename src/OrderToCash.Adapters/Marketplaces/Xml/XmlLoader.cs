using System.Text;
using System.Xml;
using OrderToCash.Application.Pipelines;

namespace OrderToCash.Adapters.Marketplaces.Xml;

/// <summary>Loads XML without document types, entities and anything from outside, to a bounded depth.</summary>
internal static class XmlLoader
{
    private static readonly XmlReaderSettings Settings = new()
    {
        DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, IgnoreComments = true,
        IgnoreProcessingInstructions = true, MaxCharactersInDocument = MarketplaceTranslator.MaxBytes,
    };

    /// <summary>
    /// cXML documents name their document type; it is passed over, never loaded, and may define nothing.
    /// </summary>
    private static readonly XmlReaderSettings IgnoringSettings = new()
    {
        DtdProcessing = DtdProcessing.Ignore, XmlResolver = null, IgnoreComments = true,
        IgnoreProcessingInstructions = true, MaxCharactersInDocument = MarketplaceTranslator.MaxBytes,
        MaxCharactersFromEntities = 1,
    };

    /// <summary>The root element.</summary>
    /// <exception cref="XmlException">It is no XML, or is not allowed.</exception>
    public static XmlPart Load(ReadOnlyMemory<byte> document)
    {
        var stream = new MemoryStream(document.ToArray(), writable: false);
        var isCxml = NamesCxmlType(document.Span);
        using var reader = XmlReader.Create(stream, isCxml ? IgnoringSettings : Settings);
        XmlPart? root = null, part = null;
        try
        {
            while (reader.Read())
                (root, part) = Take(reader, root, part);
        }
        catch (ArgumentException exception)
        {
            // An encoding that is named but isn't one.
            throw new XmlException(exception.Message, exception);
        }

        return root ?? throw new XmlException("There is no element.");
    }

    /// <summary>What an exception says, as a refusal.</summary>
    public static Rejection Malformed(XmlException exception)
    {
        var isType = exception.Message.Contains("DTD", StringComparison.Ordinal)
            || exception.Message.Contains("entity", StringComparison.OrdinalIgnoreCase);
        return new Rejection(
            isType ? "forbidden-xml" : "malformed-xml", $"line {exception.LineNumber}, column {exception.LinePosition}",
            isType ? "a document type or an entity" : exception.Message,
            isType ? "XML without document type and entities of its own" : "one XML document");
    }

    private static (XmlPart? Root, XmlPart? Part) Take(XmlReader reader, XmlPart? root, XmlPart? part)
    {
        switch (reader.NodeType)
        {
            case XmlNodeType.Element:
                if (reader.Depth >= MarketplaceTranslator.MaxDepth)
                    throw new XmlException($"Elements nest more than {MarketplaceTranslator.MaxDepth} deep.");
                var line = (reader as IXmlLineInfo)?.LineNumber ?? 0;
                var element = new XmlPart(reader.LocalName, part, line);
                part?.Add(element);
                var isEmpty = reader.IsEmptyElement;
                while (reader.MoveToNextAttribute())
                {
                    if (reader.Prefix != "xmlns" && reader.Name != "xmlns")
                        element.AddAttribute(reader.LocalName, reader.Value);
                }

                return (root ?? element, isEmpty ? part : element);
            case XmlNodeType.EndElement:
                return (root, part?.Parent);
            case XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.SignificantWhitespace:
                part?.AddText(reader.Value);
                return (root, part);
            case XmlNodeType.EntityReference:
                throw new XmlException($"The entity {reader.Name} is not allowed.");
            default:
                return (root, part);
        }
    }

    /// <summary>A document type of cXML, without an internal subset, in the document's beginning.</summary>
    private static bool NamesCxmlType(ReadOnlySpan<byte> document)
    {
        var start = Encoding.Latin1.GetString(document[..Math.Min(document.Length, 1024)]);
        var at = start.IndexOf("<!DOCTYPE cXML", StringComparison.Ordinal);
        if (at < 0)
            return false;
        var end = start.IndexOf('>', at);
        return end > 0 && !start[at..end].Contains('[', StringComparison.Ordinal);
    }
}
