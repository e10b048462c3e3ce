using OrderToCash.Application.Audit;
using OrderToCash.Engine.Journal;

namespace OrderToCash.Console.Running;

/// <summary>Audits a journal and shows how far it is.</summary>
internal static class Auditing
{
    /// <summary>The report.</summary>
    public static async Task<AuditReport> RunAsync(VerbContext context, IJournal journal)
    {
        var progress = new Latest();
        var options = new AuditOptions { Readers = Environment.ProcessorCount, Time = context.Time };
        var work = JournalAudit.RunAsync(journal, options, progress, context.Stop.Token);
        await ProgressDisplay.RunAsync(
            context.Output, context.Time, "audit", "events",
            () => (
                progress.Value.Events,
                progress.Value.TotalEvents > 0
                    ? Math.Min(1m, (decimal)progress.Value.Events / progress.Value.TotalEvents)
                    : null),
            work);
        return await work;
    }

    private sealed class Latest : IProgress<AuditProgress>
    {
        private readonly Lock _gate = new();
        private AuditProgress _value;

        public AuditProgress Value
        {
            get
            {
                lock (_gate)
                    return _value;
            }
        }

        public void Report(AuditProgress value)
        {
            lock (_gate)
                _value = value;
        }
    }
}
