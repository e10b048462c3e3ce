using OrderToCash.Domain.CashApplication.Images;

namespace OrderToCash.Domain.CashApplication;

/// <content>Who waits and for what, written down and read back.</content>
public sealed partial class WaitingPayments
{
    /// <summary>Writes it down.</summary>
    /// <param name="write">Writes a payment and what the bank reported of it.</param>
    public void WriteTo(ImageWriter image, Action<WaitingPayment> write)
    {
        _rows.WriteTo(image);
        _byKey.WriteTo(image);
        image.Array<ulong>(_common.Order().ToArray());
        image.Int64(_used);
        foreach (var block in _blocks)
        {
            // Where it lies on the shelf is another place the next time.
            var rows = block.ToArray();
            foreach (ref var row in rows.AsSpan())
                row.Place = 0;
            image.Array<Row>(rows);
        }

        // The newest first, as they are taken.
        image.Array<int>(_free.ToArray());
        for (var row = 0; row < _used; row++)
        {
            if (RowOf(row).IsUsed)
                write(shelf.Read(RowOf(row).Place));
        }
    }

    /// <summary>Becomes what was written down; where nobody waits, and on an empty shelf.</summary>
    /// <param name="read">Reads what was written of a payment.</param>
    /// <exception cref="ImageException">It is not what this program writes. The object is of no use then.</exception>
    public void ReadFrom(ImageReader image, Func<WaitingPayment> read)
    {
        _rows.ReadFrom(image);
        _byKey.ReadFrom(image);
        _common.UnionWith(image.Array<ulong>());
        _used = image.Count();
        for (var row = 0; row < _used; row += RowsOfBlock)
        {
            var block = new Row[RowsOfBlock];
            image.Fill(block);
            _blocks.Add(block);
        }

        foreach (var free in image.Array<int>().Reverse())
            _free.Push(free);
        for (var row = 0; row < _used; row++)
        {
            if (!RowOf(row).IsUsed)
                continue;
            var (payment, transaction) = read();
            RowOf(row).Place = shelf.Add(payment, transaction);
        }
    }
}
