using Microsoft.Extensions.Logging;
using OrderToCash.Adapters.Outbound;
using OrderToCash.Application.Hosting;
using OrderToCash.Application.Pipelines;
using OrderToCash.Application.Queries;
using OrderToCash.Engine.Journal;
using OrderToCash.Server.Folders;
using OrderToCash.Server.Hooks;

namespace OrderToCash.Server;

/// <summary>What the server works with; whoever starts the server owns it and closes it afterwards.</summary>
/// <param name="Name">The store as users name it, <c>sqlite:/var/lib/o2c</c>.</param>
/// <param name="ReadModel">Answers lists.</param>
/// <param name="Watch">The same that the engine's observer tells: it knows whether the store answers.</param>
public sealed record ServedStore(
    string Name, EngineHost Host, IJournal Journal, IIntakeStore Intake, IReadModel ReadModel, StoreWatch Watch,
    TimeProvider Time, ILogger Logger)
{
    /// <summary>What shops deliver to; null where there are no webhooks.</summary>
    public ServedInbox? Hooks { get; init; }

    /// <summary>What shops are to be told; null where none is told anything.</summary>
    public SqliteOutbound? Outbound { get; init; }

    /// <summary>The watched folders; null where there are none.</summary>
    public ServedFolders? Folders { get; init; }
}
