namespace OrderToCash.Tests.Tidy;

/// <summary>The files that may catch every exception, each with what it does with one.</summary>
public static class AllowedCatches
{
    public static readonly IReadOnlyDictionary<string, string> Reasons = new Dictionary<string, string>
    {
        ["src/OrderToCash.Application/Audit/SnapshotReplays.cs"] =
            "A state that can't take its next event is a break, which the audit reports; it reads on.",
        ["src/OrderToCash.Application/Hosting/EngineHost.cs"] =
            "The top of the shard loops and of the commit thread: the host stops, and reports it as its completion.",
        ["src/OrderToCash.Console/Verb.cs"] =
            "The top of every verb: a bug becomes one line for the user, an entry in the log, and exit code 2.",
        ["src/OrderToCash.Engine/Shards/Shard.Loading.cs"] =
            "A replay that throws blocks its entity, visibly; the shard lives on.",
        ["src/OrderToCash.Engine/Shards/Shard.Record.cs"] =
            "A codec or reaction that throws fails its command alone, which becomes a dead letter.",
        ["src/OrderToCash.Engine/Shards/Shard.Turn.cs"] =
            "A decider that throws fails its command alone, which becomes a dead letter.",
        ["src/OrderToCash.Server/Outbound/OutboundRun.cs"] =
            "The top of the loop that tells a channel: a bug is an entry in the log, and it is tried again later.",
        ["src/OrderToCash.Server/Api/RequestGate.cs"] =
            "The top of every request: a bug becomes an answer of 500 and an entry in the log.",
        ["src/OrderToCash.Server/Polling/PollRun.cs"] =
            "The top of a shop's run: a bug becomes an entry in the log; the shop is asked again, others go on.",
    };
}
