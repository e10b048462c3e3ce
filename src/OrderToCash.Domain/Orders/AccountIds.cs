using System.Security.Cryptography;
using System.Text;
using OrderToCash.Domain.Values;

namespace OrderToCash.Domain.Orders;

/// <summary>Whose account an order belongs to.</summary>
public static class AccountIds
{
    /// <summary>
    /// <c>channel:customerId</c>; without an id, <c>mail:</c> and 16 hex digits of the SHA-256 of the trimmed
    /// lower-case e-mail address; without either, <c>order:</c> and the order id.
    /// </summary>
    public static AccountId Of(OrderContent content, OrderId order)
    {
        var customer = content.Customer;
        if (!string.IsNullOrWhiteSpace(customer.Id)) return new AccountId(content.Channel + ":" + customer.Id.Trim());
        if (string.IsNullOrWhiteSpace(customer.Email)) return new AccountId("order:" + order.Value);
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(customer.Email.Trim().ToLowerInvariant()));
        return new AccountId("mail:" + Convert.ToHexStringLower(hash.AsSpan(0, 8)));
    }
}
