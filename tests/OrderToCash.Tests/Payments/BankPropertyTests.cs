using OrderToCash.Domain.Payments;
using Xunit;
using Xunit.Abstractions;
using static OrderToCash.Tests.Payments.BankScenario;

namespace OrderToCash.Tests.Payments;

/// <summary>
/// A bank's true list of transactions is delivered in random excerpts: repeated, overlapping, in parts, under new ids,
/// cut off in the middle, from the future. The seed is in the failure's output.
/// </summary>
public sealed class BankPropertyTests(ITestOutputHelper output)
{
    private const int Seeds = 40;
    private const int Deliveries = 40;

    [Fact]
    public void However_statements_repeat_and_overlap_each_transaction_is_booked_once()
    {
        var complete = 0;
        for (var seed = 1; seed <= Seeds; seed++)
        {
            try
            {
                complete += Deliver(new Random(seed));
            }
            catch (Exception)
            {
                output.WriteLine($"seed {seed}");
                throw;
            }
        }

        Assert.True(complete > Seeds / 2, $"only {complete} of {Seeds} runs booked the whole list");
    }

    private static int Deliver(Random random)
    {
        var bank = new Bank(random);
        for (var delivery = 0; delivery < Deliveries; delivery++)
        {
            var stops = random.Next(6) == 0;
            if (bank.Deliver(bank.Draw(), stops) == BankReplyCode.StatementUnfinished)
                bank.Deliver(bank.Unfinished(), false);
            bank.Check();
            if (random.Next(5) == 0)
                bank.Own.Reload();
        }

        return bank.Own.Booked.Count == Bank.Size ? 1 : 0;
    }

    // A file: it is cut into the same parts whenever it is read.
    private sealed record Excerpt(string Id, int From, int To, int PartSize);

    private sealed class Bank
    {
        public const int Size = 60;

        private readonly Random _random;
        private readonly BankTransaction[] _truth;
        private readonly long[] _balances = new long[Size + 1];
        private readonly List<Excerpt> _files = [];

        public Bank(Random random)
        {
            _random = random;
            _truth = [.. Enumerable.Range(0, Size).Select(i => Entry("t" + i, random.Next(-50_000, 70_000)))];
            for (var i = 0; i < Size; i++)
                _balances[i + 1] = _balances[i] + _truth[i].SignedMinor;
        }

        public BankScenario Own { get; } = Registered();

        public Excerpt Draw()
        {
            if (_files.Count > 0 && _random.Next(3) == 0)
                return _files[_random.Next(_files.Count)];
            var booked = Own.Booked.Count;
            var from = Own.State.LastStatement is null
                ? 0
                : _random.Next(Math.Max(0, booked - 15), Math.Min(Size, booked + 3));
            var to = _random.Next(from, Math.Min(Size, from + 20) + 1);
            var file = new Excerpt("file " + _files.Count, from, to, _random.Next(1, 12));
            _files.Add(file);
            return file;
        }

        public Excerpt Unfinished() => _files.Single(f => f.Id == Own.State.Pending?.Id);

        public BankReplyCode Deliver(Excerpt file, bool stops)
        {
            var entries = _truth[file.From..file.To];
            var parts = Math.Max(1, (entries.Length + file.PartSize - 1) / file.PartSize);
            var end = stops ? _random.Next(parts) : parts;
            for (var part = 0; part < end; part++)
            {
                var slice = entries.Skip(part * file.PartSize).Take(file.PartSize).ToArray();
                var command = Part(file.Id, _balances[file.From], entries, slice, part, part == parts - 1);
                var reply = Own.Send(command).Reply;
                if (!reply.IsDone)
                    return reply.Code;
                if (_random.Next(4) == 0)
                    Assert.Empty(Own.Send(command).Events);
            }

            return BankReplyCode.Accepted;
        }

        // Whatever came, what is booked is the beginning of the truth, each once and in its order.
        public void Check()
        {
            Assert.Equal(_truth[..Own.Booked.Count], Own.Booked);
            if (Own.State.Pending is not { NewEntries: > 0 } && Own.State.LastStatement is { } last)
                Assert.Equal(_balances[Own.Booked.Count], last.ClosingMinor);
        }
    }
}
