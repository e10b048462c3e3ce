using OrderToCash.Domain.CashApplication.Images;
using OrderToCash.Domain.Payments;

namespace OrderToCash.Domain.CashApplication;

/// <content>What it knows, written down as it lies in memory, and read back.</content>
public sealed partial class MatchIndex
{
    /// <summary>Reports of payouts and whether their money came: an image doesn't hold them, whoever writes one does.
    /// </summary>
    public IEnumerable<(SettlementReport Report, bool IsSettled)> PayoutReports => Payouts.All;

    /// <summary>Writes down all but the reports of payouts.</summary>
    public void WriteTo(ImageWriter image)
    {
        Items.WriteTo(image);
        Numbers.WriteTo(image);
        Customers.WriteTo(image);
        Payments.WriteTo(image);
        Collections.WriteTo(image);
        _learned.WriteTo(image);
        image.Array<ulong>(_ownAccounts.Order().ToArray());
        image.Array<ulong>(_ownNames.Order().ToArray());
        image.Int64(_newestClosed);
        image.Int64(_oldestClosed);
    }

    /// <summary>Becomes what was written down; of an empty index.</summary>
    /// <exception cref="ImageException">It is not what this program writes. The index is of no use then.</exception>
    public void ReadFrom(ImageReader image)
    {
        Items.ReadFrom(image);
        Numbers.ReadFrom(image);
        Customers.ReadFrom(image);
        Payments.ReadFrom(image);
        Collections.ReadFrom(image);
        _learned.ReadFrom(image);
        _ownAccounts.UnionWith(image.Array<ulong>());
        _ownNames.UnionWith(image.Array<ulong>());
        _newestClosed = (int)image.Int64();
        _oldestClosed = (int)image.Int64();
    }
}
