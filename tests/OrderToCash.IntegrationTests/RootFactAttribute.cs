using System.Diagnostics;

namespace OrderToCash.IntegrationTests;

/// <summary>A fact that mounts a disk; skipped, by name, where that isn't allowed.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RootFactAttribute : FactAttribute
{
    private static readonly Lazy<bool> MayMount = new(TryMount);

    /// <summary>Skips where a small file system can't be mounted.</summary>
    public RootFactAttribute() => Skip = WhyMissing;

    /// <summary>Why no small file system can be mounted; null where it can.</summary>
    public static string? WhyMissing => MayMount.Value ? null : "needs root to mount a small disk";

    // Root in a container often may not mount: trying is the only way to know.
    private static bool TryMount()
    {
        if (!OperatingSystem.IsLinux() || !Environment.IsPrivilegedProcess)
            return false;
        var folder = Directory.CreateTempSubdirectory("o2c-mount-").FullName;
        try
        {
            if (!Run("mount", "-t", "tmpfs", "-o", "size=1m", "o2c-test", folder))
                return false;
            return Run("umount", folder);
        }
        finally
        {
            Directory.Delete(folder);
        }
    }

    private static bool Run(string command, params IEnumerable<string> arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(command, arguments) { RedirectStandardError = true });
        process?.WaitForExit();
        return process is { ExitCode: 0 };
    }
}
