using System.Globalization;
using OrderToCash.Domain.Payments;
using OrderToCash.Domain.Values;
using OrderToCash.Simulation.Audit;
using OrderToCash.Simulation.Traffic;

namespace OrderToCash.Simulation.Banking;

/// <summary>
/// One own account alone, with its bank and the person who reads its files: thousands of such lives take a second, so
/// that what is rare in a life of the whole system is common here.
/// </summary>
internal sealed class BankLife
{
    private const string Id = "DE02120300000000202051";
    private static readonly Actor Feed = new("feed:bank");
    private static readonly Actor Person = new("user:ada");

    private readonly bool _hasPayerIds;
    private readonly Random _random;
    private readonly SimulatedBank _bank;
    private readonly Verdict _verdict = new();
    private readonly BankModel _model;
    private readonly List<BankEvent> _events = [];
    private readonly HashSet<int> _emptyGiven = [];
    private readonly HashSet<string> _reused = new(StringComparer.Ordinal);
    private BankAccountState _state = BankAccount.Initial(Id);
    private int _serial;
    private int _issue;

    private BankLife(int seed, bool hasPayerIds)
    {
        _hasPayerIds = hasPayerIds;
        _random = new Random(seed);
        _bank = new SimulatedBank(new Iban(Id), hasReferences: _random.Next(2) == 0);
        _model = new BankModel(Id, _verdict);
    }

    /// <summary>Lives it; null where every transaction was booked once, except what was given up.</summary>
    /// <param name="hasPayerIds">
    /// Without them nothing names an entry in both formats; what is compared is then the sum of each day.
    /// </param>
    public static string? Run(int seed, bool hasPayerIds)
    {
        var life = new BankLife(seed, hasPayerIds);
        life.Send(new BankCommand.Register(Currency.Eur, "main", Person));
        for (var steps = life._random.Next(4, 30); steps > 0; steps--)
        {
            if (life._random.Next(2) == 0)
                life.Close();
            else
                life.DeliverAgain();
        }

        life.DeliverAll();
        return life._verdict.Problem ?? life.Difference();
    }

    private string? Difference() => _hasPayerIds ? DifferenceOfPayers() : DifferenceOfDays();

    private string? DifferenceOfDays()
    {
        var missing = _bank.Missing(_events);
        var truth = _bank.Slices.Where(slice => !missing.Contains(slice.Index))
            .SelectMany(static slice => slice.Entries).ToLookup(static entry => entry.BookingDate);
        var booked = _model.Entries.Values.ToLookup(static entry => entry.BookingDate);
        foreach (var day in truth.Concat(booked).Select(static entries => entries.Key))
        {
            var moved = truth[day].Sum(static entry => entry.SignedMinor);
            var found = booked[day].Sum(static entry => entry.SignedMinor);
            if (moved != found)
                return $"booked on {day:yyyy-MM-dd}: expected {moved}, found {found}.";
        }

        return null;
    }

    private string? DifferenceOfPayers()
    {
        var truth = _bank.Truth(_events);
        foreach (var payer in truth.Keys.Union(_model.ByPayer.Keys))
        {
            var (moved, booked) = (truth.GetValueOrDefault(payer), _model.ByPayer.GetValueOrDefault(payer));
            if (moved != booked)
                return $"booked {payer}: expected {moved}, found {booked}.";
        }

        return null;
    }

    private BankReply Send(BankCommand command)
    {
        var decision = BankAccount.Decide(_state, command, default);
        foreach (var happened in decision.Events)
        {
            _state = BankAccount.Evolve(_state, happened);
            _events.Add(happened);
            _model.Apply(happened);
        }

        if (_random.Next(8) == 0)
            _state = BankSnapshot.FromSnapshot(BankSnapshot.ToSnapshot(_state));
        return decision.Reply;
    }

    private void Close()
    {
        var entries = Entries();
        // A day on which nothing is left would join wherever it is put.
        if (entries.Count > 0 && entries.Sum(static entry => entry.SignedMinor) == 0)
            entries.Add(Entry(1));
        var slice = _bank.Close(entries, isHalf: _random.Next(4) == 0, _random.Next(3) == 0 ? 3 : 1);
        var isCamt = _random.Next(3) > 0;
        switch (_random.Next(12))
        {
            // It comes later, or never.
            case 0: break;
            case 2 or 3 when slice.Index > 0: Deliver(_bank.File(isCamt, slice.Index - 1, slice.Index)); break;
            case 1 or 4:
                Deliver(_bank.File(isCamt, slice.Index, slice.Index));
                Deliver(_bank.File(!isCamt, slice.Index, slice.Index));
                break;
            default: Deliver(_bank.File(isCamt, slice.Index, slice.Index)); break;
        }
    }

    // Few amounts, so that most days have some that earlier ones had.
    private List<BankTransaction> Entries()
    {
        var entries = new List<BankTransaction>();
        for (var count = _random.Next(5); count > 0; count--)
        {
            var entry = Entry(_random.Next(6) switch
            {
                0 or 1 => 4_990,
                2 or 3 => 1_999,
                4 => -_random.Next(1, 9_000),
                _ => _random.Next(1, 9_000),
            });
            switch (_random.Next(10))
            {
                case 0:
                    entries.Add(entry);
                    entries.Add(entry with { Identity = Reference(), BankReference = null });
                    break;
                case 1 when _bank.HasReferences && entry.SignedMinor > 1:
                    var part = entry.SignedMinor / 2;
                    entries.Add(Detail(entry, 1, part));
                    entries.Add(Detail(entry, 2, entry.SignedMinor - part));
                    break;
                case 2 when ReusedReference() is { } reused:
                    entries.Add(entry with { Identity = reused, BankReference = reused });
                    break;
                default: entries.Add(entry); break;
            }
        }

        return entries;
    }

    /// <summary>A reference of an earlier day; once.</summary>
    private string? ReusedReference()
    {
        if (_bank.Slices.Count < 3)
            return null;
        var earlier = _bank.Slices[_random.Next(_bank.Slices.Count - 2)];
        return earlier.Day < _bank.Slices[^1].Day
            && earlier.Entries.FirstOrDefault() is { BankReference: { } reference, EntryReference: null }
            && _reused.Add(reference)
                ? reference
                : null;
    }

    private void DeliverAgain()
    {
        if (_bank.Slices.Count == 0)
            return;
        if (_model.Pending is { } pending && _bank.FileOf(pending) is { } unfinished)
        {
            Deliver(unfinished);
            return;
        }

        if (_model.StoppedBy is { } stopped && _bank.FileOf(stopped) is { } stopping && _random.Next(3) == 0)
        {
            TakeUp(stopping);
            return;
        }

        var from = Math.Max(0, _bank.Slices.Count - 1 - _random.Next(5));
        var to = _random.Next(4) == 0 ? Math.Min(_bank.Slices.Count - 1, from + 1) : from;
        Deliver(_bank.File(_random.Next(2) == 0, from, to, _random.Next(4) == 0 ? ++_issue : 0));
    }

    private void TakeUp(BankFile stopping)
    {
        var booked = _events.OfType<BankEvent.StatementBooked>()
            .Select(statement => _bank.FileOf(statement.Statement.Id)).Max(static file => file?.To) ?? -1;
        if (stopping.From <= booked)
            return;

        // What is partly known overlaps, and nobody gives up what is before it.
        var overlaps = stopping.Parts.Any(part => part.Any(entry => _model.Entries.ContainsKey(entry.Identity)));
        if (overlaps || _random.Next(4) > 0)
            Deliver(_bank.File(isCamt: true, booked + 1, booked + 1));
        else if (Send(new BankCommand.AcceptGap("the bank can't send it", Person)).IsDone)
            Deliver(stopping);
    }

    private void Deliver(BankFile file, bool mayBreakOff = true)
    {
        for (var part = 0; part < file.Parts.Length; part++)
        {
            var isLast = part == file.Parts.Length - 1;
            if (!Send(new BankCommand.BookEntries(file.Header, part, isLast, [.. file.Parts[part]], Feed)).IsDone
                || (!isLast && mayBreakOff && _random.Next(6) == 0))
                return;
        }
    }

    /// <summary>At the end all that is not booked comes, in order; what joins nowhere is let in.</summary>
    private void DeliverAll()
    {
        for (var tries = 2 * _bank.Slices.Count; tries > 0; tries--)
        {
            if (_model.Pending is { } pending && _bank.FileOf(pending) is { } unfinished)
            {
                Deliver(unfinished, mayBreakOff: false);
                continue;
            }

            var gone = _bank.Missing(_events);
            foreach (var statement in _events.OfType<BankEvent.StatementBooked>())
            {
                if (_bank.FileOf(statement.Statement.Id) is { } file)
                    gone.UnionWith(Enumerable.Range(file.From, file.To - file.From + 1));
            }

            if (_bank.Slices.FirstOrDefault(slice => !gone.Contains(slice.Index) && !_emptyGiven.Contains(slice.Index))
                is not { } next)
                return;
            if (next.Entries.Length == 0)
                _emptyGiven.Add(next.Index);
            Deliver(_bank.File(isCamt: true, next.Index, next.Index), mayBreakOff: false);
            if (_model.StoppedBy is { } stopped && _bank.FileOf(stopped)?.From == next.Index)
                Send(new BankCommand.AcceptGap("it is all there is", Person));
        }
    }

    private static BankTransaction Detail(BankTransaction entry, int number, long signedMinor) => entry with
    {
        Identity = string.Create(CultureInfo.InvariantCulture, $"{entry.Identity}/{number}"),
        EntryReference = entry.Identity,
        SignedMinor = signedMinor,
    };

    private BankTransaction Entry(long signedMinor)
    {
        var reference = Reference();
        return new BankTransaction(
            reference, signedMinor, Currency.Eur, default, default, "Ada Muster", null, "Zahlung",
            _hasPayerIds ? "E2E-" + reference : null, null, reference);
    }

    private string Reference() => string.Create(CultureInfo.InvariantCulture, $"B{10_000_000 + ++_serial}");
}
