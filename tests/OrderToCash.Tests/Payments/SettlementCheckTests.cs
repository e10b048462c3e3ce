using System.Collections.Immutable;
using OrderToCash.Domain.Payments;
using OrderToCash.Domain.Values;
using Xunit;

namespace OrderToCash.Tests.Payments;

public sealed class SettlementCheckTests
{
    private static readonly SettlementRow Sale =
        new("t1", SettlementRowKind.Sale, "SO1", GrossMinor: 10_480, FeeMinor: 295, NetMinor: 10_185);

    private static readonly SettlementRow Refund =
        new("t2", SettlementRowKind.Refund, "SO1", GrossMinor: -6_380, FeeMinor: 0, NetMinor: -6_380);

    [Fact]
    public void Rows_that_sum_up_to_the_payout_have_no_fault() =>
        Assert.Null(SettlementCheck.Find(Report(3_805, Sale, Refund)));

    [Fact]
    public void A_payout_may_be_negative_and_rows_may_net_to_zero()
    {
        Assert.Null(SettlementCheck.Find(Report(-6_380, Refund)));
        var out1 = new SettlementRow("c1", SettlementRowKind.Conversion, null, -500, 0, -500);
        Assert.Null(SettlementCheck.Find(Report(0, out1, out1 with { Id = "c2", GrossMinor = 500, NetMinor = 500 })));
    }

    [Fact]
    public void Says_what_does_not_add_up()
    {
        Expect("no-rows", null, Report(0));
        Expect("sum-differs", null, Report(3_806, Sale, Refund));
        Expect("net-differs", 1, Report(3_805, Sale, Refund with { FeeMinor = 1 }));
        Expect("repeated-id", 1, Report(3_805, Sale, Refund with { Id = "t1" }));
        Expect("out-of-range", null, Report(long.MaxValue, Sale));
        Expect("out-of-range", 0, Report(3_805, Sale with { GrossMinor = long.MinValue }));
    }

    [Fact]
    public void Many_large_rows_do_not_overflow()
    {
        var rows = Enumerable.Range(0, 10_000).Select(
            i => new SettlementRow($"{i}", SettlementRowKind.Sale, null, Max, 0, Max));
        Expect("sum-differs", null, Report(Max, [.. rows]));
    }

    private const long Max = BankAccount.MaxAmountMinor;

    private static SettlementReport Report(long payoutMinor, params ImmutableArray<SettlementRow> rows) =>
        new("paypal", "1000000007919", Currency.Eur, payoutMinor, null, rows);

    private static void Expect(string reason, int? row, SettlementReport report)
    {
        var fault = SettlementCheck.Find(report);
        Assert.Equal((reason, row), (fault?.Reason, fault?.Row));
    }
}
