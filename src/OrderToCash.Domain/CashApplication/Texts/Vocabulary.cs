namespace OrderToCash.Domain.CashApplication.Texts;

/// <summary>
/// Words of payers and banks, squeezed: German and English, and the basics of Dutch and French. They are general words;
/// what is peculiar to a merchant is learned from its own documents.
/// </summary>
internal static class Vocabulary
{
    // Ordered by language; each stands alone for the words that begin with it.
    private static readonly byte[][] Returns = Words(
        "RETOURE RUECKLASTSCHRIFT RUECKLASTSCHR RUECKUEBERWEISUNG RUECKGABE RUECKZAHLUNG RUECKLS STORNO STORNIERUNG "
        + "FEHLBUCHUNG RETOURNED RETURNED RETURN REVERSAL REFUSED REJECTED STORNERING TERUGBOEKING REJET RETOUR");

    private static readonly byte[][] Transfers = Words(
        "UMBUCHUNG EIGENKONTO EIGENUEBERTRAG KONTOUEBERTRAG UEBERTRAG INTERNALTRANSFER OWNTRANSFER OVERBOEKINGEIGEN "
        + "VIREMENTINTERNE CASHPOOL");

    private static readonly byte[][] NotCustomers = Words(
        "FINANZAMT BUNDESKASSE LANDESKASSE STADTKASSE STEUERVERWALTUNG AGENTURFUERARBEIT BUNDESAGENTUR KRANKENKASSE "
        + "BERUFSGENOSSENSCHAFT RENTENVERSICHERUNG VERSICHERUNGSLEISTUNG SCHADENSREGULIERUNG GEHALT LOHNZAHLUNG "
        + "HABENZINSEN ZINSGUTSCHRIFT ZINSEN KREDITAUSZAHLUNG DARLEHENSAUSZAHLUNG STEUERERSTATTUNG USTERSTATTUNG "
        + "TAXREFUND SALARY INTEREST INSURANCECLAIM LOANPAYOUT HMRC BELASTINGDIENST IMPOTS");

    private static readonly byte[][] Providers = Words(
        "PAYPAL STRIPE KLARNA AMAZONPAYMENTS AMAZONEUSARL AMZN ADYEN MOLLIE SUMUP BRAINTREE WORLDPAY CONCARDIS PAYONE "
        + "RATEPAY UNZER HEIDELPAY WIRECARD CHECKOUTCOM EBAYSARL EBAYCOMMERCE SHOPIFYPAYMENTS BILLPAY AFTERPAY");

    private static readonly byte[][] Ranges = Words("BIS TO TOT THROUGH JUSQUA UNTIL");

    private static readonly byte[][] CustomerLabels = Words(
        "KD KDNR KUNDE KUNDEN KUNDENKONTO DEBITOR DEBITOREN DEB CUSTOMER CUST CLIENT KLANT KLANTEN MITGLIED MITGLIEDS "
        + "ACCOUNT ACCT");

    private static readonly byte[][] OtherLabels = Words(
        "TEL TELEFON PHONE FAX MOBIL HANDY ST STEUER STNR UST USTID VAT VERTRAG VERTRAGS CONTRACT PROJEKT PROJECT BLZ "
        + "KTO KONTO IBAN BIC PLZ UNSEREBEST UNSEREBESTELLUNG IHREBEST OURORDER");

    private static readonly byte[][] NumberWords = Words("NUMMER NUMBER NR NO NUM");

    /// <summary>Money that comes back.</summary>
    public static bool NamesReturn(SqueezedText text) => HasAny(text, Returns);

    /// <summary>Money between own accounts.</summary>
    public static bool NamesTransfer(SqueezedText text) => HasAny(text, Transfers);

    /// <summary>Offices, salaries, interest: nobody who buys.</summary>
    public static bool NamesOther(SqueezedText text) => HasAny(text, NotCustomers);

    /// <summary>A payment provider or marketplace.</summary>
    public static bool NamesProvider(SqueezedText text) => HasAny(text, Providers);

    /// <summary>True where a word between two numbers says "from the one to the other".</summary>
    public static bool IsRange(ReadOnlySpan<byte> between)
    {
        foreach (var word in Ranges)
        {
            if (between.SequenceEqual(word))
                return true;
        }

        return false;
    }

    /// <summary>What a group of digits is called by the words before it.</summary>
    public static Label LabelBefore(SqueezedText text, int group)
    {
        var start = group;
        while (start > 0 && group - start < 24 && !text.IsDigit(start - 1))
            start--;
        var end = group;
        foreach (var word in NumberWords)
        {
            if (EndsWith(text, start, end, word, out var wordStart) && wordStart > start)
            {
                end = wordStart;
                break;
            }
        }

        if (EndsWithAny(text, start, end, CustomerLabels))
            return Label.Customer;
        return EndsWithAny(text, start, end, OtherLabels) ? Label.Other : Label.None;
    }

    private static bool EndsWithAny(SqueezedText text, int start, int end, byte[][] words)
    {
        foreach (var word in words)
        {
            // A label is a word of its own, or what banks glued to the word before it.
            if (EndsWith(text, start, end, word, out var wordStart) && text.Gaps[wordStart] != Gap.None)
                return true;
        }

        return false;
    }

    private static bool EndsWith(SqueezedText text, int start, int end, byte[] word, out int wordStart)
    {
        wordStart = end - word.Length;
        return wordStart >= start && text.Characters[wordStart..end].SequenceEqual(word);
    }

    private static bool HasAny(SqueezedText text, byte[][] words)
    {
        foreach (var word in words)
        {
            if (text.HasWord(word))
                return true;
        }

        return false;
    }

    private static byte[][] Words(string words) =>
        [.. words.Split(' ').Select(static word => word.Select(static letter => (byte)letter).ToArray())];
}

/// <summary>What a number in a text is called.</summary>
internal enum Label
{
    /// <summary>Nothing, or a document.</summary>
    None,

    /// <summary>Our number of the customer.</summary>
    Customer,

    /// <summary>Something that is no reference of ours: a telephone, a contract, an account.</summary>
    Other,
}
