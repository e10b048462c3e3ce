namespace OrderToCash.Adapters.Files;

/// <summary>The fields of another system's open item, and its columns in CSV.</summary>
public static class OpenItemFields
{
    internal const int Customer = 0, Document = 1, Kind = 2, OrderNumber = 3, Reference = 4, IssueDate = 5, DueDate = 6,
        Amount = 7, Currency = 8, Skonto = 9, CustomerNumber = 10, CustomerName = 11, Ibans = 12;

    internal const int SkontoPercent = 12, SkontoDays = 13, SkontoUntil = 14, SkontoAmount = 15, Skonto2Percent = 16,
        Skonto2Days = 17, Skonto2Until = 18, Skonto2Amount = 19;

    /// <summary>Cells of CSV hold no lists: from here on the columns differ from the fields.</summary>
    internal const int Iban = 9;

    /// <summary>An open item; without a document it is a customer alone.</summary>
    public static FieldSet ItemSet { get; } = new(
        "An open item of another system, or a customer of it",
        new Field(Customer, "customer", FieldKind.Name, true, "The customer's id: the account here."),
        new Field(
            Document, "document", FieldKind.Name, false,
            "The document's number, unique for the customer; without it and the fields of an item: a customer alone."),
        new Field(Kind, "kind", FieldKind.Choice, false, "Without it the amount's sign tells.")
        {
            Choices = ["invoice", "credit-note"],
        },
        new Field(OrderNumber, "orderNumber", FieldKind.Name, false, "The order's number, as the customer knows it."),
        new Field(
            Reference, "reference", FieldKind.Name, false,
            "The creditor reference printed on it, RF (ISO 11649) or another."),
        new Field(IssueDate, "issueDate", FieldKind.Day, false, "The document's day. An item has to have it."),
        new Field(DueDate, "dueDate", FieldKind.Day, false, "When it is due; the document's day unless given."),
        new Field(
            Amount, "amount", FieldKind.Decimal, false,
            "What is open of it, negative for a credit note. An item has to have it."),
        new Field(Currency, "currency", FieldKind.Text, false, "ISO 4217 code. An item has to have it."),
        new Field(Skonto, "skonto", FieldKind.List, false, "Cash discounts granted, at most five.")
        {
            Fields = OrderFields.SkontoSet,
        },
        new Field(CustomerNumber, "customerNumber", FieldKind.Name, false, "The number that payers may name."),
        new Field(CustomerName, "customerName", FieldKind.Name, false, "The customer's name."),
        new Field(Ibans, "ibans", FieldKind.Texts, false, "Accounts that the customer pays from, at most twenty."));

    /// <summary>The columns of CSV.</summary>
    internal static FieldSet ColumnSet { get; } = new(
        "A row of an open item, or of a customer",
        ItemSet[Customer], ItemSet[Document], ItemSet[Kind], ItemSet[OrderNumber], ItemSet[Reference],
        ItemSet[IssueDate], ItemSet[DueDate], ItemSet[Amount], ItemSet[Currency],
        new Field(Iban, "iban", FieldKind.Text, false, "An account that the customer pays from."),
        ItemSet[CustomerNumber], ItemSet[CustomerName],
        new Field(SkontoPercent, "skontoPercent", FieldKind.Decimal, false, "Percent of the discount."),
        new Field(SkontoDays, "skontoDays", FieldKind.Integer, false, "Days from the document's day."),
        new Field(SkontoUntil, "skontoUntil", FieldKind.Day, false, "Its last day, instead of days."),
        new Field(SkontoAmount, "skontoAmount", FieldKind.Decimal, false, "The discount itself, instead of percent."),
        new Field(Skonto2Percent, "skonto2Percent", FieldKind.Decimal, false, "Of a second, longer discount."),
        new Field(Skonto2Days, "skonto2Days", FieldKind.Integer, false, "Of a second, longer discount."),
        new Field(Skonto2Until, "skonto2Until", FieldKind.Day, false, "Of a second, longer discount."),
        new Field(Skonto2Amount, "skonto2Amount", FieldKind.Decimal, false, "Of a second, longer discount."));

    /// <summary>Other names of columns, compared ignoring case and <c>_</c>, <c>-</c> and blanks.</summary>
    internal static IReadOnlyDictionary<string, string[]> OtherNames { get; } = new Dictionary<string, string[]>
    {
        ["customer"] = ["customerid"],
        ["document"] = ["documentno", "documentnumber"],
        ["orderNumber"] = ["orderno"],
        ["reference"] = ["rfreference"],
        ["customerNumber"] = ["customerno"],
        ["customerName"] = ["name"],
    };
}
