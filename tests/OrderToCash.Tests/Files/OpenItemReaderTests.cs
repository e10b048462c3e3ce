using OrderToCash.Adapters.Files;
using OrderToCash.Application.Pipelines;
using OrderToCash.Domain.Flows;
using OrderToCash.Domain.Orders;
using OrderToCash.Domain.Receivables;
using OrderToCash.Domain.Values;
using Xunit;

namespace OrderToCash.Tests.Files;

public sealed class OpenItemReaderTests
{
    private const string Header =
        "item_id,kind,customer_id,document_no,order_no,rf_reference,issue_date,due_date,amount,currency,"
        + "skonto_percent,skonto_until,skonto_amount\n";

    [Fact]
    public async Task Reads_an_item_with_all_that_is_known()
    {
        var item = await Inputs.ReadOneAsync(Inputs.OpenItem, RecordKind.OpenItems);

        Assert.Null(item.Rejection);
        Assert.Equal(new EntityAddress(Kinds.Account, "C-1"), item.Commands[0].To);
        var import = Assert.IsType<AccountCommand.ImportItem>(item.Commands[0].Command);
        Assert.Equal(new Actor("feed:open-items"), import.Actor);
        var found = import.Item;
        Assert.Equal(
            ("RE-1001", ItemKind.Invoice, "SO-7", "RF981024710000000", 67660L, Currency.Eur),
            (found.Document, found.Kind, found.OrderNumber, found.Reference, found.AmountMinor, found.Currency));
        Assert.Equal((new DateOnly(2026, 1, 31), new DateOnly(2026, 3, 2)), (found.IssueDate, found.DueDate));
        Assert.Equal(new Skonto(14, 2), Assert.Single(found.Skonto));
        Assert.Equal(("100353", "Ada Muster"), (found.Customer.Number, found.Customer.Name));
        Assert.Equal("DE02120300000000202051", Assert.Single(found.Customer.Ibans));
    }

    [Fact]
    public async Task A_credit_note_is_negative_and_needs_no_kind()
    {
        var import = await CommandAsync<AccountCommand.ImportItem>(
            """{"customer":"C-1","document":"GS-1","issueDate":"2026-02-10","amount":-159.67,"currency":"EUR"}""");

        Assert.Equal((ItemKind.CreditNote, 15967L), (import.Item.Kind, import.Item.AmountMinor));
        Assert.Equal(import.Item.IssueDate, import.Item.DueDate);
    }

    [Fact]
    public async Task Without_the_fields_of_an_item_it_is_a_customer()
    {
        var note = await CommandAsync<AccountCommand.NoteCustomer>(
            """{"customer":"C-1","customerName":"Ada","ibans":["AT611904300234573201"]}""");

        Assert.Equal((null, "Ada"), (note.Customer.Number, note.Customer.Name));
        Assert.Equal("AT611904300234573201", Assert.Single(note.Customer.Ibans));
    }

    [Theory]
    [InlineData("\"document\":\"RE-1001\",", "", "missing-field", "document")]
    [InlineData("\"customer\":\"C-1\",", "", "missing-field", "customer")]
    [InlineData("\"issueDate\":\"2026-01-31\",", "", "missing-field", "issueDate")]
    [InlineData("\"amount\":\"676.60\",", "", "missing-field", "amount")]
    [InlineData(",\"currency\":\"EUR\"", "", "missing-field", "currency")]
    [InlineData("2026-01-31", "31.01.2026", "invalid-date", "issueDate")]
    [InlineData("2026-03-02", "2026-02-30", "invalid-date", "dueDate")]
    [InlineData("676.60", "676.605", "too-many-decimals", "amount")]
    [InlineData("676.60", "0.00", "invalid-amount", "amount")]
    [InlineData("676.60", "-676.60", "invalid-amount", "amount")]
    [InlineData("\"invoice\"", "\"credit-note\"", "invalid-amount", "amount")]
    [InlineData("\"invoice\"", "\"bill\"", "unknown-value", "kind")]
    [InlineData("\"EUR\"", "\"EURO\"", "unknown-currency", "currency")]
    [InlineData("\"days\":14", "\"days\":-1", "invalid-skonto", "skonto[0]")]
    [InlineData("\"percent\":\"2\"", "\"percent\":\"100\"", "invalid-skonto", "skonto[0]")]
    [InlineData("2020 51", "2020 52", "invalid-iban", "ibans")]
    [InlineData("[\"DE02 1203 0000 0000 2020 51\"]", "\"DE02\"", "wrong-type", "ibans")]
    public async Task Refuses_what_is_wrong_by_its_field(string found, string instead, string reason, string place)
    {
        Assert.Contains(found, Inputs.OpenItem, StringComparison.Ordinal);

        var rejection = await Inputs.RejectionAsync(
            Inputs.OpenItem.Replace(found, instead, StringComparison.Ordinal), RecordKind.OpenItems);

        Assert.Equal((reason, place), (rejection.Reason, rejection.Place));
    }

    [Fact]
    public async Task Reads_the_columns_that_other_systems_have()
    {
        var items = await Inputs.Of(
            Header
            + "I0,invoice,C-1,2026100001,SO-2,RF981024710000000,2026-01-31,2026-03-02,676.60,EUR,2,2026-02-14,13.53\n"
            + "G0,credit,C-9,GS2602600,SO-6,,2026-02-10,2026-03-12,-159.67,EUR,,,\n",
            RecordKind.OpenItems).ReadAsync();

        Assert.Equal([2, 3], items.Select(item => item.Position));
        Assert.All(items, item => Assert.Null(item.Rejection));
        var invoice = Assert.IsType<AccountCommand.ImportItem>(items[0].Commands[0].Command).Item;
        Assert.Equal(("2026100001", ItemKind.Invoice, 67660L), (invoice.Document, invoice.Kind, invoice.AmountMinor));
        Assert.Equal(new Skonto(14, 2), Assert.Single(invoice.Skonto));
        Assert.Equal("C-9", items[1].Commands[0].To.Id);
        var credit = Assert.IsType<AccountCommand.ImportItem>(items[1].Commands[0].Command).Item;
        Assert.Equal((ItemKind.CreditNote, 15967L, null), (credit.Kind, credit.AmountMinor, credit.Reference));
    }

    [Theory]
    [InlineData("676.60,EUR,2,2026-02-14,10.00", "1.4779781259")]
    [InlineData("676.60,EUR,,2026-02-14,13.53", "1.9997044044")]
    [InlineData("676.60,EUR,2,2026-02-14,", "2")]
    public async Task A_discount_stated_as_an_amount_counts(string cells, string percent)
    {
        var item = await Inputs.ReadOneAsync(
            Header + "I0,,C-1,2026100001,,,2026-01-31,," + cells + "\n", RecordKind.OpenItems);

        var import = Assert.IsType<AccountCommand.ImportItem>(Assert.Single(item.Commands).Command);
        Assert.Equal(
            new Skonto(14, decimal.Parse(percent, System.Globalization.CultureInfo.InvariantCulture)),
            Assert.Single(import.Item.Skonto));
    }

    [Fact]
    public async Task A_second_discount_is_a_later_step()
    {
        var item = await Inputs.ReadOneAsync(
            "customer;document;issueDate;amount;currency;skontoPercent;skontoDays;skonto2Percent;skonto2Days\n"
            + "C-1;RE-1;2026-01-31;100.00;EUR;3;10;2;20\n",
            RecordKind.OpenItems);

        var import = Assert.IsType<AccountCommand.ImportItem>(Assert.Single(item.Commands).Command);
        Assert.Equal((Skonto[])[new(10, 3), new(20, 2)], import.Item.Skonto.AsEnumerable());
    }

    [Fact]
    public async Task A_file_without_items_lists_customers_and_their_terms_are_no_discount()
    {
        var items = await Inputs.Of(
            "customer_id,customer_no,name,type,country,iban,bic,skonto_percent,skonto_days,mandate\n"
            + "C-1,100353,Ada Muster,B2C,AT,DE02120300000000202051,BKAUATWWXXX,2,14,\n"
            + "C-2,,,,,NO93 8601 1117 948,,,,\n",
            RecordKind.OpenItems).ReadAsync();

        var note = Assert.IsType<AccountCommand.NoteCustomer>(Assert.Single(items[0].Commands).Command);
        Assert.Equal(("100353", "Ada Muster"), (note.Customer.Number, note.Customer.Name));
        Assert.Equal(("invalid-iban", "ibans"), (items[1].Rejection?.Reason, items[1].Rejection?.Place));
    }

    [Theory]
    [InlineData("customer_id,amount\nC-1,1.00\n", "'document'")]
    [InlineData("name,iban\nAda,\n", "'customer'")]
    public async Task Says_which_column_is_missing(string text, string column)
    {
        var failure = await Assert.ThrowsAsync<SourceUnreadableException>(
            () => Inputs.Of(text, RecordKind.OpenItems).ReadAsync());

        Assert.Contains(column, failure.Message, StringComparison.Ordinal);
    }

    private static Task<T> CommandAsync<T>(string text) => Inputs.CommandAsync<T>(text, RecordKind.OpenItems);
}
