namespace OrderToCash.Adapters.Stores;

/// <summary>Another process has the store open for writing; the message names it and says what to do.</summary>
public sealed class StoreLockedException(string message) : Exception(message);
