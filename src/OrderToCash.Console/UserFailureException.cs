namespace OrderToCash.Console;

/// <summary>What was asked can't be done; the message says what, where, what was expected and what to do.</summary>
internal sealed class UserFailureException(string message) : Exception(message);
