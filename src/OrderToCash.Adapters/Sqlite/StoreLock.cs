using System.Globalization;
using OrderToCash.Adapters.Stores;

namespace OrderToCash.Adapters.Sqlite;

/// <summary>
/// The right to write a store, held by one process: a lock of the operating system, which ends with the process.
/// </summary>
/// <remarks>
/// <c>PATH.lock</c> is held open without sharing. Nobody can read such a file, so who holds it stands in
/// <c>PATH.owner</c>; that one is looked at only while the lock is held, so one left over from a crash misleads nobody.
/// </remarks>
internal sealed class StoreLock : IDisposable
{
    private readonly FileStream _lock;
    private readonly string _ownerPath;

    private StoreLock(FileStream held, string ownerPath) => (_lock, _ownerPath) = (held, ownerPath);

    /// <summary>Takes the lock.</summary>
    /// <exception cref="StoreLockedException">Somebody has it.</exception>
    public static StoreLock Take(string path, TimeProvider clock)
    {
        var ownerPath = path + ".owner";
        FileStream held;
        try
        {
            held = new FileStream(path + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException exception) when (exception is not (FileNotFoundException or DirectoryNotFoundException))
        {
            throw new StoreLockedException(
                $"{path} is open for writing by {OwnerOf(ownerPath)}. Stop that process, "
                + "or ask it where it is `o2c serve`: --server URL.");
        }

        File.WriteAllText(
            ownerPath,
            string.Create(
                CultureInfo.InvariantCulture,
                $"process {Environment.ProcessId} on {Environment.MachineName} ({CommandLine.Text}) "
                + $"since {clock.GetUtcNow():yyyy-MM-dd HH:mm:ss} UTC"));
        return new StoreLock(held, ownerPath);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // Once only: the next owner's file may stand there already.
        if (_lock.SafeFileHandle.IsClosed)
            return;

        File.Delete(_ownerPath);
        _lock.Dispose();
    }

    private static string OwnerOf(string ownerPath)
    {
        try
        {
            return File.ReadAllText(ownerPath);
        }
        catch (IOException)
        {
            return $"a process that has not written {ownerPath} yet";
        }
    }
}
