using OrderToCash.Domain.Receivables;
using OrderToCash.Domain.Values;

namespace OrderToCash.Tests.Receivables;

/// <summary>
/// A customer account as a person would keep it on paper: every invoice, request and payment stays on a list, and all
/// figures are summed up anew. Written without a look at the real one's data structures.
/// </summary>
internal sealed class NaiveAccount
{
    private readonly List<Paper> _papers = [];
    private readonly Dictionary<OrderId, long> _granted = [];
    private readonly HashSet<(OrderId, int)> _asked = [];
    private readonly HashSet<PaymentId> _payments = [];
    private readonly HashSet<OrderId> _prepaidAndDone = [];

    public long OnAccount { get; private set; }

    public long Refunds { get; private set; }

    public long OpenInvoices => _papers.Where(static p => p.IsInvoice).Sum(static p => p.Open);

    public long Granted => _granted.Values.Sum();

    public long Advances => _papers.Where(static p => !p.IsInvoice).Sum(static p => p.Paid - p.Used);

    public (AccountReply Reply, long[] Figures) Do(AccountCommand command) => command switch
    {
        AccountCommand.RequestCredit c => Request(c),
        AccountCommand.OpenInvoice c => Invoice(c),
        AccountCommand.OpenPrepayment c => Prepay(c),
        AccountCommand.WithdrawOrder c => Withdraw(c),
        AccountCommand.ApplyPayment c => Pay(c),
        _ => throw new InvalidOperationException(),
    };

    private (AccountReply, long[]) Request(AccountCommand.RequestCredit c)
    {
        if (!_asked.Add((c.Order, c.Revision)))
            return (AccountReply.Duplicate, []);
        var others = OpenInvoices + _granted.Where(g => g.Key != c.Order).Sum(static g => g.Value);
        var isGranted = others + c.AmountMinor <= 1_000_000;
        _granted[c.Order] = isGranted ? c.AmountMinor : 0;
        return (AccountReply.Accepted, [isGranted ? 1 : 0, others]);
    }

    private (AccountReply, long[]) Invoice(AccountCommand.OpenInvoice c)
    {
        if (_papers.Exists(p => p.Name == c.Number))
            return (AccountReply.Duplicate, []);
        var prepaid = Prepayment(c.Order);
        var advance = Math.Min(c.GrossMinor, prepaid is null ? 0 : prepaid.Paid - prepaid.Used);
        var rest = c.GrossMinor - advance;
        var rounding = advance > 0 && prepaid?.Open == 0 && rest <= 5 ? rest : 0;
        rest -= rounding;
        var psp = c.SettledByPsp ? rest : 0;
        if (prepaid is not null)
        {
            prepaid.Used += advance;
            prepaid.Asked -= Math.Min(prepaid.Open, rest);
            if (prepaid.Open == 0 && prepaid.Paid == prepaid.Used)
                Finish(prepaid);
        }

        var grant = _granted.GetValueOrDefault(c.Order) - c.GrossMinor;
        _granted[c.Order] = grant > 10 ? grant : 0;
        _papers.Add(new Paper(c.Number, c.Order, true) { Asked = rest - psp });
        return (AccountReply.Accepted, [advance, psp, rounding, rest - psp]);
    }

    private (AccountReply, long[]) Prepay(AccountCommand.OpenPrepayment c)
    {
        if (_prepaidAndDone.Contains(c.Order) || Prepayment(c.Order) is not null)
            return (AccountReply.Duplicate, []);
        _papers.Add(new Paper(c.Order.Value, c.Order, false) { Asked = c.AmountMinor });
        return (AccountReply.Accepted, [c.AmountMinor]);
    }

    private (AccountReply, long[]) Withdraw(AccountCommand.WithdrawOrder c)
    {
        var prepaid = Prepayment(c.Order);
        var grant = _granted.GetValueOrDefault(c.Order);
        if (prepaid is null && grant == 0)
            return (AccountReply.Unknown, []);
        var amount = c.Whole ? long.MaxValue : c.WithdrawMinor;
        var withdrawn = Math.Min(amount, prepaid?.Open ?? grant);
        var refund = prepaid is null ? 0 : Math.Min(amount - withdrawn, prepaid.Paid - prepaid.Used);
        _granted[c.Order] = c.Whole ? 0 : grant - Math.Min(grant, withdrawn);
        Refunds += refund;
        if (prepaid is not null)
        {
            prepaid.Asked -= withdrawn;
            prepaid.Used += refund;
            if (prepaid.Open == 0 && prepaid.Paid == prepaid.Used)
                prepaid.IsOver = true;
        }

        return (AccountReply.Accepted, [withdrawn, refund]);
    }

    private (AccountReply, long[]) Pay(AccountCommand.ApplyPayment c)
    {
        if (!_payments.Add(c.Payment))
            return (AccountReply.Duplicate, []);
        var rest = c.AmountMinor;
        var figures = new List<long>();
        foreach (var document in c.Documents)
        {
            var named = _papers.Where(p => !p.IsOver && p.Open > 0 && p.IsInvoice && p.Name == document)
                .Concat(_papers.Where(p => !p.IsOver && p.Open > 0 && p.IsInvoice && p.Order.Value == document))
                .Concat(_papers.Where(p => !p.IsOver && p.Open > 0 && !p.IsInvoice && p.Name == document));
            foreach (var paper in named.ToList())
            {
                var amount = Math.Min(rest, paper.Open);
                if (amount == 0)
                    continue;
                paper.Paid += amount;
                rest -= amount;
                figures.Add(amount);
                figures.Add(paper.Open);
            }
        }

        OnAccount += rest;
        figures.Add(rest);
        return (AccountReply.Accepted, [.. figures]);
    }

    private Paper? Prepayment(OrderId order) => _papers.Find(p => !p.IsInvoice && !p.IsOver && p.Order == order);

    private void Finish(Paper prepaid)
    {
        prepaid.IsOver = true;
        _prepaidAndDone.Add(prepaid.Order);
    }

    private sealed class Paper(string name, OrderId order, bool isInvoice)
    {
        public string Name => name;

        public OrderId Order => order;

        public bool IsInvoice => isInvoice;

        public long Asked { get; set; }

        public long Paid { get; set; }

        public long Used { get; set; }

        public bool IsOver { get; set; }

        public long Open => Asked - Paid;
    }
}
