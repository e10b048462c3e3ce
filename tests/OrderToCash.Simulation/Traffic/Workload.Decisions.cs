using System.Collections.Immutable;
using OrderToCash.Domain.CashApplication;
using OrderToCash.Domain.Flows;
using OrderToCash.Domain.Payments;
using OrderToCash.Domain.Receivables;
using OrderToCash.Domain.Values;
using OrderToCash.Engine.Shards;
using OrderToCash.Simulation.Audit;

namespace OrderToCash.Simulation.Traffic;

/// <content>Persons who decide about payments, take it back, and teach.</content>
internal sealed partial class Workload
{
    private void DecidePayment()
    {
        if (AnyPayment(static payment => payment.Transaction is not null) is not { } found)
            return;

        var (id, payment) = found;
        if (payment.Place is PaymentModel.PaymentPlace.Open)
        {
            Ask(id, DecisionOn(id, payment));
            // Two persons, or one and the matcher, at once.
            if (_random.Next(5) == 0)
                Ask(id, DecisionOn(id, payment));
        }
        else
        {
            Undo(id, payment);
        }
    }

    private void Undo(string id, PaymentModel payment)
    {
        var undo = new PaymentCommand.Undo(Note(), Person, Rematch: _random.Next(2) == 0);
        Ask(id, undo);
        if (_random.Next(6) == 0)
            Ask(id, undo);

        // What is free again is wanted by others at the same moment.
        if (_random.Next(3) == 0 && payment.Transaction is { } transaction
            && AnyPayment(static other => other is { Place: PaymentModel.PaymentPlace.Open, SignedMinor: > 0 })
                is { } other)
        {
            var documents = payment.Shares.Values.SelectMany(static share => share.Allocations)
                .Select(static one => one.Document).ToImmutableArray();
            if (payment.Shares.Keys.FirstOrDefault().Account is { } account)
            {
                var share = new PaymentShare(new AccountId(account), other.Model.SignedMinor, null, documents);
                Ask(other.Id, new PaymentCommand.Assign([share], Note(), Person));
            }
        }
    }

    private PaymentCommand DecisionOn(string id, PaymentModel payment)
    {
        var text = payment.Transaction?.Text ?? "";
        var words = text.Split(' ');
        if (payment.SignedMinor < 0)
        {
            return words[0] switch
            {
                "RET" => Reverse(payment, words),
                "REFUND" => Decide(MatchOutcome.OnAccount, decision => decision with
                {
                    Account = new AccountId(words[1]),
                    OnAccountMinor = payment.SignedMinor,
                }),
                _ => Decide(text == "Umbuchung" ? MatchOutcome.Transfer : MatchOutcome.Other),
            };
        }

        if (words[0] == "REFBACK" && _random.Next(4) > 0)
        {
            return Decide(
                MatchOutcome.RefundReturned, decision => decision with { Account = new AccountId(words[1]) });
        }

        return _random.Next(12) switch
        {
            0 => Decide(MatchOutcome.Review),
            1 => Decide(MatchOutcome.Wait),
            2 => Decide(_random.Next(2) == 0 ? MatchOutcome.Other : MatchOutcome.Transfer),
            3 => Decide(MatchOutcome.OnAccount, decision => decision with
            {
                Account = new AccountId(AnyAccount()),
                OnAccountMinor = payment.SignedMinor,
            }),
            4 or 5 => Assign(payment),
            6 => Decide(MatchOutcome.Reverse, decision => decision with { Reverses = new PaymentId(id) }),
            _ => Book(payment),
        };
    }

    private PaymentCommand.Decide Reverse(PaymentModel payment, string[] words)
    {
        var original = _journal.Payments.GetValueOrDefault(words[1]);
        var taken = -payment.SignedMinor;
        ImmutableArray<MatchAllocation> documents = [];
        var minor = original?.SharedMinor ?? taken;
        if (words.Length == 4)
        {
            var one = original?.Shares.Values.SelectMany(static share => share.Allocations)
                .FirstOrDefault(allocation => allocation.Document == words[3]) ?? default;
            minor = one.AmountMinor;
            documents = [new MatchAllocation(new AccountId(AnyAccount()), words[3], -minor)];
        }

        // The fee is what the bank took beyond the payment; sometimes nobody thinks of it.
        var fee = _random.Next(12) == 0 ? 0 : Math.Max(0, taken - minor);
        return Decide(MatchOutcome.Reverse, decision => decision with
        {
            Reverses = new PaymentId(words[1]),
            FeeMinor = fee,
            Allocations = documents,
        });
    }

    /// <summary>Documents are only named: the account settles what it can.</summary>
    private PaymentCommand.Assign Assign(PaymentModel payment)
    {
        var minor = payment.SignedMinor;
        var shares = ImmutableArray.CreateBuilder<PaymentShare>();
        var first = _random.Next(3) == 0 ? minor / 2 : minor;
        foreach (var part in new[] { first, minor - first })
        {
            var account = AnyAccount();
            if (part != 0)
                shares.Add(new PaymentShare(new AccountId(account), part, null, [.. DocumentsOf(account).Take(3)]));
        }

        return new PaymentCommand.Assign(shares.ToImmutable(), Note(), Person);
    }

    /// <summary>Item by item, as it is open or as somebody thinks: exact, a part, with discount, too much.</summary>
    private PaymentCommand.Decide Book(PaymentModel payment)
    {
        var rest = payment.SignedMinor;
        var account = AnyAccount();
        var allocations = ImmutableArray.CreateBuilder<MatchAllocation>();
        for (var tries = _random.Next(1, 5); tries > 0 && rest > 0; tries--)
        {
            if (_random.Next(4) == 0 && allocations.Count > 0)
                account = AnyAccount();

            var documents = DocumentsOf(account);
            if (documents.Length == 0)
                continue;

            var document = documents[_random.Next(documents.Length)];
            if (allocations.Any(one => one.Document == document) && _random.Next(8) > 0)
                continue;

            var allocation = Allocate(account, document, rest);
            rest -= allocation.PaidMinor;
            allocations.Add(allocation);
        }

        return Decide(MatchOutcome.Book, decision => decision with
        {
            Account = new AccountId(account),
            Allocations = allocations.ToImmutable(),
            OnAccountMinor = _random.Next(15) == 0 ? rest + 1 : rest,
        });
    }

    private MatchAllocation Allocate(string account, string document, long restMinor)
    {
        var known = _journal.Accounts[account];
        var isItem = known.Items.TryGetValue(document, out var item);
        var open = item?.OpenMinor ?? known.Advances.GetValueOrDefault(document)?.OpenMinor ?? 0;
        var whose = new AccountId(account);
        if (open < 0)
            return new MatchAllocation(whose, document, open);

        var missing = open - restMinor;
        if (missing > 0)
        {
            return _random.Next(5) switch
            {
                0 when isItem => new MatchAllocation(whose, document, restMinor, SkontoMinor: missing),
                1 => new MatchAllocation(whose, document, restMinor, ChargesMinor: missing),
                2 => new MatchAllocation(whose, document, restMinor, WriteOffMinor: missing),
                _ => new MatchAllocation(whose, document, restMinor),
            };
        }

        return _random.Next(8) switch
        {
            0 => new MatchAllocation(whose, document, open + 1),
            1 when open > 1 => new MatchAllocation(whose, document, open / 2),
            2 when isItem && open > 50 => new MatchAllocation(whose, document, open - 30, 20, 7, 3),
            3 when restMinor > open => new MatchAllocation(whose, document, open + 1, WriteOffMinor: -1),
            _ => new MatchAllocation(whose, document, Math.Max(1, open)),
        };
    }

    private static string[] Open(AccountModel account) =>
        [.. account.Items.Where(static item => item.Value.OpenMinor != 0).Select(static item => item.Key),
            .. account.Advances.Where(static order => order.Value.OpenMinor > 0).Select(static order => order.Key)];

    private string[] DocumentsOf(string account)
    {
        if (!_journal.Accounts.TryGetValue(account, out var model))
            return [];

        // Mostly what is open; also what is settled, or never was.
        return _random.Next(8) switch
        {
            0 => [.. model.Items.Keys],
            1 => ["RE-2026-0999999"],
            _ => Open(model),
        };
    }

    private PaymentCommand.Decide Decide(
        MatchOutcome outcome, Func<MatchDecision, MatchDecision>? more = null)
    {
        var decision = new MatchDecision(outcome, Note(), MatchFacts.OfPerson);
        return new PaymentCommand.Decide(more is null ? decision : more(decision), Person);
    }

    /// <summary>Words that nobody else uses, so that it can be told who did what.</summary>
    private string Note() => "note " + Text(++_serial);

    private void Ask(string payment, PaymentCommand command) =>
        _client.Send(new EntityId(Kinds.Payment, payment), command);

    private (string Id, PaymentModel Model)? AnyPayment(Func<PaymentModel, bool> isMeant)
    {
        var payments = _journal.Payments.Where(payment => isMeant(payment.Value)).ToArray();
        if (payments.Length == 0)
            return null;

        var (id, model) = payments[_random.Next(payments.Length)];
        return (id, model);
    }

    /// <summary>Mostly one that owes something.</summary>
    private string AnyAccount()
    {
        var owing = _journal.Accounts
            .Where(static account => Open(account.Value).Length > 0).Select(static account => account.Key).ToArray();
        string[] accounts = owing.Length > 0 && _random.Next(5) > 0 ? owing : [.. _journal.Accounts.Keys];
        return accounts.Length == 0 ? "shopify:c-0" : accounts[_random.Next(accounts.Length)];
    }
}
