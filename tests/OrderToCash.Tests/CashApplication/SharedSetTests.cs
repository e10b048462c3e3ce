using System.Text.RegularExpressions;
using Xunit.Abstractions;

namespace OrderToCash.Tests.CashApplication;

/// <summary>Labelled sets, as they are and with other number series.</summary>
public sealed class SharedSetTests(ITestOutputHelper output)
{
    [SharedDataTheory("cashapp/mixed", "cashapp/hard")]
    [InlineData("mixed", 0.97, "RE26", "INV", "2026")]
    [InlineData("mixed", 0.95, "K", "WXYZ", "5813")]
    [InlineData("mixed", 0.95, "7Q", "F2F", "99")]
    [InlineData("mixed", 0.95, "SB8", "OI", "2025")]
    [InlineData("hard", 0.92, "RE26", "INV", "2026")]
    [InlineData("hard", 0.89, "K", "WXYZ", "5813")]
    [InlineData("hard", 0.89, "7Q", "F2F", "99")]
    [InlineData("hard", 0.89, "SB8", "OI", "2025")]
    public void Books_nothing_wrongly_whatever_the_series_are_called(
        string name, double least, string consumers, string foreigners, string companies)
    {
        var set = new SharedSet(name, text => Rename(text, consumers, foreigners, companies));

        var (wrong, right, all) = set.Judge(set.Run());

        output.WriteLine($"{name} {consumers} {foreigners} {companies}: {right} of {all}, {100.0 * right / all:F2} %");
        Assert.True(wrong.Count == 0, $"{wrong.Count} wrong:\n" + string.Join('\n', wrong.Take(20)));
        Assert.True(right >= least * all, $"{right} of {all}");
    }

    // The series' beginnings as payers wrote them, with blanks in between and in any case.
    private static string Rename(string text, string consumers, string foreigners, string companies)
    {
        const RegexOptions Any = RegexOptions.IgnoreCase | RegexOptions.CultureInvariant;
        text = Regex.Replace(text, @"R\s*E\s*2\s*6(?=[\s\-/._]*[0-9OILSBZG]\s*[0-9OILSBZG])", consumers, Any);
        text = Regex.Replace(text, @"I\s*N\s*V(?=[\s\-/._]*2\s*[0O]\s*[0O])", foreigners, Any);
        return Regex.Replace(
            text, @"(?<![0-9.\-/])2\s*[0O]\s*[2Z]\s*[6G](?=([\s\-/._]*[0-9OILSBZG]){5})", companies, Any);
    }
}
