using System.Runtime.InteropServices;

namespace OrderToCash.Adapters.Sqlite;

/// <summary>The C library's heap, where SQLite keeps its pages.</summary>
public static partial class SqliteMemory
{
    /// <summary>
    /// Gives back to the system what the heap holds and nobody uses: with a heap for each thread, as glibc has, some
    /// 20 MB after a while. Nothing where the library can't do that.
    /// </summary>
    public static void GiveBack()
    {
        if (!OperatingSystem.IsLinux())
            return;
        try
        {
            _ = Trim(0);
        }
        catch (Exception exception) when (exception is DllNotFoundException or EntryPointNotFoundException)
        {
            // Another C library than glibc.
        }
    }

    /// <summary>Source: man 3 malloc_trim.</summary>
    [LibraryImport("libc", EntryPoint = "malloc_trim")]
    private static partial int Trim(nuint keptBytes);
}
