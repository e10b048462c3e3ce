using System.CommandLine;
using OrderToCash.LoadTests.AuditSpeed;
using OrderToCash.LoadTests.Fresh;
using OrderToCash.LoadTests.Http;
using OrderToCash.LoadTests.Ingest;
using OrderToCash.LoadTests.Matching;
using OrderToCash.LoadTests.Outbound;
using OrderToCash.LoadTests.Parse;
using OrderToCash.LoadTests.Payments;
using OrderToCash.LoadTests.Peak;
using OrderToCash.LoadTests.Reading;
using OrderToCash.LoadTests.Simulate;
using OrderToCash.LoadTests.Translate;
using OrderToCash.LoadTests.Webhooks;

var root = new RootCommand("Load tests of OrderToCash: see load-tests/README.md.")
{
    PeakCommand.Create(),
    RecoveryCommand.Create(),
    PastCommand.Create(),
    OpenFreshCommand.Create(),
    MatcherStartCommand.Create(),
    FillCommand.Create(),
    QueriesCommand.Create(),
    AuditSpeedCommand.Create(),
    SimulateCommand.Create(),
    HttpCommand.Create(),
    FuzzCommand.Create(),
    TranslateCommand.Create(),
    ParseCommand.Create(),
    IngestCommand.Create(),
    MatchCommand.Create(),
    PaymentsCommand.Create(),
    WebhooksCommand.Create(),
    OutboundCommand.Create(),
};
return await root.Parse(args).InvokeAsync();
