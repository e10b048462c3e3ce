namespace OrderToCash.Adapters.Files;

/// <summary>A file without a name, for what need not stay in memory and ends with the process.</summary>
public static class ScratchFile
{
    /// <summary>Opens an empty one among the system's temporary files; nobody else can.</summary>
    /// <exception cref="IOException">There is no room, or no such folder.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be written.</exception>
    public static FileStream Open()
    {
        var path = Path.Combine(
            Path.GetTempPath(), $"o2c-{Environment.ProcessId}-{Path.GetRandomFileName()}");

        // Not buffered: whoever asks for one writes blocks.
        var file = new FileStream(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Delete, bufferSize: 0);

        // It stays as long as it is open: nothing is left behind, however the process ends.
        File.Delete(path);
        return file;
    }
}
