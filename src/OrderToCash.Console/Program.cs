using System.CommandLine;
using System.CommandLine.Invocation;
using OrderToCash.Console;
using OrderToCash.Console.Verbs;

var root = new RootCommand(
    "OrderToCash: takes in orders, stock, shipments and bank statements, and carries every order to cash.")
{
    GlobalOptions.Store,
    GlobalOptions.Server,
    GlobalOptions.Key,
    GlobalOptions.Json,
    GlobalOptions.NoProjections,
    IngestVerbs.Create(),
    MatchVerbs.Create(),
    ReviewVerbs.Create(),
    LearnedVerbs.Create(),
    SettlementVerbs.Create(),
    ShowVerbs.Create(),
    AccountsVerbs.Create(),
    AuditVerb.Create(),
    DemoVerb.Create(),
    OrdersVerbs.Create(),
    ChecksVerbs.Create(),
    ExportVerbs.Create(),
    QuarantineVerbs.Create(),
    ChannelsVerbs.Create(),
    InboxVerbs.Create(),
    FoldersVerbs.Create(),
    OutboundVerbs.Create(),
    EngineVerbs.CreateDrain(),
    EngineVerbs.CreateDeadLetters(),
    JournalVerbs.Create(),
    ProjectionsVerbs.Create(),
    ServeVerb.Create(),
    KeysVerbs.Create(),
    VersionVerb.Create(),
};

// Signals and failures are handled by each verb's run, which knows what is under way.
var configuration = new InvocationConfiguration
{
    EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null,
};
var parsed = root.Parse(args);
return parsed.Action is ParseErrorAction wrong
    ? await UsageErrors.WriteAsync(parsed, wrong)
    : await parsed.InvokeAsync(configuration);
