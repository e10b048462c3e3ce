using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using OrderToCash.Adapters.Stores;

namespace OrderToCash.Adapters.Shops;

/// <summary>
/// The right to ask and tell a shop, of one process of a machine: a lock of the operating system on a file of the
/// temporary folder, which ends with the process.
/// </summary>
/// <remarks>
/// Two stores that tell one shop would each tell their own numbers, and two processes share no limit of requests. It is
/// taken when the shop is asked first, and kept: whoever comes later waits until its holder ends, and then goes on by
/// itself. Any thread. Where the temporary folder can't be written there is no such right, and nobody is kept away.
/// </remarks>
public sealed class ShopClaim : IDisposable
{
    /// <summary>What systems say where somebody else has the lock: Linux, macOS, Windows.</summary>
    private static readonly int[] Taken = [11, 35, 32, 33];

    private readonly Lock _gate = new();
    private readonly string _path;
    private readonly TimeProvider _time;
    private FileStream? _held;
    private bool _isFree;

    /// <param name="shop">The shop's address.</param>
    /// <param name="folder">Where the file is; the temporary folder unless given.</param>
    public ShopClaim(Uri shop, TimeProvider time, string? folder = null)
    {
        _time = time;
        var name = Convert.ToHexStringLower(
            SHA256.HashData(Encoding.UTF8.GetBytes(shop.AbsoluteUri.TrimEnd('/').ToLowerInvariant())).AsSpan(0, 8));
        _path = Path.Combine(folder ?? Path.GetTempPath(), $"o2c-shop-{name}.lock");
    }

    /// <summary>Takes the right, or has it.</summary>
    /// <returns>Null; or who has it.</returns>
    public string? Take()
    {
        lock (_gate)
        {
            if (_held is not null || _isFree)
                return null;
            try
            {
                _held = Open();
            }
            catch (IOException exception) when (Taken.Contains(exception.HResult & 0xFFFF))
            {
                return Read(_path + ".owner");
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                _isFree = true;
                return null;
            }

            Write(_path + ".owner", string.Create(
                CultureInfo.InvariantCulture,
                $"process {Environment.ProcessId} ({CommandLine.Text}) since "
                + $"{_time.GetUtcNow():yyyy-MM-dd HH:mm} UTC"));
            return null;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate)
        {
            // The file stays: who opened it meanwhile would hold a lock on one that others no longer find.
            _held?.Dispose();
            _held = null;
            _isFree = true;
        }
    }

    private FileStream Open()
    {
        try
        {
            return new FileStream(_path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (UnauthorizedAccessException) when (File.Exists(_path))
        {
            // Another user made it: to lock it, it need not be written.
            return new FileStream(_path, FileMode.Open, FileAccess.Read, FileShare.None);
        }
    }

    private static string Read(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return "another process";
        }
    }

    private static void Write(string path, string text)
    {
        try
        {
            File.WriteAllText(path, text);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // It is only shown to persons.
        }
    }
}
