namespace OrderToCash.ChannelSimulator.Api;

/// <summary>A request that the shop's API got.</summary>
/// <param name="Number">From 1, in the order of arrival.</param>
/// <param name="Path">With its query.</param>
/// <param name="Status">What it was answered; 0 where the connection was cut.</param>
/// <param name="RetryAfter">For how long the sender has to stay away.</param>
public sealed record ApiCall(
    long Number, DateTimeOffset At, string Method, string Path, int Status, TimeSpan RetryAfter);
