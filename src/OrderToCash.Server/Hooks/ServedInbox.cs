using OrderToCash.Adapters.Inbox;

namespace OrderToCash.Server.Hooks;

/// <summary>What the webhooks work with; whoever starts the server owns the inbox and closes it afterwards.</summary>
public sealed record ServedInbox(SqliteInbox Inbox, ChannelBook Channels);
