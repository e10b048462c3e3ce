using System.Collections.Immutable;
using System.Globalization;
using OrderToCash.Application.Queries;
using OrderToCash.Domain.Ledger;
using OrderToCash.Domain.Values;
using OrderToCash.Engine.Shards;

namespace OrderToCash.Application.Projections;

/// <summary>The double entry of each event that moves money, and the sums of ledger accounts by day.</summary>
internal sealed class LedgerProjection(ReadModelChanges changes, BodyWriter bodies)
{
    public void Apply(int shard, in CommittedEvent committed)
    {
        var postings = Postings.Of(committed.Entity.Id, committed.Event);
        if (postings.IsEmpty) return;

        var roles = 0;
        var eventDay = SellerCalendar.DateOf(committed.At);
        var day = ReadModelLayout.DayNumber(postings[0].Date ?? eventDay);
        var lines = ImmutableArray.CreateBuilder<LedgerPosting>(postings.Length);
        foreach (var posting in postings)
        {
            roles |= 1 << (int)posting.Role;
            lines.Add(new LedgerPosting(
                posting.Role, posting.TaxRate, posting.SubAccount, posting.AmountMinor, posting.Document));
            ref var sum = ref changes.LedgerDays.Of(new LedgerDayKey(
                ReadModelLayout.DayNumber(posting.Date ?? eventDay), posting.Role, TextOf(posting.TaxRate),
                posting.Currency.Code));
            sum.Debit += posting.DebitMinor;
            sum.Credit += posting.CreditMinor;
        }

        changes.Ledger.Add(new LedgerRecord(
            ReadModelLayout.PlaceOf(shard, committed.Position), day, committed.At.UtcTicks,
            committed.Entity.ToString(), postings[0].Currency.Code, roles,
            bodies.Write(lines.MoveToImmutable(), ReadModelJson.Compact.ImmutableArrayLedgerPosting)));
    }

    /// <summary>19 and 19.00 are the same rate.</summary>
    private static string TextOf(decimal? rate) => rate switch
    {
        null => "",
        19m => "19",
        7m => "7",
        { } other => other.ToString("0.#########", CultureInfo.InvariantCulture),
    };
}
