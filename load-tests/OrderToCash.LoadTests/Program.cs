using System.CommandLine;
using OrderToCash.LoadTests.AuditSpeed;
using OrderToCash.LoadTests.Peak;

var root = new RootCommand("Load tests of OrderToCash: see load-tests/README.md.")
{
    PeakCommand.Create(),
    AuditSpeedCommand.Create(),
};
return await root.Parse(args).InvokeAsync();
