using System.Collections.Immutable;
using System.Globalization;
using Dapper;
using OrderToCash.Application.Projections;
using OrderToCash.Application.Queries;
using OrderToCash.Domain.Ledger;
using OrderToCash.Domain.Payments;

namespace OrderToCash.Adapters.ReadModels;

/// <content>Payments and the ledger.</content>
public sealed partial class SqlReadModel
{
    private const string PaymentList = "payments";
    private const string LedgerList = "ledger";

    /// <inheritdoc/>
    public async ValueTask<PaymentDetail?> FindPaymentAsync(string paymentId, CancellationToken cancellationToken)
    {
        var row = await OneAsync<BodyRecord>(
            $"SELECT body AS Body FROM {Schema}payments WHERE payment_id = @PaymentId",
            new { PaymentId = _dialect.Key(paymentId) }, cancellationToken).ConfigureAwait(false);
        return row is null ? null : Body(row.Body, ReadModelJson.Compact.PaymentDetail);
    }

    /// <inheritdoc/>
    public ValueTask<Page<PaymentRow>> ListPaymentsAsync(
        PaymentQuery query, PageRequest page, CancellationToken cancellationToken)
    {
        var after = Cursor.Read(PaymentList, page.After, BeforeNewest);
        var parameters = new DynamicParameters();
        parameters.Add("Day", after.Number);
        parameters.Add("Id", _dialect.Key(after.Text));
        List<string> filters = [];
        var along = "";
        if (query.AccountId is not null)
        {
            along = "p.account_id = @AccountId AND ";
            parameters.Add("AccountId", _dialect.Key(query.AccountId));
        }

        if (query.Status is PaymentStatus.Parked)
        {
            // Spelled out, as the index of parked payments is.
            along += "p.status = 3 AND ";
        }
        else if (query.Status is { } status)
        {
            filters.Add("Status = @Status");
            parameters.Add("Status", (int)status);
        }

        if (query.OwnAccount is not null)
        {
            filters.Add("OwnAccount = @OwnAccount");
            parameters.Add("OwnAccount", _dialect.Key(query.OwnAccount));
        }

        if (DayOrNull(query.BookedFrom) is { } from)
        {
            along += "p.booking_day >= @From AND ";
            parameters.Add("From", from);
        }

        if (DayOrNull(query.BookedTo) is { } to)
        {
            along += "p.booking_day <= @To AND ";
            parameters.Add("To", to);
        }

        return ScanAsync<PaymentListRecord, PaymentRow>(
            PaymentList,
            "SELECT p.payment_id AS Id, p.booking_day AS Place, p.status AS Status, p.own_account AS OwnAccount, "
            + $"p.body AS Body FROM {Schema}payments p WHERE {along}(p.booking_day, p.payment_id) < (@Day, @Id) "
            + "ORDER BY p.booking_day DESC, p.payment_id DESC",
            string.Join(" AND ", filters), parameters, page.BoundedSize,
            static row => Body(row.Body, ReadModelJson.Compact.PaymentDetail).Payment, cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<Page<LedgerEntry>> ListLedgerAsync(
        LedgerQuery query, PageRequest page, CancellationToken cancellationToken)
    {
        var after = Cursor.Read(LedgerList, page.After, new Cursor(long.MaxValue, Text(long.MaxValue)));
        if (!long.TryParse(after.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var place))
            throw new InvalidCursorException("The cursor is not one of the ledger.");
        var parameters = new DynamicParameters();
        parameters.Add("Day", after.Number);
        parameters.Add("Place", place);
        List<string> filters = [];
        var along = "";
        if (DayOrNull(query.From) is { } from)
        {
            along += "l.day >= @From AND ";
            parameters.Add("From", from);
        }

        if (DayOrNull(query.To) is { } to)
        {
            along += "l.day <= @To AND ";
            parameters.Add("To", to);
        }

        if (query.Role is { } role) filters.Add($"(Roles & {Text(1 << (int)role)}) <> 0");
        if (query.EntityId is not null)
        {
            filters.Add("(Entity = @Account OR Entity = @Payment)");
            parameters.Add("Account", "account/" + _dialect.Key(query.EntityId));
            parameters.Add("Payment", "payment/" + _dialect.Key(query.EntityId));
        }

        return ScanAsync<LedgerListRecord, LedgerEntry>(
            LedgerList,
            "SELECT l.day AS Place, CAST(l.place AS TEXT) AS Id, l.at_ticks AS AtTicks, l.entity AS Entity, "
            + "l.currency AS Currency, l.roles AS Roles, l.postings AS Postings, l.place AS Number "
            + $"FROM {Schema}ledger l WHERE {along}(l.day, l.place) < (@Day, @Place) "
            + "ORDER BY l.day DESC, l.place DESC",
            string.Join(" AND ", filters), parameters, page.BoundedSize, EntryOf,
            cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask<ImmutableArray<TrialBalanceRow>> ReadTrialBalanceAsync(
        DateOnly? from, DateOnly? to, CancellationToken cancellationToken)
    {
        var rows = await ManyAsync<TrialRecord>(
            "SELECT role AS Role, tax_rate AS TaxRate, currency AS Currency, "
            + "CAST(sum(debit_minor) AS BIGINT) AS Debit, CAST(sum(credit_minor) AS BIGINT) AS Credit "
            + $"FROM {Schema}ledger_days WHERE day >= @From AND day <= @To "
            + "GROUP BY role, tax_rate, currency ORDER BY currency, role, tax_rate",
            new { From = DayOrNull(from) ?? 0, To = DayOrNull(to) ?? int.MaxValue }, cancellationToken)
            .ConfigureAwait(false);
        return [.. rows.Select(static row => new TrialBalanceRow(
            (AccountRole)row.Role,
            row.TaxRate.Length == 0 ? null : decimal.Parse(row.TaxRate, CultureInfo.InvariantCulture), row.Currency,
            row.Debit, row.Credit))];
    }

    private static LedgerEntry EntryOf(LedgerListRecord row) => new(
        ReadModelLayout.DayOf((int)row.Place), Time(row.AtTicks), row.Entity, row.Currency,
        Body(row.Postings, ReadModelJson.Compact.ImmutableArrayLedgerPosting),
        new RowVersion((int)(row.Number >> 48), row.Number & ((1L << 48) - 1)));

    private sealed class PaymentListRecord : ListRecord
    {
        public string Body { get; set; } = "";
    }

    private sealed class LedgerListRecord : ListRecord
    {
        public long Number { get; set; }
        public long AtTicks { get; set; }
        public string Entity { get; set; } = "";
        public string Currency { get; set; } = "";
        public string Postings { get; set; } = "";
    }

    private sealed class TrialRecord
    {
        public long Role { get; set; }
        public string TaxRate { get; set; } = "";
        public string Currency { get; set; } = "";
        public long Debit { get; set; }
        public long Credit { get; set; }
    }
}
