using OrderToCash.Domain.Flows;
using OrderToCash.Domain.Payments;
using OrderToCash.Domain.Values;
using OrderToCash.Engine.Shards;
using OrderToCash.Simulation.Audit;
using OrderToCash.Simulation.World;

namespace OrderToCash.Simulation.Traffic;

/// <content>Bank files: on time, late, twice, overlapping, in two formats at once, and broken off half-way.</content>
internal sealed partial class Workload
{
    private const string Main = "DE02120300000000202051";
    private const string Second = "DE02500105170137075030";

    private readonly SimulatedBank[] _banks;
    private readonly HashSet<(SimulatedBank Bank, int Slice)> _emptyGiven = [];
    private int _issue;

    /// <summary>Σ by own account and payer of all that is to be booked, once everything was given.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, long>> BankTruth() =>
        _banks.Where(static bank => bank.Slices.Count > 0).ToDictionary(
            static bank => bank.Account.Value, bank => bank.Truth(EventsOf(bank)), StringComparer.Ordinal);

    private static EntityId EntityOf(SimulatedBank bank) => new(Kinds.Bank, bank.Account.Value);

    private void RegisterBanks()
    {
        foreach (var bank in _banks)
            _client.Send(EntityOf(bank), new BankCommand.Register(Currency.Eur, "main", Person));
    }

    /// <summary>The bank closes its books for now and tells, in one way or another.</summary>
    private void CloseBank(SimulatedBank bank, List<BankTransaction> entries)
    {
        // A day on which nothing is left would join wherever it is put.
        if (entries.Count > 0 && entries.Sum(static entry => entry.SignedMinor) == 0)
            entries.Add(Entry(1, "Zinsen"));

        // References that are used again are told from repeats by the balances, for which all has to be seen at once.
        var known = _journal.Banks.GetValueOrDefault(bank.Account.Value)?.Entries;
        var isInParts = _random.Next(3) == 0
            && !entries.Exists(entry => known?.ContainsKey(entry.Identity) == true);
        var slice = bank.Close(entries, isHalf: _random.Next(4) == 0, isInParts ? 3 : 1);
        if (_random.Next(4) == 0)
            Announce(bank, slice);

        var isCamt = _random.Next(3) > 0;
        switch (_random.Next(12))
        {
            // It comes later: the next one doesn't go on from what is booked.
            case 0: break;
            case 2 or 3 when slice.Index > 0:
                Deliver(bank, bank.File(isCamt, slice.Index - 1, slice.Index));
                break;
            case 1 or 4:
                Deliver(bank, bank.File(isCamt, slice.Index, slice.Index));
                Deliver(bank, bank.File(!isCamt, slice.Index, slice.Index));
                break;
            default: Deliver(bank, bank.File(isCamt, slice.Index, slice.Index)); break;
        }
    }

    /// <summary>An old file comes again: the same one, another issue of it, another format, a longer period.</summary>
    private void DeliverAgain()
    {
        var bank = AnyBank();
        var known = _journal.Banks.GetValueOrDefault(bank.Account.Value);
        if (known?.Pending is { } pending && bank.FileOf(pending) is { } unfinished)
        {
            Deliver(bank, unfinished);
            return;
        }

        if (known?.StoppedBy is { } stopped && bank.FileOf(stopped) is { } stopping && _random.Next(3) == 0)
        {
            TakeUp(bank, stopping);
            return;
        }

        if (bank.Slices.Count == 0)
            return;

        var from = Math.Max(0, bank.Slices.Count - 1 - _random.Next(5));
        var to = _random.Next(4) == 0 ? Math.Min(bank.Slices.Count - 1, from + 1) : from;
        Deliver(bank, bank.File(_random.Next(2) == 0, from, to, _random.Next(4) == 0 ? ++_issue : 0));
    }

    /// <summary>Somebody looks why the feed stands: the missing file is found, or it is given up.</summary>
    private void TakeUp(SimulatedBank bank, BankFile stopping)
    {
        var booked = EventsOf(bank).OfType<BankEvent.StatementBooked>()
            .Select(statement => bank.FileOf(statement.Statement.Id)).Max(static file => file?.To) ?? -1;
        if (stopping.From <= booked)
            return;

        // What is partly known overlaps, and nobody gives up what is before it.
        var overlaps = stopping.Parts.Any(part =>
            part.Any(entry => _journal.Banks[bank.Account.Value].Entries.ContainsKey(entry.Identity)));
        if (overlaps || _random.Next(4) > 0)
        {
            Deliver(bank, bank.File(isCamt: true, booked + 1, booked + 1));
            return;
        }

        _client.Send(EntityOf(bank), new BankCommand.AcceptGap("the bank can't send it", Person), reply =>
        {
            if (reply is BankReply { IsDone: true })
                Later(() => Deliver(bank, stopping));
        });
    }

    /// <summary>What a feed does with a file: part after part, as answered; sometimes it dies between two.</summary>
    private void Deliver(SimulatedBank bank, BankFile file, int part = 0, bool mayBreakOff = true, Action? done = null)
    {
        var book = new BankCommand.BookEntries(
            file.Header, part, part == file.Parts.Length - 1, [.. file.Parts[part]], Feed);
        _client.Send(EntityOf(bank), book, reply =>
        {
            var isLast = part == file.Parts.Length - 1;
            if (reply is BankReply { IsDone: true } && !isLast && !(mayBreakOff && _random.Next(6) == 0))
                Later(() => Deliver(bank, file, part + 1, mayBreakOff, done));
            else if (done is not null)
                Later(done);
        });
    }

    /// <summary>The bank's report of the day, before it closes: nothing is booked yet.</summary>
    private void Announce(SimulatedBank bank, BankSlice slice)
    {
        if (slice.Entries.Length == 0)
            return;

        var entries = slice.Entries[.._random.Next(1, slice.Entries.Length + 1)];
        _client.Send(EntityOf(bank), new BankCommand.Announce("camt.052/" + Text(slice.Index), [.. entries], Feed));
        if (_random.Next(3) > 0)
            return;

        var total = entries[_random.Next(entries.Length)];
        _client.Send(EntityOf(bank), new BankCommand.NoteDetails(
            total.Identity, 0, [total with { Identity = total.Identity + "/1", EntryReference = total.Identity }],
            Feed));
    }

    /// <summary>At the end the files of all that is not booked come, in order; what joins nowhere is let in.</summary>
    private void DeliverAll()
    {
        _emptyGiven.Clear();
        foreach (var bank in _banks)
            DeliverNext(bank, tries: 2 * bank.Slices.Count);
    }

    private void DeliverNext(SimulatedBank bank, int tries)
    {
        var known = _journal.Banks.GetValueOrDefault(bank.Account.Value);
        if (known?.Pending is { } pending && bank.FileOf(pending) is { } unfinished)
        {
            Deliver(bank, unfinished, mayBreakOff: false, done: () => DeliverNext(bank, tries));
            return;
        }

        var events = EventsOf(bank).ToArray();
        var gone = bank.Missing(events);
        foreach (var statement in events.OfType<BankEvent.StatementBooked>())
        {
            if (bank.FileOf(statement.Statement.Id) is { } booked)
                gone.UnionWith(Enumerable.Range(booked.From, booked.To - booked.From + 1));
        }

        var next = bank.Slices.FirstOrDefault(
            slice => !gone.Contains(slice.Index) && !_emptyGiven.Contains((bank, slice.Index)));
        if (next is null || tries == 0)
            return;

        // A day without entries leaves nothing behind by which it could be told that it came.
        if (next.Entries.Length == 0)
            _emptyGiven.Add((bank, next.Index));

        Deliver(
            bank, bank.File(isCamt: true, next.Index, next.Index), mayBreakOff: false,
            done: () => LetIn(bank, next.Index, tries - 1));
    }

    private void LetIn(SimulatedBank bank, int index, int tries)
    {
        var known = _journal.Banks[bank.Account.Value];
        if (known.StoppedBy is { } stopped && bank.FileOf(stopped)?.From == index)
        {
            _client.Send(
                EntityOf(bank), new BankCommand.AcceptGap("it is all there is", Person),
                _ => Later(() => DeliverNext(bank, tries)));
        }
        else
        {
            DeliverNext(bank, tries);
        }
    }

    private IEnumerable<BankEvent> EventsOf(SimulatedBank bank) =>
        _journal.Events.Where(happened => happened.Entity.Id == bank.Account.Value)
            .Select(static happened => happened.Event).OfType<BankEvent>();

    private SimulatedBank AnyBank() => _banks[_random.Next(4) == 0 ? 1 : 0];

    // Sends from a reply wait for the next event, as a caller on another machine would.
    private void Later(Action action) => _time.Schedule(TimeSpan.FromMilliseconds(1), action);
}
