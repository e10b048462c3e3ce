
namespace OrderToCash.Adapters.Banks;

/// <summary>Reads field 86 in whatever dialect it is: numbered subfields (Germany, Poland), names between slashes
/// (Netherlands), labels, or free text.</summary>
internal sealed class Mt940DetailsReader
{
    private readonly Mt940Encoding _encoding;
    private readonly Mt940Segments _whole = new();
    private readonly Mt940Segments _purpose = new();
    private readonly Mt940Details _details = new();
    private readonly Mt940Subfields _subfields;
    private readonly Mt940Labels _labels;

    /// <summary>Reads bytes in this encoding.</summary>
    public Mt940DetailsReader(Mt940Encoding encoding)
    {
        _encoding = encoding;
        _subfields = new Mt940Subfields(_whole, _details);
        _labels = new Mt940Labels(_whole, _purpose, _details);
    }

    /// <summary>What an entry's details say; until the next are read.</summary>
    public Mt940Details Read(Mt940Bytes bytes)
    {
        _details.Clear();
        _whole.Decode(bytes, _encoding);
        var isRead = _subfields.TryRead() || Mt940Slashes.TryRead(_whole, _purpose, _details);
        if (!isRead)
            _labels.Read();
        return _details;
    }
}
