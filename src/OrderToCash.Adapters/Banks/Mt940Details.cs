using System.Collections.Immutable;

namespace OrderToCash.Adapters.Banks;

/// <summary>What field 86 says, whichever dialect it is in. One object, filled again for each entry.</summary>
internal sealed class Mt940Details
{
    /// <summary>The purpose, joined as it came.</summary>
    public string? Text { get; set; }

    public ImmutableArray<int> TextBreaks { get; set; } = [];

    /// <summary>The bank's words for the kind of entry.</summary>
    public string? PostingText { get; set; }

    public string? Name { get; set; }

    /// <summary>The other party's account: IBAN or the bank's own number, upper case without blanks.</summary>
    public string? Account { get; set; }

    /// <summary>The other party's bank: a BIC or a national code.</summary>
    public string? Bank { get; set; }

    public string? EndToEndId { get; set; }

    public string? MandateId { get; set; }

    /// <summary>KREF: the id of what the account owner submitted.</summary>
    public string? BatchId { get; set; }

    /// <summary>A payment reference in a field of its own.</summary>
    public string? StructuredReference { get; set; }

    /// <summary>ABWA: the originator in the end.</summary>
    public string? UltimateOriginator { get; set; }

    /// <summary>ABWE: the recipient in the end.</summary>
    public string? UltimateRecipient { get; set; }

    /// <summary>OAMT as it stands: the amount before charges.</summary>
    public string? OriginalAmount { get; set; }

    /// <summary>COAM as it stands: charges.</summary>
    public string? Compensation { get; set; }

    /// <summary>GVC: three digits; null where not given.</summary>
    public string? BusinessCode { get; set; }

    /// <summary>The bank's code for why money came back, or for anything else; null where not given.</summary>
    public string? TextKey { get; set; }

    /// <summary>The code of a return's reason, where the dialect has a field for it.</summary>
    public string? ReturnReason { get; set; }

    /// <summary>Forgets everything.</summary>
    public void Clear()
    {
        Text = null;
        TextBreaks = [];
        PostingText = null;
        Name = null;
        Account = null;
        Bank = null;
        EndToEndId = null;
        MandateId = null;
        BatchId = null;
        StructuredReference = null;
        UltimateOriginator = null;
        UltimateRecipient = null;
        OriginalAmount = null;
        Compensation = null;
        BusinessCode = null;
        TextKey = null;
        ReturnReason = null;
    }

    /// <summary>An id without blanks at its ends; null where it says that there is none.</summary>
    public static string? Id(ReadOnlySpan<char> value)
    {
        value = value.Trim(' ');
        return value.IsEmpty || value is "NOTPROVIDED" or "NONREF" or "NOTAVAILABLE" ? null : new string(value);
    }

    /// <summary>A text without blanks at its ends; null where nothing is left.</summary>
    public static string? Words(ReadOnlySpan<char> value)
    {
        value = value.Trim(' ');
        return value.IsEmpty ? null : new string(value);
    }

    /// <summary>An account without blanks, upper case; null where nothing is left.</summary>
    public static string? Number(ReadOnlySpan<char> value)
    {
        Span<char> number = stackalloc char[64];
        var length = 0;
        foreach (var character in value)
        {
            if (character != ' ' && length < number.Length)
                number[length++] = char.ToUpperInvariant(character);
        }

        return length == 0 ? null : new string(number[..length]);
    }
}
