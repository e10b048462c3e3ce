using OrderToCash.Application.Review;
using OrderToCash.Domain.CashApplication;
using OrderToCash.Domain.Payments;
using OrderToCash.Domain.Receivables;
using OrderToCash.Domain.Values;
using OrderToCash.Tests.Payments;
using Xunit;
using static OrderToCash.Tests.Payments.MoneyWorld;

namespace OrderToCash.Tests.Review;

/// <summary>What persons say, as decisions and as refusals; booked by real payments and accounts.</summary>
public sealed class ReviewDraftTests
{
    private readonly MoneyWorld _world = new();

    private static Currency Chf => Currency.TryParse("CHF", out var chf) ? chf : throw new InvalidOperationException();

    private BankTransaction Transaction => _world.Payment("P1").Transaction!;

    private CustomerAccountState One => _world.Account("c-1");

    private void Park(long minor, params MatchRival[] rivals)
    {
        _world.Book("P1", minor);
        var why = Why() with { Score = 55, Rivals = [.. rivals], Missing = "a reference to a document" };
        Assert.Equal(
            PaymentReply.Accepted, _world.Decide("P1", new MatchDecision(MatchOutcome.Review, "not sure", why)));
    }

    private static MatchRival Rival(int score, params MatchAllocation[] allocations) => new(
        score, [.. allocations],
        [new MatchEvidence(EvidenceKind.Amount, "amount-exact", score, TransactionField.None, 0, 0, "RE-1")]);

    private FoundDocument Find(string document, string account = "c-1") =>
        FoundDocument.In(_world.Account(account), document) ?? throw new InvalidOperationException(document);

    private void Books(ReviewDecision draft)
    {
        Assert.Null(draft.Refusal);
        Assert.Equal(PaymentReply.Accepted, _world.Decide("P1", draft.Decision!, Ada));
        Assert.Equal(PaymentStatus.Applied, _world.Payment("P1").Status);
        Assert.Equal(Ada, _world.Payment("P1").DecidedBy);
    }

    private static void Refuses(ReviewDecision draft, string reason, string place)
    {
        Assert.Null(draft.Decision);
        Assert.Equal((reason, place), (draft.Refusal?.Reason, draft.Refusal?.Place));
    }

    [Fact]
    public void Suggestions_are_what_the_matcher_kept_best_first()
    {
        _world.Import("c-1", "RE-1", 10000);
        Park(9000, Rival(55, Settles("RE-1", 9000)), Rival(41), Rival(40, Settles("RE-1", 8000)));

        var suggestions = Suggestion.Of(_world.Payment("P1"));

        Assert.Equal([(1, 55, 0L), (2, 40, 1000L)], suggestions.Select(s => (s.Number, s.Score, s.OnAccountMinor)));
    }

    [Fact]
    public void An_accepted_suggestion_is_booked_with_its_evidence()
    {
        _world.Import("c-1", "RE-1", 10000);
        _world.Import("c-1", "RE-2", 8000);
        Park(
            9800, Rival(55, Settles("RE-1", 9800, skonto: 200)), Rival(54, Settles("RE-2", 8000)));

        Books(ReviewDraft.Accept(_world.Payment("P1"), Transaction, new ReviewRequest.Accept(2)));

        Assert.Equal((10000L, 1800L), (One.Invoices["RE-1"].OpenMinor, _world.Payment("P1").OnAccountMinor));
        Assert.DoesNotContain("RE-2", One.Invoices);
        var why = _world.Payment("P1").Explanation!;
        Assert.Equal((54, "default@1", "person"), (why.Score, why.Policy, why.Rung));
        Assert.Equal(54, Assert.Single(why.Evidence).Points);
        Assert.Equal("RE-1", Assert.Single(Assert.Single(why.Rivals).Allocations).Document);
        Assert.Single(One.Customer.Learned);
    }

    [Fact]
    public void What_is_no_suggestion_is_not_accepted()
    {
        _world.Import("c-1", "RE-1", 10000);
        Park(9000, Rival(55, Settles("RE-1", 9500)), Rival(
            50, Settles("RE-1", 4000), Settles("RE-2", 4000, account: "c-2")));
        var payment = _world.Payment("P1");

        Refuses(
            ReviewDraft.Accept(payment, Transaction, new ReviewRequest.Accept(3)), "no-such-suggestion", "suggestion");
        Refuses(
            ReviewDraft.Accept(payment, Transaction, new ReviewRequest.Accept(0)), "no-such-suggestion", "suggestion");
        Refuses(ReviewDraft.Accept(payment, Transaction, new ReviewRequest.Accept(1)), "sum-differs", "suggestion");
        Refuses(ReviewDraft.Accept(payment, Transaction, new ReviewRequest.Accept(2)), "sum-differs", "suggestion");
    }

    [Fact]
    public void The_account_refuses_a_suggestion_whose_item_was_settled_meanwhile()
    {
        _world.Import("c-1", "RE-1", 9000);
        Park(9000, Rival(55, Settles("RE-1", 9000)));
        var draft = ReviewDraft.Accept(_world.Payment("P1"), Transaction, new ReviewRequest.Accept(1));
        _world.Pay("P2", 9000, "c-1", Settles("RE-1", 9000));

        _world.Decide("P1", draft.Decision!, Ada);

        Assert.Equal(
            (PaymentStatus.Parked, "of RE-1: it is settled"),
            (_world.Payment("P1").Status, _world.Payment("P1").Reason));
    }

    [Fact]
    public void Assigned_documents_are_settled_in_their_order_with_credit_notes_first()
    {
        _world.Import("c-1", "RE-1", 10000);
        _world.Import("c-1", "GS-1", 2000, ItemKind.CreditNote);
        _world.Import("c-1", "RE-2", 3000);
        Park(10000);

        Books(Assign("RE-1", "GS-1", "RE-2"));

        Assert.Equal(1000, One.Invoices["RE-2"].OpenMinor);
        Assert.Equal(["RE-2"], One.Invoices.Keys);
    }

    [Fact]
    public void What_is_left_of_one_customer_stays_on_account()
    {
        _world.Import("c-1", "RE-1", 3000);
        Park(10000);

        Books(Assign("RE-1"));

        Assert.Equal(7000, _world.Payment("P1").OnAccountMinor);
    }

    [Fact]
    public void A_document_that_gets_nothing_is_refused_by_its_place()
    {
        _world.Import("c-1", "RE-1", 10000);
        _world.Import("c-1", "RE-2", 3000);
        Park(10000);

        Refuses(Assign("RE-1", "RE-2"), "sum-differs", "documents[1]");
    }

    [Fact]
    public void Several_customers_need_to_be_told_where_the_rest_stays()
    {
        _world.Import("c-1", "RE-1", 3000);
        _world.Import("c-2", "RE-2", 3000);
        Park(10000);
        FoundDocument[] both = [Find("RE-1"), Find("RE-2", "c-2")];

        Refuses(
            ReviewDraft.Assign(Transaction, new ReviewRequest.Assign([], null), both), "sum-differs", "documents");
        var parts = new ReviewRequest.Split(
            [new ReviewPart("RE-1", 30m), new ReviewPart("RE-2", 30m)], null, null);
        Refuses(ReviewDraft.Split(Transaction, parts, both), "sum-differs", "parts");
        Books(ReviewDraft.Split(Transaction, parts with { Rest = new AccountId("c-2") }, both));

        Assert.Equal(4000, _world.Account("c-2").FindTotals(Currency.Eur)?.OnAccountMinor);
    }

    [Fact]
    public void A_split_takes_discount_and_charges()
    {
        _world.Import("c-1", "RE-1", 10000);
        _world.Import("c-1", "RE-2", 5000);
        Park(14300);

        Books(ReviewDraft.Split(
            Transaction,
            new ReviewRequest.Split(
                [new ReviewPart("RE-1", 98.00m, Skonto: 2m), new ReviewPart("RE-2", 45m, Charges: 5m)], null, null),
            [Find("RE-1"), Find("RE-2")]));

        Assert.Empty(One.Invoices);
    }

    [Theory]
    [InlineData("100.01", "0", "more-than-open", "parts[0].amount")]
    [InlineData("99.00", "2", "more-than-open", "parts[0].amount")]
    [InlineData("0", "0", "more-than-open", "parts[0].amount")]
    [InlineData("-5", "0", "more-than-open", "parts[0].amount")]
    [InlineData("9.995", "0", "invalid-amount", "parts[0]")]
    [InlineData("90.00", "0", "sum-differs", "parts")]
    public void A_split_that_does_not_add_up_is_refused(string amount, string skonto, string reason, string place)
    {
        _world.Import("c-1", "RE-1", 10000);
        Park(9500);
        decimal Number(string text) => decimal.Parse(text, System.Globalization.CultureInfo.InvariantCulture);

        var draft = ReviewDraft.Split(
            Transaction,
            new ReviewRequest.Split([new ReviewPart("RE-1", Number(amount), Number(skonto))], null, null),
            [Find("RE-1")]);

        Refuses(draft, reason, place);
    }

    [Fact]
    public void Documents_that_are_settled_twice_or_in_another_currency_are_refused()
    {
        _world.Import("c-1", "RE-1", 10000);
        _world.Import("c-1", "RE-2", 9000);
        _world.Pay("P2", 9000, "c-1", Settles("RE-2", 9000));
        Park(10000);

        Refuses(Assign("RE-2"), "document-settled", "documents[0]");
        Refuses(Assign("RE-1", "RE-1"), "duplicate-field", "documents[1]");
        Refuses(
            ReviewDraft.Assign(
                Transaction, new ReviewRequest.Assign([], null), [Find("RE-1") with { Currency = Chf }]),
            "currency-differs", "documents[0]");
        Refuses(Assign(), "missing-field", "documents[0]");
        Assert.Null(FoundDocument.In(One, "RE-3"));
    }

    [Fact]
    public void Money_that_went_out_is_a_refund_or_nothing_of_a_customers()
    {
        _world.Import("c-1", "RE-1", 10000);
        _world.Pay("P2", 12000, "c-1", Settles("RE-1", 10000));
        _world.Book("P1", -2000);

        Refuses(
            ReviewDraft.Assign(Transaction, new ReviewRequest.Assign([], null), [Find("RE-1")]), "money-went-out",
            "payment");
        Books(ReviewDraft.OnAccount(Transaction, new ReviewRequest.OnAccount(new AccountId("c-1"))));

        Assert.Equal(0, One.FindTotals(Currency.Eur)?.OnAccountMinor);
    }

    [Fact]
    public void What_is_ignored_is_set_aside_with_the_reason()
    {
        Park(10000);

        _world.Decide("P1", ReviewDraft.Ignore(new ReviewRequest.Ignore("a test transfer")).Decision!, Ada);

        Assert.Equal(
            (PaymentStatus.SetAside, AsideKind.Ignored, "a test transfer"),
            (_world.Payment("P1").Status, _world.Payment("P1").Aside!.Value, _world.Payment("P1").Reason));
    }

    [Fact]
    public void A_payer_of_another_customer_is_doubted_until_it_is_forgotten()
    {
        _world.Import("c-1", "RE-1", 10000);
        _world.Pay("P2", 4000, "c-1", Settles("RE-1", 4000));
        _world.Pay("P3", 4000, "c-1", Settles("RE-1", 4000));
        var payer = new Payer(Transaction2.CounterpartyIban, Transaction2.CounterpartyName);
        Assert.Equal(2, Assert.Single(One.Customer.Learned).Count);

        Assert.Equal(AccountReply.Accepted, _world.Tell("c-1", new AccountCommand.DoubtPayer(payer, Ada)));
        Assert.Equal(1, Assert.Single(One.Customer.Learned).Count);
        Assert.Equal(AccountReply.Accepted, _world.Tell("c-1", new AccountCommand.DoubtPayer(payer, Ada)));
        Assert.Empty(One.Customer.Learned);
        Assert.Equal(AccountReply.Unknown, _world.Tell("c-1", new AccountCommand.DoubtPayer(payer, Ada)));
    }

    private BankTransaction Transaction2 => _world.Payment("P2").Transaction!;

    private ReviewDecision Assign(params string[] documents) => ReviewDraft.Assign(
        Transaction, new ReviewRequest.Assign([.. documents], null), [.. documents.Select(one => Find(one))]);
}
