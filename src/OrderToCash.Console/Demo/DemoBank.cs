namespace OrderToCash.Console.Demo;

/// <summary>Both banks: book what customers send and what comes of it; deliver statements, some twice.</summary>
internal sealed class DemoBank
{
    /// <summary>The day whose statement the first bank delivers as camt.053 and as MT940 too.</summary>
    private const int DayOfBothFormats = 3;

    private const long FeeMinor = 1290;
    private const long SweepMinor = 2_500_00;

    private readonly DemoWorld _world;
    private readonly DemoPayers _payers;
    private readonly DemoProvider _provider;
    private readonly DemoTruth _truth;
    private readonly DemoAccount[] _accounts;
    private readonly List<(int Round, Action Book)> _later = [];
    private DateOnly _day;
    private int _round;

    /// <summary>Banks that have booked nothing.</summary>
    /// <param name="firstDay">The day of the invoices: the first statement's.</param>
    public DemoBank(DemoWorld world, DemoMirror mirror, DemoTruth truth, DateOnly firstDay)
    {
        _day = firstDay;
        _world = world;
        _payers = new DemoPayers(world, mirror);
        _provider = new DemoProvider(world, mirror);
        _truth = truth;
        _accounts =
        [
            .. DemoWorld.Accounts.Select((iban, index) => new DemoAccount(iban, (char)('A' + index), world.Seed)),
        ];
    }

    /// <summary>Books a day and writes its statements; each file's path with its format, in the order of delivery.
    /// </summary>
    public List<(string Path, string Format)> Deliver(string folder)
    {
        _round++;
        BookSequels();
        foreach (var transfer in _payers.Pay(_round))
            Book(transfer);
        BookOthers();
        var payout = _provider.PayOut(_round, _day);
        if (payout is not null)
            Book(payout);
        foreach (var account in _accounts)
            account.Close(_day);
        var files = Write(folder);
        if (payout is not null)
            AddReport(files, folder, payout);
        foreach (var account in _accounts)
            account.Open();
        _day = _day.AddDays(1);
        return files;
    }

    private List<(string Path, string Format)> Write(string folder)
    {
        List<(string Path, string Format)> files = [];
        string NextFile(string format, string name)
        {
            var path = Path.Combine(folder, $"statement-{_round}-{name}");
            files.Add((path, format));
            return path;
        }

        _accounts[0].WriteCamt(NextFile("camt.053", "a.xml"), $"MSG-{_round}");
        _accounts[0].WriteCamt(NextFile("camt.053", "a-again.xml"), $"MSG-{_round}-R");
        if (_round == DayOfBothFormats)
            _accounts[0].WriteMt940(NextFile("mt940", "a.sta"));
        _accounts[1].WriteMt940(NextFile("mt940", "b.sta"));
        _accounts[1].WriteMt940(NextFile("mt940", "b-again.sta"));
        return files;
    }

    private void BookSequels()
    {
        // What is booked may have a sequel of its own.
        foreach (var (_, book) in _later.Where(later => later.Round == _round).ToArray())
            book();
    }

    // A customer knows one of our accounts and stays with it.
    private DemoAccount AccountFor(DemoCustomer customer) =>
        _accounts[_world.Dice("bank" + customer.Account) < 65 ? 0 : 1];

    private void Book(DemoTransfer transfer)
    {
        var account = AccountFor(transfer.Customer);
        var payment = account.Book(_day, transfer.Minor, transfer.Name, transfer.Iban, transfer.Text);
        _truth.Note(payment, transfer.Meant);
        switch (transfer.Sequel)
        {
            case DemoSequel.ComesBack:
                _later.Add((_round + 1, () => TakeBack(account, transfer, payment)));
                _later.Add((_round + 2, () => Book(Again(transfer))));
                break;
            case DemoSequel.PaidAgain:
                _later.Add((_round + 1, () => Book(Again(transfer))));
                break;
            case DemoSequel.Rest:
                _later.Add((_round + 2, () => Book(transfer with
                {
                    Minor = transfer.Rest.Minor,
                    Text = transfer.Rest.Text,
                    Sequel = DemoSequel.None,
                })));
                break;
        }
    }

    // What is paid again belongs on account, unless it is open again.
    private static DemoTransfer Again(DemoTransfer transfer) => transfer with
    {
        Sequel = DemoSequel.None,
        Meant = transfer.Meant is DemoMeant.Documents meant ? meant with { IsAgain = true } : transfer.Meant,
    };

    // The payer's bank asks for it back ("following cancellation request").
    private void TakeBack(DemoAccount account, DemoTransfer transfer, string payment) => _truth.Note(
        account.Book(
            _day, -transfer.Minor, transfer.Name, transfer.Iban, "Rueckruf " + transfer.Text, returnReason: "FOCR"),
        new DemoMeant.TakesBack(payment));

    // What is no customer's: fees, a transfer between our accounts, interest.
    private void BookOthers()
    {
        var nobody = new DemoMeant.Nobody();
        foreach (var account in _accounts)
            _truth.Note(account.Book(_day, -FeeMinor, "Hausbank", null, "Entgelt Kontofuehrung"), nobody);
        var (from, to) = _round % 2 == 0 ? (_accounts[0], _accounts[1]) : (_accounts[1], _accounts[0]);
        _truth.Note(
            from.Book(_day, -SweepMinor, "Demo GmbH", to.Iban.Value, "Umbuchung auf anderes Konto"), nobody);
        _truth.Note(to.Book(_day, SweepMinor, "Demo GmbH", from.Iban.Value, "Umbuchung auf anderes Konto"), nobody);
        if (_round % 4 == 0)
            _truth.Note(_accounts[0].Book(_day, 417, "Hausbank", null, "Habenzinsen 4. Quartal"), nobody);
    }

    private void Book(DemoPayout payout) => _truth.Note(
        _accounts[0].Book(_day, payout.Minor, "PayPal Europe S.a.r.l.", null, "PP.AUSZAHLUNG " + payout.Id),
        new DemoMeant.Payout("paypal/" + payout.Id));

    // The report may be there before the money, or come after it.
    private void AddReport(List<(string Path, string Format)> files, string folder, DemoPayout payout)
    {
        var path = Path.Combine(folder, $"paypal-{_round}.csv");
        File.WriteAllText(path, payout.Report);
        files.Insert(_round % 2 == 0 ? 0 : files.Count, (path, "paypal"));
    }
}
