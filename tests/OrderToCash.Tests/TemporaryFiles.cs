using System.Runtime.CompilerServices;

namespace OrderToCash.Tests;

/// <summary>
/// Puts the tests' temporary files into memory where the system has a folder for that: here it matters what is written,
/// not how long a disk takes to flush it, which was half of the tests' time. That what was flushed survives is tested
/// by the integration tests, on disks.
/// </summary>
internal static class TemporaryFiles
{
    private const string InMemory = "/dev/shm";

    /// <summary>Some tests write files of tens of megabytes; containers often have 64 MB there.</summary>
    private const long EnoughBytes = 1L << 30;

    [ModuleInitializer]
    internal static void PutIntoMemory()
    {
        if (Directory.Exists(InMemory) && new DriveInfo(InMemory).AvailableFreeSpace > EnoughBytes)
            Environment.SetEnvironmentVariable("TMPDIR", InMemory);
    }
}
