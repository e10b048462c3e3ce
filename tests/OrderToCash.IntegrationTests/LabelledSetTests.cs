using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using OrderToCash.Adapters.Sqlite;
using OrderToCash.Application;
using OrderToCash.Domain.Receivables;
using OrderToCash.Engine.Journal;
using OrderToCash.Engine.Shards;
using OrderToCash.Tests;

namespace OrderToCash.IntegrationTests;

/// <summary>
/// The labelled sets through a store: items imported, statements and reports taken in by the program, and what the
/// accounts made of each payment compared with the truth.
/// </summary>
public sealed class LabelledSetTests
{
    private const string OwnAccount = "DE89370400440532013000";

    [SharedDataTheory("cashapp/mixed", "cashapp/hard")]
    [InlineData("mixed", "camt053", 0.97)]
    // Money that rightly stays on account settles no item, and is not counted.
    [InlineData("hard", "camt053", 0.91)]
    [InlineData("hard", "mt940", 0.91)]
    public async Task Nothing_is_booked_wrongly_on_the_whole_way(string set, string statements, double least)
    {
        using var folder = new O2cFolder();
        var data = SharedData.FullPath("cashapp/" + set);
        string Of(string name) => Path.Combine(data, name);
        (await folder.RunAsync("ingest", "items", Of("customers.csv"), Of("open_items.csv"))).Ends(0);
        (await folder.RunAsync("ingest", "debits", folder.Write("debits.csv", Debits(data)))).Ends(0);
        (await folder.RunAsync("accounts", "add", OwnAccount)).Ends(0);
        (await folder.RunAsync("ingest", "bank", Of("psp"), Of(statements))).Ends(0);
        await folder.AuditAsync();

        var settled = await SettledItems.ReadAsync(folder.Journal, Ids(Of("open_items.csv")));
        var (right, all, wrong) = (0, 0, new List<string>());
        foreach (var line in File.ReadLines(Of("truth.jsonl")))
        {
            var truth = JsonNode.Parse(line)!;
            var payment = $"{OwnAccount}/{truth["tx"]}";
            if (!settled.Payments.Contains(payment))
                continue;
            var found = settled.Of(payment);
            var isRight = (string?)truth["expect"] switch
            {
                "auto" => found.SequenceEqual(Items(truth)),
                "optional" => truth["acceptable"]!.AsArray().Any(set => set!.AsArray()
                    .Select(item => (string?)item).Order().SequenceEqual(found.Select(part => part.Item))),
                _ => found.Count == 0,
            };
            if (found.Count > 0 && !isRight)
                wrong.Add($"{truth["tx"]} {truth["class"]}");
            if ((bool?)truth["customer_credit"] != true)
                continue;
            all++;
            right += isRight && found.Count > 0 ? 1 : 0;
        }

        Assert.True(wrong.Count == 0, $"{wrong.Count} wrong:\n" + string.Join('\n', wrong.Take(20)));
        Assert.True(all > 1_000 && right >= least * all, $"{right} of {all}");
    }

    private static List<(string Item, long Minor)> Items(JsonNode truth) =>
    [
        .. truth["items"]!.AsArray()
            .Select(item => ((string)item!["item"]!, Minor((string)item["applied"]!))).Order(),
    ];

    private static long Minor(string amount) => (long)(decimal.Parse(amount, CultureInfo.InvariantCulture) * 100);

    // The set names items by its own ids.
    private static IEnumerable<string> Debits(string data)
    {
        var items = File.ReadLines(Path.Combine(data, "open_items.csv")).Skip(1).Select(line => line.Split(','))
            .ToDictionary(fields => fields[0]);
        return File.ReadLines(Path.Combine(data, "sdd_batches.csv")).Skip(1).Select(line => line.Split(','))
            .Select(debit => string.Join(
                ',', items[debit[2]][2], items[debit[2]][3], debit[0], debit[3], debit[4], "EUR", debit[1]))
            .Prepend("customer,document,batch,endToEndId,amount,currency,collectionDate");
    }

    private static Dictionary<(string Account, string Document), string> Ids(string file) => File.ReadLines(file)
        .Skip(1).Select(line => line.Split(','))
        .ToDictionary(fields => (fields[2], fields[3]), fields => fields[0]);

    /// <summary>What accounts say that each payment settled, by the set's ids of the items.</summary>
    private sealed class SettledItems(Dictionary<(string Account, string Document), string> ids) : IEventSink
    {
        private readonly Dictionary<string, List<(string Item, long Minor)>> _items = [];

        public HashSet<string> Payments { get; } = [];

        public static async Task<SettledItems> ReadAsync(
            string journalPath, Dictionary<(string Account, string Document), string> ids)
        {
            var settled = new SettledItems(ids);
            await using var journal = SqliteJournal.Open(
                journalPath, new SqliteJournalOptions { Mode = SqliteJournalMode.ReadOnly });
            for (var shard = 0; shard < journal.Info.ShardCount; shard++)
                await journal.ReadShardAsync(shard, 0, int.MaxValue, settled, CancellationToken.None);
            return settled;
        }

        public List<(string Item, long Minor)> Of(string payment) =>
            [.. _items.GetValueOrDefault(payment, []).Order()];

        public void OnEvent(in EventRow row)
        {
            var entity = EntityId.Parse(row.Entity);
            var name = Encoding.UTF8.GetString(row.Name);
            if (name == "payment.received")
                Payments.Add(entity.Id);
            if (name != "account.payment-applied")
                return;
            var applied = (AccountEvent.PaymentApplied)EntityKinds.ByName[entity.Kind].Decode(
                row.Name, row.Version, row.Payload);
            foreach (var part in applied.Allocations)
            {
                if (!_items.TryGetValue(applied.Payment.Value, out var items))
                    _items.Add(applied.Payment.Value, items = []);
                items.Add((ids[(entity.Id, part.Document)], part.AmountMinor));
            }
        }
    }
}
