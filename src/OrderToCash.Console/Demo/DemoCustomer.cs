using System.Globalization;
using OrderToCash.Domain.Orders;

namespace OrderToCash.Console.Demo;

/// <summary>A customer of one channel. Some order on two channels, some have a namesake, some are firms.</summary>
/// <param name="Channel">The channel's place in <see cref="DemoWorld.Channels"/>.</param>
/// <param name="Index">Counts the channel's customers, from 0.</param>
internal sealed record DemoCustomer(int Channel, int Index)
{
    private const int Peppol = 2;
    private const int IdOffset = 1_000_000;

    /// <summary>The customer number, unique over all channels.</summary>
    public string Id => string.Create(CultureInfo.InvariantCulture, $"{(IdOffset * (Channel + 1)) + Index}");

    /// <summary>The account here.</summary>
    public string Account => $"{DemoWorld.Channels[Channel].Name}:{Id}";

    /// <summary>True for a firm: it is granted a discount, and its bank account is on file.</summary>
    public bool IsFirm => Index % 9 == 4;

    /// <summary>The name on its orders.</summary>
    public string Name => IsFirm ? DemoNames.FirmOf(Number) : DemoNames.PersonOf(NumberOfName);

    /// <summary>The account that it pays from.</summary>
    public string Iban => DemoNames.IbanOf(Number);

    /// <summary>Somebody of the family, or a mother company: who pays where the customer doesn't.</summary>
    public (string Name, string Iban) Other =>
        (DemoNames.PersonOf(Number + 4099), DemoNames.IbanOf(Number + 5_000_000));

    // Every third customer of Peppol's is one of the first channel's too, with the same name and account.
    private int Number => Channel == Peppol && Index % 3 == 0
        ? Index * DemoWorld.Channels.Length
        : (Index * DemoWorld.Channels.Length) + Channel;

    // Two of fifty have the same name and nothing else in common.
    private int NumberOfName => Index % 50 == 49 ? Number - DemoWorld.Channels.Length : Number;

    /// <summary>Who ordered.</summary>
    public static DemoCustomer Of(OrderContent content)
    {
        var number = int.Parse(content.Customer.Id ?? "0", CultureInfo.InvariantCulture);
        return new DemoCustomer((number / IdOffset) - 1, number % IdOffset);
    }
}
