using OrderToCash.Domain.Orders.Checks;
using OrderToCash.Domain.Receivables;

namespace OrderToCash.Tests.Codecs;

internal static partial class Examples
{
    private static IEnumerable<Example> CheckExamples() =>
    [
        Of(new AccountEvent.Blocked("does not pay", Ada), new AccountEvent.Blocked("", Ada)),
        Of(new AccountEvent.Unblocked("has paid", Ada), new AccountEvent.Unblocked("", Ada)),
        OfChecks(
            new ChecksEvent.SettingChanged("max-quantity", "500", "we sell no pallets", Ada),
            new ChecksEvent.SettingChanged("", "", "", Ada)),
        OfChecks(
            new ChecksEvent.CustomerBlocked(Account, "does not pay"), new ChecksEvent.CustomerBlocked(Account, "")),
        OfChecks(new ChecksEvent.CustomerUnblocked(Account), new ChecksEvent.CustomerUnblocked(Account)),
    ];

    private static Example OfChecks(ChecksEvent full, ChecksEvent minimal) => new(StoreChecks.Id, full, minimal);
}
