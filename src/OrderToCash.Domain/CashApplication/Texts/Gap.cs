namespace OrderToCash.Domain.CashApplication.Texts;

/// <summary>What stands in a text before a letter or digit, after the one before it.</summary>
internal enum Gap : byte
{
    /// <summary>Nothing: they stand together.</summary>
    None = 0,

    /// <summary>The bank cut the text here; whether the payer wrote a blank is not known.</summary>
    Break = 1,

    /// <summary>Marks that numbers are written with: <c>- / . _ : #</c>.</summary>
    Mark = 2,

    /// <summary>A blank, a comma, a bracket: what separates.</summary>
    Blank = 3,
}
