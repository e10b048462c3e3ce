namespace OrderToCash.Adapters.Banks;

/// <summary>What a file is, as its first bytes tell.</summary>
internal enum BankFormat
{
    /// <summary>None that is read.</summary>
    Unknown = 0,

    /// <summary>Nothing at all.</summary>
    Empty = 1,

    /// <summary>One packed file.</summary>
    Gzip = 2,

    /// <summary>An archive of files.</summary>
    Zip = 3,

    /// <summary>XML of any kind; its root tells which.</summary>
    Xml = 4,

    /// <summary>Lines with the fields of SWIFT's MT940 or MT942.</summary>
    Mt940 = 5,

    /// <summary>A table with the columns of a payment provider's settlement report.</summary>
    Settlement = 6,
}
