using OrderToCash.Domain.CashApplication.Texts;
using OrderToCash.Domain.Payments;

namespace OrderToCash.Domain.CashApplication.Indexing;

/// <summary>Reports of payment providers, by the payout's id and by what is paid out.</summary>
internal sealed class Payouts
{
    /// <summary>Shorter ids would be found in any number.</summary>
    private const int MinIdLength = 6;

    private readonly List<SettlementReport> _reports = [];
    private readonly List<bool> _isSettled = [];
    private readonly FingerprintTable _byId = new();
    private readonly FingerprintTable _byAmount = new();
    private readonly int[] _lengths = new int[64];
    private readonly List<byte[]> _providers = [];
    private readonly SqueezedText _squeezed = new();

    /// <summary>Reports.</summary>
    public int Count => _reports.Count;

    /// <summary>A report by its place.</summary>
    public SettlementReport this[int report] => _reports[report];

    /// <summary>True where its money came.</summary>
    public bool IsSettled(int report) => _isSettled[report];

    /// <summary>All reports in the order in which they came, and whether their money did.</summary>
    public IEnumerable<(SettlementReport Report, bool IsSettled)> All => _reports.Zip(_isSettled);

    /// <summary>Adds a report; one that is known changes nothing.</summary>
    public void Add(SettlementReport report)
    {
        if (_reports.Exists(known => known.Provider == report.Provider && known.PayoutId == report.PayoutId))
            return;
        _squeezed.Fill(report.PayoutId, []);
        if (_squeezed.Count >= MinIdLength && _squeezed.Count < _lengths.Length)
        {
            _byId.Add(Fingerprints.Of(_squeezed.Characters), _reports.Count);
            _lengths[_squeezed.Count]++;
        }

        _byAmount.Add(unchecked((ulong)report.PayoutMinor), _reports.Count);
        _squeezed.Fill(report.Provider, []);
        var provider = _squeezed.Characters.ToArray();
        if (provider.Length > 0 && !_providers.Exists(known => known.AsSpan().SequenceEqual(provider)))
            _providers.Add(provider);
        _reports.Add(report);
        _isSettled.Add(false);
    }

    /// <summary>The money of a report came, or that was an error.</summary>
    public void Settle(string provider, string payoutId, bool isSettled)
    {
        var report = _reports.FindIndex(known => known.Provider == provider && known.PayoutId == payoutId);
        if (report >= 0)
            _isSettled[report] = isSettled;
    }

    /// <summary>The report whose id stands in a text, and where; -1 where none does.</summary>
    public int FindId(SqueezedText text, out int from, out int to)
    {
        for (from = 0; from < text.Count; from++)
        {
            if (!IsEdge(text, from))
                continue;
            for (var length = _lengths.Length - 1; length >= MinIdLength; length--)
            {
                to = from + length;
                if (_lengths[length] > 0 && to <= text.Count && IsEdge(text, to)
                    && _byId.First(Fingerprints.Of(text.Characters[from..to])) is >= 0 and var report)
                    return report;
            }
        }

        from = to = 0;
        return -1;
    }

    /// <summary>True where a text names a provider of whom there are reports.</summary>
    public bool NamesProvider(SqueezedText text, out string provider)
    {
        foreach (var known in _providers)
        {
            if (text.HasWord(known))
            {
                provider = System.Text.Encoding.ASCII.GetString(known);
                return true;
            }
        }

        provider = "";
        return false;
    }

    /// <summary>The reports of an amount.</summary>
    public int FindAmount(long minor, Span<int> found)
    {
        var count = 0;
        var cursor = -1;
        while (count < found.Length && _byAmount.Next(unchecked((ulong)minor), ref cursor) is >= 0 and var report)
            found[count++] = report;
        return count;
    }

    // Ids stand between marks, or between letters: "PP.1000000000000.PP".
    private static bool IsEdge(SqueezedText text, int place) =>
        place == 0 || place == text.Count || text.Gaps[place] != Gap.None
        || text.IsDigit(place) != text.IsDigit(place - 1);
}
