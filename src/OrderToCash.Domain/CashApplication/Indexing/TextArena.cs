using System.Text;
using System.Text.Unicode;
using OrderToCash.Domain.CashApplication.Images;

namespace OrderToCash.Domain.CashApplication.Indexing;

/// <summary>Short texts, one behind the other in large blocks: no object for each. At most 2 GB.</summary>
internal sealed class TextArena
{
    private const int BlockBits = 20;
    private const int BlockBytes = 1 << BlockBits;

    /// <summary>Longer texts are cut: no number or name comes near it.</summary>
    private const int MaxTextBytes = 255;

    private readonly List<byte[]> _blocks = [];
    private readonly byte[] _group = new byte[4 * (MaxTextBytes + 1)];
    private int _used = BlockBytes;

    /// <summary>Bytes held.</summary>
    public long Bytes => _blocks.Sum(static block => (long)block.Length);

    /// <summary>Keeps up to four texts side by side and returns the place of the first.</summary>
    public int Add(params ReadOnlySpan<string?> texts)
    {
        var length = 0;
        foreach (var text in texts)
        {
            var room = _group.AsSpan(length + 1, MaxTextBytes);
            var bytes = 0;
            if (text is not null)
                Utf8.FromUtf16(text, room, out _, out bytes);
            _group[length] = (byte)bytes;
            length += bytes + 1;
        }

        if (_used + length > BlockBytes)
        {
            _blocks.Add(new byte[BlockBytes]);
            _used = 0;
        }

        _group.AsSpan(0, length).CopyTo(_blocks[^1].AsSpan(_used));
        var place = ((_blocks.Count - 1) << BlockBits) + _used;
        _used += length;
        return place;
    }

    /// <summary>One of the texts kept side by side at a place, in UTF-8.</summary>
    public ReadOnlySpan<byte> Get(int place, int index = 0)
    {
        var block = _blocks[place >> BlockBits];
        var start = place & (BlockBytes - 1);
        while (index-- > 0)
            start += block[start] + 1;
        return block.AsSpan(start + 1, block[start]);
    }

    /// <summary>The same as a string.</summary>
    public string GetText(int place, int index = 0) => Encoding.UTF8.GetString(Get(place, index));

    /// <summary>Writes it down.</summary>
    public void WriteTo(ImageWriter image)
    {
        image.Int64(_blocks.Count);
        image.Int64(_used);
        for (var block = 0; block < _blocks.Count; block++)
        {
            var bytes = _blocks[block].AsSpan();
            image.Array<byte>(block == _blocks.Count - 1 && bytes.Length > 0 ? bytes[.._used] : bytes);
        }
    }

    /// <summary>Becomes what was written down.</summary>
    public void ReadFrom(ImageReader image)
    {
        _blocks.Clear();
        var count = image.Count();
        _used = image.Count();
        if (_used > BlockBytes)
            throw new ImageException($"texts of {_used} bytes in a block");
        for (var block = 0; block < count; block++)
        {
            // What was given up stays so.
            var bytes = image.Array<byte>(0, out var length);
            if (length > 0 && length < BlockBytes)
                Array.Resize(ref bytes, BlockBytes);
            _blocks.Add(bytes);
        }
    }

    /// <summary>Gives up the blocks before a place; nothing in them is asked for any more.</summary>
    public void ReleaseBefore(int place)
    {
        for (var block = (place >> BlockBits) - 1; block >= 0 && _blocks[block].Length > 0; block--)
            _blocks[block] = [];
    }
}
