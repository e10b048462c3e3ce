using OrderToCash.Adapters.Files;
using OrderToCash.Application.Pipelines;
using OrderToCash.Domain.Flows;
using OrderToCash.Domain.Receivables;
using OrderToCash.Domain.Values;
using Xunit;

namespace OrderToCash.Tests.Files;

public sealed class DebitReaderTests
{
    private static readonly PresentedDebit Debit = new(
        "RE-1001", "PMT2603040000", "E2E-557", 67660, Currency.Eur, new DateOnly(2026, 3, 4));

    [Fact]
    public async Task Reads_a_debit()
    {
        var item = await Inputs.ReadOneAsync(Inputs.Debit, RecordKind.Debits);

        Assert.Null(item.Rejection);
        Assert.Equal(new EntityAddress(Kinds.Account, "C-1"), item.Commands[0].To);
        Assert.Equal(
            new AccountCommand.PresentDebit(Debit, new Actor("feed:direct-debits")), item.Commands[0].Command);
    }

    [Theory]
    [InlineData("customer;document;batch;endToEndId;amount;currency;collectionDate")]
    [InlineData("Customer_ID;document_no;PmtInfId;end_to_end_id;AMOUNT;currency;collection_date")]
    [InlineData("customer id;Document Number;payment_information_id;EndToEndId;amount;currency;collection-date")]
    public async Task Reads_csv_by_what_banks_and_books_call_the_columns(string header)
    {
        var item = await Inputs.ReadOneAsync(
            header + "\nC-1;RE-1001;PMT2603040000;E2E-557;676.60;EUR;2026-03-04\n", RecordKind.Debits);

        Assert.Null(item.Rejection);
        Assert.Equal(Debit, Assert.IsType<AccountCommand.PresentDebit>(item.Commands[0].Command).Debit);
    }

    [Fact]
    public async Task Csv_without_a_column_is_no_list_of_debits()
    {
        var exception = await Assert.ThrowsAsync<SourceUnreadableException>(
            () => Inputs.ReadOneAsync("customer;document;batch;amount;currency\n1;2;3;4;EUR\n", RecordKind.Debits));

        Assert.Contains("no column 'endToEndId'", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"batch\":\"PMT2603040000\",", "", "missing-field", "batch")]
    [InlineData("676.60", "0", "invalid-amount", "amount")]
    [InlineData("676.60", "-1", "invalid-amount", "amount")]
    [InlineData("676.60", "1.001", "too-many-decimals", "amount")]
    [InlineData("EUR", "EURO", "unknown-currency", "currency")]
    [InlineData("2026-03-04", "04.03.2026", "invalid-date", "collectionDate")]
    public async Task Refuses_what_is_wrong_by_its_field(string found, string instead, string reason, string place)
    {
        Assert.Contains(found, Inputs.Debit, StringComparison.Ordinal);

        var rejection = await Inputs.RejectionAsync(
            Inputs.Debit.Replace(found, instead, StringComparison.Ordinal), RecordKind.Debits);

        Assert.Equal((reason, place), (rejection.Reason, rejection.Place));
    }
}
