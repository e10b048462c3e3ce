using System.Text;
using System.Text.Json;
using OrderToCash.Application;
using OrderToCash.Application.Codecs;
using OrderToCash.Domain.Inventory;
using OrderToCash.Domain.Numbering;
using OrderToCash.Domain.Payments;
using OrderToCash.Domain.Receivables;
using Xunit;

namespace OrderToCash.Tests.Codecs;

public sealed class SnapshotCodecTests
{
    private const int SnapshotsPerKind = 100;

    [Fact]
    public void Stock_snapshot_decodes_to_what_was_encoded() =>
        AssertReadsBack<StockSnapshot>(
            StockSnapshotCodec.Encode, static payload => StockSnapshotCodec.Decode(payload));

    [Fact]
    public void Series_snapshot_decodes_to_what_was_encoded() =>
        AssertReadsBack<SeriesSnapshot>(
            SeriesSnapshotCodec.Encode, static payload => SeriesSnapshotCodec.Decode(payload));

    [Fact]
    public void Account_snapshot_decodes_to_what_was_encoded() =>
        AssertReadsBack<AccountSnapshot>(
            AccountSnapshotCodec.Encode, static payload => AccountSnapshotCodec.Decode(payload));

    [Fact]
    public void Bank_snapshot_decodes_to_what_was_encoded() =>
        AssertReadsBack<BankSnapshot>(
            BankSnapshotCodec.Encode, static payload => BankSnapshotCodec.Decode(payload));

    [Fact]
    public void Settlement_snapshot_decodes_to_what_was_encoded() =>
        AssertReadsBack<SettlementSnapshot>(
            SettlementSnapshotCodec.Encode, static payload => SettlementSnapshotCodec.Decode(payload));

    [Theory]
    [InlineData("sku", "SKU-1", typeof(StockEvent.Moved))]
    [InlineData("series", "invoice-2026", typeof(SeriesEvent.NumberAssigned))]
    [InlineData("account", "shopify:c-77", typeof(AccountEvent.ItemOpened))]
    [InlineData("bank", "DE89370400440532013000", typeof(BankEvent.Registered))]
    [InlineData("settlement", "stripe/po_1", typeof(SettlementEvent.Recorded))]
    public void A_state_survives_its_snapshot(string kindName, string id, Type eventType)
    {
        var kind = EntityKinds.ByName[kindName];
        var happened = Examples.All.Single(example => example.Full.GetType() == eventType).Full;
        var state = kind.Evolve(kind.Initial(id), happened);
        var snapshot = Stored.Write(writer => kind.EncodeSnapshot(state, writer));
        var restored = kind.DecodeSnapshot(id, Encoding.UTF8.GetBytes(snapshot));
        Assert.Equal(snapshot, Stored.Write(writer => kind.EncodeSnapshot(restored, writer)));
        Assert.NotEqual(snapshot, Stored.Write(writer => kind.EncodeSnapshot(kind.Initial(id), writer)));
    }

    [Fact]
    public void Orders_and_payments_have_no_snapshots()
    {
        Assert.Equal(0, EntityKinds.Payment.SnapshotVersion);
        Assert.Equal(0, EntityKinds.Order.SnapshotVersion);
    }

    private static void AssertReadsBack<T>(Action<T, Utf8JsonWriter> encode, Func<byte[], T> decode)
    {
        const int Seed = 20260301;
        var records = new RandomRecords(Seed);
        for (var i = 0; i < SnapshotsPerKind; i++)
        {
            var snapshot = (T)records.Create(typeof(T));
            var payload = Stored.Write(writer => encode(snapshot, writer));
            var read = decode(Encoding.UTF8.GetBytes(payload));
            Assert.True(
                RecordText.Of(snapshot) == RecordText.Of(read),
                $"Seed {Seed}, snapshot {i}: {RecordText.Of(snapshot)}\nstored as {payload}\n"
                + $"read as {RecordText.Of(read)}");
        }
    }
}
