using OrderToCash.Domain.CashApplication;
using Xunit;

namespace OrderToCash.Tests.CashApplication;

public sealed class ReferencesTests
{
    [Theory]
    [InlineData("RE-2026-0000123", "RE-2026-0000123")]
    [InlineData("Rechnung re-2026-0000123, danke", "RE-2026-0000123")]
    [InlineData("Rechnung:RE-2026-0000123;RE-2026-0000124", "RE-2026-0000123 RE-2026-0000124")]
    [InlineData("RE-2026-0000123/RE-2026-0000124", "RE-2026-0000123 RE-2026-0000124")]
    [InlineData("RE-2026-0000123-RE-2026-0000124", "RE-2026-0000123 RE-2026-0000124")]
    [InlineData("KD4711-RE-2026-0000123", "RE-2026-0000123")]
    [InlineData("RE-2026-12345678", "RE-2026-12345678")]
    [InlineData("RE-2026-0000123.", "RE-2026-0000123")]
    [InlineData("RE-2026-0000123 4711", "RE-2026-0000123")]
    [InlineData("RE-20 26-0000123", "RE-2026-0000123?")]
    [InlineData("RE-2026-00\r\n 00123", "RE-2026-0000123?")]
    [InlineData("R E-2026-0000 123 vom 2.3.", "RE-2026-0000123?")]
    [InlineData("RE-2026-00 00123 RE-2026-0000124", "RE-2026-0000123? RE-2026-0000124")]
    [InlineData("XRE-2026-0000123", "")]
    [InlineData("ÄRE-2026-0000123", "")]
    [InlineData("7RE-2026-0000123", "")]
    [InlineData("RE-2026-0000123X", "")]
    [InlineData("RE-2026-000012345678", "")]
    [InlineData("RE-2026-000 01234567", "")]
    [InlineData("RE-2026-0000123-125", "")]
    [InlineData("RE-2026-0000123/124", "")]
    [InlineData("RE-2026-0000123-K", "")]
    [InlineData("RE-2026-000012", "")]
    [InlineData("RE-226-0000123", "")]
    [InlineData("RE 2026 0000123", "")]
    [InlineData("RE-2026-     0000123", "")]
    public void Invoice_numbers_are_found_as_full_tokens_only(string text, string expected)
    {
        var found = References.Find(text).Where(static r => r.Kind == ReferenceKind.InvoiceNumber).ToArray();
        Assert.Equal(expected, string.Join(' ', found.Select(static r => r.Text + (r.IsExact ? "" : "?"))));
        Assert.All(found, r => Assert.Equal(
            r.Text, string.Concat(text[r.Range].Where(static c => !char.IsWhiteSpace(c))).ToUpperInvariant()));
    }

    [Theory]
    [InlineData(null, "")]
    [InlineData("  ", "")]
    [InlineData("Danke", "")]
    [InlineData("Bestellung #1001.", "1001")]
    [InlineData("shopify:1001", "shopify:1001 1001")]
    [InlineData("Bestellung:shopify:1001", "Bestellung:shopify:1001 shopify:1001 1001")]
    [InlineData("e:1,e:2", "e:1,e:2 e:1 1 e:2 2")]
    [InlineData("302-1234567-7654321", "302-1234567-7654321")]
    [InlineData("(SO1001/SO1002)", "SO1001/SO1002 SO1001 SO1002")]
    [InlineData("RE-2026-0000123 SO1001", "SO1001")]
    public void Other_tokens_with_a_digit_may_be_orders(string? text, string expected)
    {
        var found = References.Find(text).Where(static r => r.Kind == ReferenceKind.Order).ToArray();
        Assert.Equal(expected, string.Join(' ', found.Select(static r => r.Text)));
        Assert.All(found, r => Assert.Equal(r.Text, text?[r.Range]));
    }
}
