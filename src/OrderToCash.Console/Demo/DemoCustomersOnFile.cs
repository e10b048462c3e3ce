using System.Text;

namespace OrderToCash.Console.Demo;

/// <summary>What the merchant's old system knows of some customers: the accounts that they pay from.</summary>
internal static class DemoCustomersOnFile
{
    /// <summary>Besides firms, every so many customers.</summary>
    private const int Every = 6;

    /// <summary>The customers as CSV, as <c>o2c ingest items</c> takes them.</summary>
    public static string Csv(DemoWorld world)
    {
        var lines = new StringBuilder("customer;customerNumber;customerName;iban\n");
        for (var channel = 0; channel < DemoWorld.Channels.Length; channel++)
        {
            for (var index = 0; index < world.CustomersOf(channel); index++)
            {
                var customer = new DemoCustomer(channel, index);
                if (customer.IsFirm || index % Every == 1)
                {
                    lines.Append(customer.Account).Append(';').Append(customer.Id).Append(';').Append(customer.Name)
                        .Append(';').Append(customer.Iban).Append('\n');
                }
            }
        }

        return lines.ToString();
    }
}
