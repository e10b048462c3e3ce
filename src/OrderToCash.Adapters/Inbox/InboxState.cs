namespace OrderToCash.Adapters.Inbox;

/// <summary>What became of a delivery. The numbers are stored.</summary>
public enum InboxState
{
    /// <summary>Not decided yet.</summary>
    Waiting = 0,

    /// <summary>Decided, and durable: an order is new or was changed.</summary>
    Accepted = 1,

    /// <summary>It said nothing new: the same again, or an older version.</summary>
    Duplicate = 2,

    /// <summary>Refused: it, or one of its orders, is in the quarantine.</summary>
    Refused = 3,

    /// <summary>Understood, and it asks for nothing: no order, a test, a draft.</summary>
    Ignored = 4,
}

/// <summary>The words for states, as users see them.</summary>
public static class InboxStates
{
    private static readonly string[] Words = ["waiting", "accepted", "duplicate", "refused", "ignored"];

    /// <summary>All words, in the order of the states' numbers.</summary>
    public static IReadOnlyList<string> All => Words;

    /// <summary>A state's word.</summary>
    public static string WordOf(InboxState state) => Words[(int)state];

    /// <summary>The state of a word; null where it is none.</summary>
    public static InboxState? Parse(string word)
    {
        var index = Array.IndexOf(Words, word);
        return index < 0 ? null : (InboxState)index;
    }
}
