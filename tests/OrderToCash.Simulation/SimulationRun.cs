using OrderToCash.Engine.Journal;
using OrderToCash.Engine.Shards;
using OrderToCash.Simulation.Audit;
using OrderToCash.Simulation.Traffic;
using OrderToCash.Simulation.World;

namespace OrderToCash.Simulation;

/// <summary>
/// One whole life of a system: orders come while things break, then nothing breaks any more, all comes to rest, and
/// every promise is checked.
/// </summary>
/// <remarks>
/// One thread, one seed, virtual time: the caller's thread runs everything. Shards, kinds, group commit and the
/// matching rung are those of production.
/// </remarks>
public sealed class SimulationRun : IClusterObserver
{
    private const int MaxEventsToRest = 400_000;

    /// <summary>Commands that the outside world lets wait at once.</summary>
    private const int MaxWaiting = 25;

    private static readonly DateTimeOffset Start = new(2026, 11, 27, 9, 0, 0, TimeSpan.Zero);

    private readonly SimulationOptions _options;
    private readonly SimulatedTime _time = new(Start);
    private readonly Random _random;
    private readonly Trace _trace;
    private readonly Verdict _verdict = new();
    private readonly Faults _faults;
    private readonly ShardOptions _limits;
    private readonly SimulatedStore _store;
    private readonly SimulationAuditor _auditor;
    private readonly Cluster _cluster;
    private readonly Client _client;
    private readonly Workload _workload;
    private readonly Matcher _matcher;
    private readonly Publisher _publisher;
    private readonly int _nodes;
    private bool _isDone;

    /// <summary>
    /// How often the outside world waits, so that a run ends where so much breaks that nothing moves.
    /// </summary>
    private int _patience = 3000;

    private SimulationRun(SimulationOptions options)
    {
        _options = options;
        _random = new Random(options.Seed);
        _trace = new Trace(_time, options.Trace);
        _faults = options.Faults ?? Faults.Draw(_random);
        _nodes = _random.Next(1, 4);
        var inner = options.Seams.Store(new VolatileJournal(_random.Next(1, 7)));
        _store = new SimulatedStore(inner, _time, _random, _trace) { Faults = _faults };
        _auditor = new SimulationAuditor(inner, _verdict, _trace);
        _store.Observer = _auditor;
        var seams = options.Seams with
        {
            Kinds = [.. options.Seams.Kinds.Select(static kind => new ProbedKind(kind))],
        };
        _limits = DrawLimits(_random);
        _cluster = new Cluster(_store, _time, _random, _trace, seams, _limits, _nodes, this, _auditor);
        _cluster.SetFaults(_faults);
        _store.Crash = _cluster.Crash;
        _client = new Client(_cluster, _random, _trace, _auditor);
        _workload = new Workload(_client, _auditor.Model, _time, new Random(unchecked((options.Seed * 31) + 17)));
        _matcher = new Matcher(
            _auditor.Model, _client, _store, _time, new Random(unchecked((options.Seed * 41) + 3)),
            _cluster.ShardCount);
        _publisher = new Publisher(
            _store, _auditor.Model, _verdict, _time, new Random(unchecked((options.Seed * 37) + 5)),
            options.Seams.Outbound, _verdict.Fail);
    }

    /// <summary>Runs it to its end, or to the first thing that is wrong.</summary>
    public static SimulationResult Run(SimulationOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);

        // Continuations run inline only where no synchronization context asks for them elsewhere.
        var context = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(null);
        try
        {
            return new SimulationRun(options).Run();
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(context);
        }
    }

    void IClusterObserver.OnLost(HostedShard hosted) => _client.OnLost(hosted);

    void IClusterObserver.OnCommitted(int shard, IReadOnlyList<CommittedEvent> events) =>
        _auditor.CheckObserved(shard, events);

    void IClusterObserver.OnDelivered(int shard, long position) => _matcher.OnDelivered(shard, position);

    void IClusterObserver.OnBug(string text) => _verdict.Fail(text);

    /// <summary>Small limits, so that every limit is met within a short run.</summary>
    private static ShardOptions DrawLimits(Random random) => new()
    {
        MaxCommandsPerTurn = random.OneOf([1, 2, 7, 64, 512]),
        MaxTurnBytes = random.OneOf([600, 2500, 20_000, 4 * 1024 * 1024]),
        MailboxCapacity = random.OneOf([2, 20, 2048]),
        MaxUnacknowledged = random.OneOf([1, 10, 8192]),
        MaxActiveEntities = random.OneOf([2, 10, 60, 8192]),
        PassivateAfter = random.Ms(10, 60_000),
        ResendAfter = random.Ms(300, 5000),
        MinEventsPerSnapshot = random.OneOf([1, 4, 30, 200]),
        MaxEventsPerReminderFlush = random.OneOf([1, 10, 100, 4096]),
        MinEventsPerPassivation = random.OneOf([1, 3, 8, int.MaxValue]),
    };

    private SimulationResult Run()
    {
        if (_trace.IsOn)
            _trace.Write($"seed {_options.Seed}: {_nodes} nodes, {_cluster.ShardCount} shards, {_faults}, {_limits}");

        _workload.Open();
        _time.Schedule(TimeSpan.FromMilliseconds(1), () => Step(_options.Orders * 4));
        while (_verdict.Holds && !_isDone && _time.RunNext())
        {
        }

        Rest("after the faults");
        Check();
        GiveAll();
        SleepUntilHoldsEnd();
        CheckAtTheEnd();
        Note();
        return new SimulationResult(
            _options.Seed, _verdict.Problem, _trace.Hash, _auditor.Model.Events.Count, _workload.PlacedCount,
            _auditor.Model.Orders.Values.Count(static order => order.IsClosed), _client.AnsweredCount,
            _cluster.Crashes, _cluster.Moves);
    }

    private void Step(int left)
    {
        if (left == 0)
        {
            _isDone = true;
            return;
        }

        // Callers wait for answers before they ask more: so all of it happens while things break.
        BreakSomething();
        _matcher.Follow();
        _publisher.Follow();
        if (_client.WaitingCount > MaxWaiting && _patience-- > 0)
        {
            _time.Schedule(_random.Ms(0, 40), () => Step(left));
            return;
        }

        _workload.Step(mayPlace: _workload.PlacedCount < _options.Orders);
        var pause = _random.Is(_faults.Sleep) ? _random.Ms(60_000, 4 * 86_400_000.0) : _random.Ms(0, 25);
        _time.Schedule(pause, () => Step(left - 1));
    }

    private void BreakSomething()
    {
        if (_random.Is(_faults.Crash))
        {
            var node = _random.Next(_nodes);
            _time.Schedule(_random.Ms(0, 50), () => _cluster.Crash(node));
        }

        if (_random.Is(_faults.Move))
        {
            var shard = _random.Next(_cluster.ShardCount);
            _time.Schedule(_random.Ms(0, 20), () => _cluster.Move(shard));
        }

        if (_random.Is(_faults.DeleteSnapshots))
            _store.Inner.DeleteSnapshotsAsync(default).AsTask().GetAwaiter().GetResult();

        if (_random.Is(_faults.Flush))
            _cluster.FlushAll();

        if (_random.Is(_faults.MatcherRestart))
        {
            _matcher.Restart();
            _publisher.Crash();
        }
    }

    /// <summary>Nothing breaks any more: within a while everything is answered, delivered and at rest.</summary>
    private void Rest(string when)
    {
        _cluster.SetFaults(Faults.None);
        for (var events = 0; _verdict.Holds; events++)
        {
            _matcher.Follow();
            _publisher.Follow();
            _cluster.EndZombies();
            if (_client.WaitingCount == 0 && _cluster.IsQuiet && _matcher.IsUpToDate && _publisher.IsUpToDate)
                return;

            if (events == MaxEventsToRest || !_time.RunNext())
            {
                _verdict.Fail(
                    $"It doesn't come to rest {when}: {_client.WaitingCount} commands wait. {_cluster.Describe()}");
            }
        }
    }

    private void GiveAll()
    {
        for (var round = 0; round < 4 && _verdict.Holds; round++)
        {
            _workload.GiveAll();
            Rest("after everything was given");
        }
    }

    /// <summary>Two months later every hold has ended, by reminders that survived all that happened.</summary>
    private void SleepUntilHoldsEnd()
    {
        // Many fall due in the same moment, on a bad day.
        var isOver = false;
        _cluster.SetFaults(_faults);
        _time.Schedule(TimeSpan.FromDays(40), () => _cluster.SetFaults(Faults.None));
        _time.Schedule(TimeSpan.FromDays(60), () => isOver = true);
        while (_verdict.Holds && !isOver && _time.RunNext())
        {
            _matcher.Follow();
            _publisher.Follow();
        }

        Rest("after two months");
        // Twice: a claim that a crashed node had sent may have fenced an owner, who hears of it with the first.
        for (var round = 0; round < 2; round++)
        {
            _cluster.FlushAll();
            Rest("after the watermarks were written");
        }
    }

    private QuietAudit Check()
    {
        var audit = new QuietAudit(_auditor.Model, _verdict);
        if (_verdict.Holds)
            audit.Run(_time.Now, _workload.AnsweredOrders);
        if (_verdict.Holds)
            _publisher.CheckQuiet();

        return audit;
    }

    private void CheckAtTheEnd()
    {
        var audit = Check();
        if (!_verdict.Holds)
            return;

        audit.CheckBanks(_workload.BankTruth());
        _auditor.Model.Channels.CheckQuiet();
        foreach (var entity in _auditor.Model.Entities.ToArray())
            _client.Send(entity, new Probe(), reply => audit.CheckLive(entity, reply as string ?? ""));

        Rest("after the states were compared");
        var letters = SimulatedStore.Now(_store.Inner.ReadDeadLettersAsync(default));
        _verdict.Require(letters.Count == 0, $"There are {letters.Count} dead letters.");
    }

    private void Note()
    {
        foreach (var row in SimulatedStore.Now(_store.Inner.ReadShardRowsAsync(default)))
            _trace.Note('S', row.Epoch, BitConverter.ToInt64(row.State.Chain));

        if (_trace.IsOn)
            _trace.Write(_verdict.Problem ?? $"everything held, {_auditor.Model.Events.Count} events");
    }
}
