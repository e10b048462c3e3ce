using System.Collections.Immutable;

namespace OrderToCash.Console.Demo;

/// <summary>Money on its way to us, as its sender sees it.</summary>
/// <param name="Customer">Whose money it is.</param>
/// <param name="Name">As the bank prints it.</param>
/// <param name="Meant">What it is meant for.</param>
internal sealed record DemoTransfer(
    DemoCustomer Customer, string Name, string Iban, long Minor, string Text, DemoMeant Meant)
{
    /// <summary>What comes of it on a later day.</summary>
    public DemoSequel Sequel { get; init; }

    /// <summary>Where the rest is paid later: how much that is, and with which words.</summary>
    public (long Minor, string Text) Rest { get; init; }
}

/// <summary>What comes of a transfer on a later day.</summary>
internal enum DemoSequel
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>The bank takes it back the next day, and it is paid anew the day after.</summary>
    ComesBack,

    /// <summary>It is paid again by mistake.</summary>
    PaidAgain,

    /// <summary>The rest follows.</summary>
    Rest,
}

/// <summary>What a bank transaction is meant for: the demonstration knows, the matcher has to find out.</summary>
internal abstract record DemoMeant
{
    private DemoMeant()
    {
    }

    /// <summary>A customer's, for these documents.</summary>
    /// <param name="Account">The customer's account here.</param>
    /// <param name="Numbers">Invoices, or the order that is paid in advance.</param>
    /// <param name="IsAgain">True where they are paid already: then it belongs on account.</param>
    internal sealed record Documents(string Account, ImmutableArray<string> Numbers, bool IsAgain = false) : DemoMeant;

    /// <summary>The bank takes that payment back.</summary>
    internal sealed record TakesBack(string Payment) : DemoMeant;

    /// <summary>No customer's: fees, interest, a transfer of our own.</summary>
    internal sealed record Nobody : DemoMeant;

    /// <summary>A provider's payout: provider and id.</summary>
    internal sealed record Payout(string Id) : DemoMeant;
}
