namespace OrderToCash.Adapters.Files;

/// <summary>The fields of a direct debit that was handed to the bank.</summary>
public static class DebitFields
{
    internal const int Customer = 0, Document = 1, Batch = 2, EndToEndId = 3, Amount = 4, Currency = 5,
        CollectionDate = 6;

    /// <summary>A direct debit.</summary>
    public static FieldSet DebitSet { get; } = new(
        "A direct debit that was handed to the bank",
        new Field(Customer, "customer", FieldKind.Name, true, "The customer's id: the account here."),
        new Field(
            Document, "document", FieldKind.Name, true,
            "What is collected: the number of an item, or the id of an order that is paid in advance."),
        new Field(
            Batch, "batch", FieldKind.Name, true,
            "The batch's id (`PmtInfId`), which the bank names where it books the sum."),
        new Field(EndToEndId, "endToEndId", FieldKind.Name, true, "The debit's own id (`EndToEndId`)."),
        new Field(Amount, "amount", FieldKind.Decimal, true, "What is collected; more than 0."),
        new Field(Currency, "currency", FieldKind.Text, true, "ISO 4217 code."),
        new Field(CollectionDate, "collectionDate", FieldKind.Day, true, "When the bank is to collect it."));

    /// <summary>Other names of columns in CSV, compared as those of <see cref="OpenItemFields"/>.</summary>
    internal static IReadOnlyDictionary<string, string[]> OtherNames { get; } = new Dictionary<string, string[]>
    {
        ["customer"] = ["customerid"],
        ["document"] = ["documentno", "documentnumber"],
        ["batch"] = ["paymentinformationid", "pmtinfid"],
    };
}
