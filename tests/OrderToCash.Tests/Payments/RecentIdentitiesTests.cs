using System.Buffers;
using System.Text.Json;
using OrderToCash.Application.Codecs;
using OrderToCash.Domain.Payments;
using OrderToCash.Domain.Values;
using Xunit;
using static OrderToCash.Tests.Payments.BankScenario;

namespace OrderToCash.Tests.Payments;

public sealed class RecentIdentitiesTests
{
    private const int PerPart = 400;

    [Fact]
    public void The_oldest_identities_are_forgotten_and_then_the_chain_still_refuses_them()
    {
        var bank = Booked(BankAccountState.MaxIdentities + PerPart);
        BankAccount.Evolve(bank, new BankEvent.StatementBooked(Statement("1", 0, Entry("x", 1_000)).Statement));
        Assert.Equal(BankAccountState.MaxIdentities, bank.Identities.Count);
        Assert.False(bank.Identities.Contains("e399"));
        Assert.True(bank.Identities.Contains("e400"));
        var forgotten = Statement("2", 0, Entry("e0", 1));
        Assert.Equal(BankReplyCode.ChainBroken, BankAccount.Decide(bank, forgotten, default).Reply.Code);

        var restored = BankSnapshot.FromSnapshot(BankSnapshot.ToSnapshot(bank));
        Assert.True(bank.Identities.ToBytes().SequenceEqual(restored.Identities.ToBytes()));
        Assert.True(restored.Identities.Contains("e400"));
    }

    [Fact]
    public void Of_more_than_fit_exactly_the_newest_are_known()
    {
        const int More = 60_000;
        var bank = Booked(BankAccountState.MaxIdentities + More);
        Assert.Equal(BankAccountState.MaxIdentities, bank.Identities.Count);
        for (var number = 0; number < BankAccountState.MaxIdentities + More; number++)
            Assert.True(bank.Identities.Contains("e" + number) == number >= More, $"e{number}");
    }

    [Fact]
    public void An_account_full_of_identities_is_kept_and_restored_in_little_more_than_their_bytes()
    {
        const int MaxRestoredBytes = 14_000_000;
        var bank = Booked(BankAccountState.MaxIdentities);
        BankAccount.Evolve(bank, new BankEvent.StatementBooked(Statement("1", 0, Entry("x", 1_000)).Statement));
        var bytes = new ArrayBufferWriter<byte>(32 * 1024 * 1024);
        using var writer = new Utf8JsonWriter(bytes);

        var before = GC.GetAllocatedBytesForCurrentThread();
        BankSnapshotCodec.Encode(BankSnapshot.ToSnapshot(bank), writer);
        var encoding = GC.GetAllocatedBytesForCurrentThread() - before;
        writer.Flush();
        Assert.True(
            encoding < bytes.WrittenCount, $"{encoding:N0} bytes allocated for a snapshot of {bytes.WrittenCount:N0}");

        var snapshot = BankSnapshotCodec.Decode(bytes.WrittenSpan);
        before = GC.GetAllocatedBytesForCurrentThread();
        var restored = BankSnapshot.FromSnapshot(snapshot);
        var restoring = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.True(restoring < MaxRestoredBytes, $"{restoring:N0} bytes allocated for {restored.Identities.Count:N0}");
    }

    private static BankAccountState Booked(int entries)
    {
        var bank = BankAccount.Initial(Id);
        BankAccount.Evolve(bank, new BankEvent.Registered(Currency.Eur, null, Feed));
        for (var part = 0; part < entries / PerPart; part++)
        {
            var of = Enumerable.Range(part * PerPart, PerPart).Select(static i => Entry("e" + i, 1));
            BankAccount.Evolve(bank, new BankEvent.EntriesBooked("1", part, bank.Id, [.. of], 0, Feed));
        }

        return bank;
    }
}
