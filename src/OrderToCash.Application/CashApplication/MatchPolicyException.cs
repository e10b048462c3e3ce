namespace OrderToCash.Application.CashApplication;

/// <summary>A policy can't be used; the message says what is wrong with it.</summary>
public sealed class MatchPolicyException(string message, Exception? inner = null) : Exception(message, inner);
