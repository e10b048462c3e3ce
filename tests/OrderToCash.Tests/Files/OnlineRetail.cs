using System.Diagnostics;
using Xunit;

namespace OrderToCash.Tests.Files;

/// <summary>The UCI Online Retail data set, unpacked by the <c>xz</c> tool: .NET can't read that format.</summary>
internal static class OnlineRetail
{
    private const string File = "orders/online_retail_2010-12_2011-08.csv.xz";

    public static string? WhyMissing => SharedData.WhyMissing(File)
        ?? (HasXz() ? null : "needs the tool xz to unpack ../shared/data/" + File);

    /// <summary>Its bytes, unpacked.</summary>
    public static async Task<byte[]> ReadAsync()
    {
        using var xz = Start("-dc", SharedData.FullPath(File));
        var bytes = new MemoryStream();
        await xz.StandardOutput.BaseStream.CopyToAsync(bytes);
        await xz.WaitForExitAsync();
        Assert.Equal(0, xz.ExitCode);
        return bytes.ToArray();
    }

    private static bool HasXz()
    {
        try
        {
            using var xz = Start("--version");
            xz.WaitForExit();
            return xz.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    private static Process Start(params string[] arguments) =>
        Process.Start(new ProcessStartInfo("xz", arguments) { RedirectStandardOutput = true })
            ?? throw new InvalidOperationException("xz was not started.");
}

/// <summary>A test on the UCI Online Retail data set; skipped by name where it isn't there.</summary>
internal sealed class OnlineRetailFactAttribute : FactAttribute
{
    public OnlineRetailFactAttribute() => Skip = OnlineRetail.WhyMissing;
}
